"""The canonical form that the check and the database read, and the writer of it.

UTF-8 without byte-order mark, NFC, comma, double quotes only where needed, line feed, one header row, no
blank rows at the end. Blank rows within stay as empty lines, so that rows keep their distance to the header.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from pathlib import Path
from typing import TextIO

import numpy as np
import polars as pl

BLOCK = 8 * 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
TAIL = 64 * 1024
QUOTE = ord('"')
# ASCII, Latin letters up to U+02FF and the bytes that follow a lead byte: nothing there is changed by NFC.
# Of what E1 and E2 lead, the same holds for U+1E80 to U+1EFF, and for U+2000 to U+203F but two spaces.
_SETTLED = bytes(range(0xCC)) + b"\xe1\xe2"
_SETTLED_PAIRS = {0xE1: (0xBA, 0xBB), 0xE2: (0x80, 0x80)}
_UNSETTLED_SPACES = (b"\xe2\x80\x80", b"\xe2\x80\x81")
_DIVIDES = np.zeros(256, dtype=bool)
_DIVIDES[list(b',\n"')] = True


def write(target: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table of NFC texts in the canonical form; a row without cells is a blank row."""
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(_LineFeeds(out))
        writer.writerow(header)
        writer.writerows(without_blank_end(rows))


class _LineFeeds:
    """Ends rows by LF. Python quotes a cell with CR only where rows end by CRLF."""

    def __init__(self, out: TextIO):
        self._write = out.write

    def write(self, row: str) -> int:
        return self._write(row[:-2] + "\n")


def without_blank_end(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    """The rows up to the last one that has a cell with something in it."""
    blank: list[list[int]] = []
    for row in rows:
        if any(row):
            for width, count in blank:
                yield from repeat(("",) * width, count)
            blank = []
            yield row
        elif blank and blank[-1][0] == len(row):
            blank[-1][1] += 1
        else:
            blank.append([len(row), 1])


def is_canonical(source: Path) -> bool:
    """Whether a comma-separated file already is in the canonical form; no row of it is looked at alone."""
    within = False
    with source.open("rb") as raw:
        while block := raw.read(BLOCK):
            block += raw.readline(LONGEST_LINE)
            if not _is_settled(block) or (len(block) >= LONGEST_LINE and block[-1:] != b"\n"):
                return False
            if b'"' in block:
                quotes = _quotes(block, within)
                if quotes is None:
                    return False
                within ^= bool(quotes % 2)
    return not within and not _ends_blank(source)


def _is_settled(block: bytes) -> bool:
    if b"\0" in block or b"\r" in block or block.startswith(b"\xef\xbb\xbf"):
        return False
    if block.isascii():
        return True
    try:
        pl.Series([block], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError:
        return False
    return _is_plainly_nfc(block) or unicodedata.is_normalized("NFC", block.decode())


def _is_plainly_nfc(block: bytes) -> bool:
    if block.translate(None, _SETTLED):
        return False
    if b"\xe2" in block and any(spaces in block for spaces in _UNSETTLED_SPACES):
        return False
    buffer = np.frombuffer(block, dtype=np.uint8)
    for lead, (one, other) in _SETTLED_PAIRS.items():
        if lead in block:
            following = buffer[1:][buffer[:-1] == lead]
            if not ((following == one) | (following == other)).all():
                return False
    return True


def _quotes(block: bytes, within: bool) -> int | None:
    """How many quotes there are; None where one is out of place or quotes an empty cell."""
    padded = np.frombuffer(b"\n" + block + b"\n\n", dtype=np.uint8)
    places = np.flatnonzero(padded == QUOTE)
    opening, closing = places[int(within) :: 2], places[int(not within) :: 2]
    before, after = padded[opening - 1], padded[closing + 1]
    if not (_DIVIDES[before].all() and _DIVIDES[after].all()):
        return None
    empty = (padded[opening + 1] == QUOTE) & (before != QUOTE) & (padded[opening + 2] != QUOTE)
    return None if empty.any() else len(places)


def _ends_blank(source: Path) -> bool:
    with source.open("rb") as raw:
        raw.seek(max(0, source.stat().st_size - TAIL))
        last = raw.read().removesuffix(b"\n").rpartition(b"\n")[2]
    return not last.strip(b',"')
