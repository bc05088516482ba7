"""Text with delimiters, in any encoding that can be told, as the canonical table.

The file is refused where a byte, a quote or a column would have to be guessed.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from ..report import Problem, Rejected
from . import canonical, encodings, headers
from .headers import Fields, Header
from .model import Hints, Reading

DELIMITERS = (",", ";", "\t", "|", "^", "~")
USUAL = {"TSV": "\t", "TAB": "\t", "SSV": ";"}
SAMPLED_LINES = 50
MOST_PROBLEMS = 1000
# Excel's own way to say the delimiter, in the first line
DECLARED = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


def read(source: Path, target: Path, format: str, hints: Hints) -> Reading:
    """Leave the canonical table at ``target``, or point to ``source`` where it already is canonical.

    Raises:
        Rejected: the encoding is uncertain, a quote has no partner, or the columns are not the contract's.
    """
    csv.field_size_limit(encodings.LONGEST_LINE)
    if ready := _as_it_is(source, format, hints):
        return ready
    encoding = encodings.detect(source)
    text = encodings.lines(source, encoding)
    sample = list(islice(text, SAMPLED_LINES))
    declared = DECLARED.fullmatch(sample[0]) if sample else None
    delimiter = declared[1] if declared else _delimiter(sample, hints.fields, format)
    skipped = 1 if declared else 0
    records = _Records(chain(sample[skipped:], text), delimiter, skipped)
    header, first, rows = _header(records, hints.fields, skipped)
    canonical.write(target, header.labels, rows)
    return Reading(
        target, format, encoding, delimiter, first_row=first, columns=header.columns, words=header.words
    )


def _as_it_is(source: Path, format: str, hints: Hints) -> Reading | None:
    with source.open("rb") as raw:
        lines = [raw.readline(encodings.LONGEST_LINE) for _ in range(SAMPLED_LINES)]
    if lines[0].startswith(codecs.BOM_UTF8):
        return None
    try:
        sample = [line.decode() for line in lines if line and b"\r" not in line]
        rows = list(csv.reader(sample))
    except (UnicodeDecodeError, csv.Error):
        return None
    if not sample or _delimiter(sample, hints.fields, format) != "," or DECLARED.fullmatch(sample[0]):
        return None
    encodings.require_unicode(rows)
    if headers.locate(rows[: headers.SEARCHED_ROWS], hints.fields) != 0 or not canonical.is_canonical(source):
        return None
    header = headers.arrange(rows[0], hints.fields)
    if not header.in_order or list(header.labels) != rows[0]:
        return None
    return Reading(source, format, "utf-8", ",", columns=header.columns, words=header.words)


def _delimiter(sample: Sequence[str], fields: Fields, format: str) -> str:
    """The delimiter that names most of the contract's columns, then the one with the most even rows."""
    usual = USUAL.get(format, ",")

    def fitness(delimiter: str) -> tuple[int, float, bool, int]:
        rows = [row for row in csv.reader(sample, delimiter=delimiter) if row]
        named = max((headers.known(row, fields) for row in rows[: headers.SEARCHED_ROWS]), default=0)
        widths = Counter(map(len, rows))
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        even = count / len(rows) if width > 1 else 0.0
        return named, even, delimiter == usual, width

    return max(DELIMITERS, key=fitness)


@dataclass
class _Records:
    """Records of cells; ``unread`` holds the lines of the record that is being read."""

    lines: Iterable[str]
    delimiter: str
    skipped: int
    unread: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[list[str]]:
        line, reader = 0, csv.reader(self._noted(), delimiter=self.delimiter, strict=True)
        try:
            for record in reader:
                yield record
                self.unread.clear()
                line = reader.line_num
        except csv.Error as error:
            opened = line + self.skipped + _open_quote("".join(self.unread), self.delimiter)
            raise Rejected(Problem("malformed", row=opened)) from error

    def _noted(self) -> Iterator[str]:
        for line in self.lines:
            self.unread.append(line)
            yield line


def _open_quote(text: str, delimiter: str) -> int:
    """Number of the line where the last quoted cell begins, from 1."""
    mark = re.escape(delimiter)
    cells = re.compile(rf'(?:"[^"]*(?:""[^"]*)*"|[^{mark}\r\n"][^{mark}\r\n]*|)(?:{mark}|\r\n|\r|\n)')
    position = 0
    while found := cells.match(text, position):
        position = found.end()
    return len(re.findall(r"\r\n|\r|\n", text[:position])) + 1


def _header(
    records: Iterable[list[str]], fields: Fields, skipped: int
) -> tuple[Header, int, Iterator[Sequence[str]]]:
    rows = iter(records)
    first = list(islice(rows, headers.SEARCHED_ROWS))
    encodings.require_unicode(first)
    index = headers.locate(first, fields)
    number = index + 1 + skipped
    header = headers.arrange(first[index], fields, number)
    rest = chain(first[index + 1 :], rows)
    if not fields or header.in_order:
        return header, number, rest
    return header, number, _reordered(rest, header, number)


def _reordered(rows: Iterable[list[str]], header: Header, number: int) -> Iterator[Sequence[str]]:
    """Rows in the contract's order; extra cells stay at the end, where the check finds them."""
    width = len(header.places)
    problems: list[Problem] = []
    for row_number, row in enumerate(rows, start=number + 1):
        if not row or len(row) >= width:
            yield [*(row[place] for place in header.places), *row[width:]] if row else row
        elif len(problems) < MOST_PROBLEMS:
            places = zip(header.labels, header.places, strict=True)
            problems.extend(
                Problem("missing_cell", row_number, label) for label, at in places if at >= len(row)
            )
    if problems:
        raise Rejected(*problems)
