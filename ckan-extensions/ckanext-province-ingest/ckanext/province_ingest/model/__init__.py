"""Tables of this extension."""

from .load import Load

__all__ = ["Load"]
