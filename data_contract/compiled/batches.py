"""A canonical CSV in batches of whole records, each cell a text.

polars reads a batch where every record has as many cells as the header; Python's ``csv`` reads the others, so
that records with a missing or extra cell and blank records are seen as they stand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

import polars as pl

from ..columns import ROW

BLOCK_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True)
class Batch:
    """Records of one block: column ``ROW``, then columns ``0``, ``1``… of texts.

    A cell that its record does not have is null. ``extra`` holds the cells beyond the header, by row.
    """

    frame: pl.DataFrame
    short: dict[int, int] = field(default_factory=dict)
    """Number of cells of each record that has too few."""
    extra: dict[int, list[str]] = field(default_factory=dict)
    """Cells of each record beyond the last column."""


def labels(path: Path) -> list[str]:
    """The header row without blanks around its labels; empty when the file or its first line is."""
    with path.open("rb") as file:
        return [label.strip() for label in next(csv.reader([_header(file).decode()]), [])]


def batches(path: Path, width: int) -> Iterator[Batch]:
    """The rows below the header, in their order; ``width`` is the number of columns of the header."""
    with path.open("rb") as file:
        _header(file)
        row = 2
        for block in _blocks(file):
            batch = _plain(block, width, row) or _uneven(block, width, row)
            row += batch.frame.height
            yield batch


def _header(file: BinaryIO) -> bytes:
    record = file.readline()
    while record.count(b'"') % 2 and (line := file.readline()):
        record += line
    return record


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while piece := file.read(BLOCK_BYTES):
        block = rest + piece
        end = _last_record_end(block)
        if end:
            yield block[:end]
        rest = block[end:]
    if rest:
        yield rest


def _last_record_end(block: bytes) -> int:
    # in canonical CSV a line feed ends a record exactly where an even number of quotes stands before it
    quotes, stop = block.count(b'"'), len(block)
    while (line_end := block.rfind(b"\n", 0, stop)) >= 0:
        quotes -= block.count(b'"', line_end, stop)
        if quotes % 2 == 0:
            return line_end + 1
        stop = line_end
    return 0


def _plain(block: bytes, width: int, row: int) -> Batch | None:
    blank_line = block.startswith(b"\n") or b"\n\n" in block
    if blank_line or b"\r" in block or block.startswith(b"\xef\xbb\xbf"):
        return None
    try:
        frame = pl.read_csv(block, has_header=False, schema=_texts(width), empty_string_is_null=False)
    except pl.exceptions.PolarsError:
        return None
    # polars fills up records that are too short without a word, but their commas are missing
    commas = frame.height * (width - 1) + (_commas_in_cells(frame) if b'"' in block else 0)
    return Batch(frame.with_row_index(ROW, row)) if commas == block.count(b",") else None


def _texts(width: int) -> dict[str, type[pl.String]]:
    return {str(index): pl.String for index in range(width)}


def _commas_in_cells(frame: pl.DataFrame) -> int:
    return sum(frame.select(pl.all().str.count_matches(",", literal=True).sum()).row(0))


def _uneven(block: bytes, width: int, row: int) -> Batch:
    csv.field_size_limit(max(csv.field_size_limit(), len(block)))
    records = list(csv.reader(io.StringIO(block.decode(), newline="")))
    numbered = list(enumerate(records, start=row))
    short = {number: len(record) for number, record in numbered if len(record) < width}
    extra = {number: record[width:] for number, record in numbered if len(record) > width}
    columns = list(zip_longest(*(record[:width] for record in records)))
    columns += [(None,) * len(records)] * (width - len(columns))
    frame = pl.DataFrame(
        {str(index): column for index, column in enumerate(columns[:width])}, schema=_texts(width)
    )
    return Batch(frame.with_row_index(ROW, row), short, extra)
