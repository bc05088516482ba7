"""Files of every kind as one canonical table of texts: ``read(source, target, format, hints) -> Reading``."""

from __future__ import annotations

from pathlib import Path

from . import archive, delimited, kinds, parquet, records, workbook
from .model import Hints, Reading

__all__ = ["FORMATS", "Hints", "Reading", "read"]

FORMATS = tuple(kinds.EXPECTED)
READERS = {
    "delimited": delimited.read,
    "xlsx": workbook.read,
    "xls": workbook.read,
    "ods": workbook.read,
    "json": records.read,
    "jsonl": records.read,
    "geojson": records.read,
    "parquet": parquet.read,
}


def read(source: Path, target: Path, format: str, hints: Hints = Hints()) -> Reading:  # noqa: B008
    """Make a file of one of ``FORMATS`` the canonical CSV at ``target``, or find that it is one already.

    ``target`` must not be ``source``. What stands at ``target`` after a refusal means nothing.

    Raises:
        Rejected: with every reason that was found, each with row and column of the source.
    """
    format = format.upper().lstrip(".")
    kinds.require(source, format)
    if format == "ZIP":
        return archive.read(source, target, hints, read)
    return READERS[kinds.EXPECTED[format]](source, target, format, hints)
