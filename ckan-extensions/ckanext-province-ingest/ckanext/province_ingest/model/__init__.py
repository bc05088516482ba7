"""Tables of this extension."""

from .load import Load
from .version import Version

__all__ = ["Load", "Version"]
