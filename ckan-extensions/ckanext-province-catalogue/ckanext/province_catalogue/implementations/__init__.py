"""Implementations of CKAN's larger plugin interfaces."""

from .facets import FacetsMixin
from .package_controller import PackageControllerMixin
from .resource_controller import ResourceControllerMixin
from .tracking import quicken_tracking
from .uploads import UploadsMixin

__all__ = [
    "FacetsMixin",
    "PackageControllerMixin",
    "ResourceControllerMixin",
    "UploadsMixin",
    "quicken_tracking",
]
