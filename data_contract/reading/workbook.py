"""Workbooks (XLSX, XLSM, XLS, ODS): which sheet is meant, where its header is, and its rows as texts.

Nothing is taken for a value that is not one: errors, formulas without a result, and digits that the
spreadsheet has lost are refused with their cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from ..report import Problem, Rejected
from . import canonical, encodings, headers
from .cells import LARGEST_EXACT, Unreadable, render
from .headers import Fields
from .model import Hints, Reading
from .ods import OdsBook
from .sheets import Book, CellError, Row, letters, number
from .xls import XlsBook
from .xlsx import XlsxBook

MOST_PROBLEMS = 1000
NUMERIC = ("integer", "number")


def read(source: Path, target: Path, format: str, hints: Hints) -> Reading:
    """Leave the canonical table of one sheet at ``target``.

    Raises:
        Rejected: the sheet or its header is uncertain, the columns are not the contract's, or a cell has
            no value that could be taken.
    """
    with closing(_open(source, format, hints.largest)) as book:
        sheet = _choose(book, hints)
        try:
            return replace(_table(book, sheet, target, hints.fields), format=format, sheets=book.sheets)
        except Rejected as rejection:
            raise Rejected(*(_on_sheet(problem, sheet) for problem in rejection.problems)) from rejection


def _open(source: Path, format: str, limit: int) -> Book:
    if format == "ODS":
        return OdsBook(source, limit)
    return XlsBook(source) if format == "XLS" else XlsxBook(source, limit)


def _on_sheet(problem: Problem, sheet: str) -> Problem:
    return replace(problem, details={**problem.details, "sheet": sheet})


def _choose(book: Book, hints: Hints) -> str:
    if hints.sheet is not None:
        if hints.sheet in book.sheets:
            return hints.sheet
        raise Rejected(Problem("sheet_missing", value=hints.sheet, details={"limit": ", ".join(book.sheets)}))
    filled = [sheet for sheet in book.visible if any(True for _ in islice(book.rows(sheet), 1))]
    if not filled:
        raise Rejected(Problem("empty"))
    if len(filled) > 1:
        matching = [sheet for sheet in filled if _matches(book, sheet, hints.fields)]
        if len(matching) != 1:
            raise Rejected(Problem("sheet_choice", value=", ".join(matching or filled)))
        return matching[0]
    return filled[0]


def _matches(book: Book, sheet: str, fields: Fields) -> bool:
    first, _ = _first_rows(book.rows(sheet))
    return bool(fields) and any(headers.known(row, fields) == len(fields) for row in first)


def _first_rows(rows: Iterator[Row]) -> tuple[list[list[str]], list[Row]]:
    """The first rows as texts at their place, blank ones between, and the rows themselves."""
    taken: list[Row] = []
    for row in rows:
        taken.append(row)
        if row[0] >= taken[0][0] + headers.SEARCHED_ROWS:
            break
    offset = taken[0][0] if taken else 1
    texts: list[list[str]] = [
        [] for _ in range(min(headers.SEARCHED_ROWS, taken[-1][0] - offset + 1 if taken else 0))
    ]
    for row_number, cells in taken:
        if row_number - offset < len(texts):
            texts[row_number - offset] = [_label(cell) for cell in cells]
    return texts, taken


def _label(cell: Any) -> str:
    if isinstance(cell, CellError):
        return cell.text
    return "" if cell is None else render(cell, {}).strip()


def _table(book: Book, sheet: str, target: Path, fields: Fields) -> Reading:
    rows = book.rows(sheet)
    texts, taken = _first_rows(rows)
    if not taken:
        raise Rejected(Problem("empty"))
    encodings.require_unicode(texts)
    offset = taken[0][0]
    try:
        index = headers.locate(texts, fields)
    except Rejected as rejection:
        raise Rejected(*(_moved(problem, offset - 1) for problem in rejection.problems)) from rejection
    header_row = offset + index
    labels = texts[index]
    left = next(place for place, label in enumerate(labels) if label)
    if merged := _overlapping(book.merged(sheet), header_row, left + 1):
        raise Rejected(Problem("merged_header", header_row, value=", ".join(merged)))
    header = headers.arrange(labels[left:], fields, header_row)
    rest = _following(taken, rows, header_row)
    table = _Texts(header.labels, [left + place for place in header.places], fields, left, len(labels))
    canonical.write(target, header.labels, table.rows(rest, header_row))
    columns = {label: place + left for label, place in header.columns.items()}
    return Reading(target, "", sheet=sheet, first_row=header_row, columns=columns, words=header.words)


def _moved(problem: Problem, rows: int) -> Problem:
    details = dict(problem.details)
    if problem.rule == "title_rows":
        details["limit"] += rows
    return replace(problem, row=problem.row + rows if problem.row else None, details=details)


def _overlapping(merged: Sequence[str], row: int, left: int) -> list[str]:
    def corner(cell: str) -> tuple[int, int]:
        name = cell.rstrip("0123456789")
        return number(name), int(cell[len(name) :])

    found = []
    for area in merged:
        first, last = map(corner, area.split(":"))
        if first[1] <= row <= last[1] and last[0] >= left:
            found.append(area)
    return found


def _following(taken: Sequence[Row], rows: Iterator[Row], header_row: int) -> Iterator[Row]:
    yield from (row for row in taken if row[0] > header_row)
    yield from rows


class _Texts:
    """Rows of typed cells as texts in the order of the canonical file; collects what has no text."""

    def __init__(self, labels: Sequence[str], places: Sequence[int], fields: Fields, left: int, right: int):
        given = list(fields) or [{}] * len(labels)
        self._columns = list(zip(labels, places, given, strict=True))
        self._left, self._right = left, right
        self._problems: list[Problem] = []

    def rows(self, rows: Iterator[Row], header_row: int) -> Iterator[list[str]]:
        previous = header_row
        for row_number, cells in rows:
            yield from ([] for _ in range(row_number - previous - 1))
            previous = row_number
            yield self._row(row_number, cells)
            if len(self._problems) >= MOST_PROBLEMS:
                break
        if self._problems:
            raise Rejected(*self._problems)

    def _row(self, row_number: int, cells: list[Any]) -> list[str]:
        if self._left and any(cell is not None for cell in cells[: self._left]):
            stray = next(place for place, cell in enumerate(cells) if cell is not None)
            self._problems.append(
                Problem("stray_cells", row_number, value=f"{letters(stray + 1)}{row_number}")
            )
        width = len(cells)
        texts = [
            self._text(cells[place], row_number, place, label, field) if place < width else ""
            for label, place, field in self._columns
        ]
        extra = range(self._right, width)
        return texts + [
            self._text(cells[place], row_number, place, letters(place + 1), {}) for place in extra
        ]

    def _text(self, cell: Any, row: int, place: int, label: str, field: dict[str, Any]) -> str:
        if cell is None:
            return ""
        try:
            return _shown(cell, field)
        except Unreadable as error:
            details = {"cell": f"{letters(place + 1)}{row}", **error.details}
            self._problems.append(Problem(error.rule, row, label, error.value, details))
            return ""


def _shown(cell: Any, field: dict[str, Any]) -> str:
    kind = type(cell)
    if kind is CellError:
        raise Unreadable("formula", cell.text)
    if (kind is int or kind is float) and abs(cell) >= LARGEST_EXACT and field.get("type") not in NUMERIC:
        raise Unreadable("digits_lost", render(cell, {}))
    return render(cell, field)
