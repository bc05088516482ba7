"""Implementations of CKAN's larger plugin interfaces."""

from .facets import FacetsMixin
from .package_controller import PackageControllerMixin

__all__ = ["FacetsMixin", "PackageControllerMixin"]
