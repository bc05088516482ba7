"""Names of columns that the check adds to the file's; NUL keeps them apart, since no file may hold it."""

from __future__ import annotations

ROW = "\0row"
"""Number of the record; the header is row 1."""


def key(name: str) -> str:
    """The column's values as texts that are the same for equal values."""
    return f"\0key:{name}"
