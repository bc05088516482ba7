"""Rewrites delimited text into one form, so that the check and the database read the same cells.

The form: UTF-8 without byte-order mark, NFC, comma, double quotes, line feed, no blank lines at the end. The
file is refused where a byte or a quote would have to be guessed.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..report import Problem, Rejected

DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 16 * 1024 * 1024


def canonicalise(source: Path, target: Path, columns: Sequence[str]) -> None:
    """Write ``source`` to ``target`` in the canonical form; ``columns`` tell which delimiter is meant.

    Raises:
        Rejected: the file is empty, is not UTF-8, has a NUL character or an unbalanced quote.
    """
    lines = _lines(source)
    header = next(lines, None)
    if header is None:
        raise Rejected(Problem("empty"))
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(_chain(header, lines), delimiter=_delimiter(header, columns), strict=True)
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        try:
            writer.writerow([label.strip() for label in next(reader)])
            writer.writerows(_without_blank_end(reader))
        except csv.Error as error:
            raise Rejected(Problem("malformed", row=reader.line_num, details={"note": str(error)})) from error


def _lines(source: Path) -> Iterator[str]:
    with source.open("rb") as raw:
        for number, line in enumerate(raw, start=1):
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                raise Rejected(Problem("encoding", row=number)) from None
            if "\0" in text:
                raise Rejected(Problem("nul", row=number))
            yield unicodedata.normalize("NFC", text)


def _chain(header: str, lines: Iterator[str]) -> Iterator[str]:
    yield header
    yield from lines


def _delimiter(header: str, columns: Sequence[str]) -> str:
    def known(delimiter: str) -> int:
        labels = next(csv.reader([header], delimiter=delimiter), [])
        return len({label.strip() for label in labels} & set(columns))

    return max(DELIMITERS, key=known)


def _without_blank_end(records: Iterable[list[str]]) -> Iterator[list[str]]:
    blank: list[list[str]] = []
    for record in records:
        if record:
            yield from blank
            yield record
            blank = []
        else:
            blank.append(record)
