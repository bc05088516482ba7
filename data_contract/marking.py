"""Shows problems where they are: in a copy of the steward's own workbook, or in one made from the rows.

Texts from outside are written as text: a cell that begins like a formula never becomes one (CWE-1236).
Nothing is corrected here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import Cell, MergedCell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from . import messages
from .reading import Reading, kinds
from .reading.headers import key
from .reading.model import LARGEST
from .reading.xlsx import XlsxBook
from .report import Problem, Rejected

# What Excel 2007 and later can hold
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 1_048_576, 16_384, 32_767
# openpyxl takes about fifty times a workbook's bytes of memory; beyond this only the rows are copied
LARGEST_WORKBOOK = 20 * 1024 * 1024
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BAD = PatternFill("solid", fgColor="FFC7CE")
LISTED = ("row", "column", "value", "message", "remedy")
Place = tuple[int, int]


def mark(
    source: Path, reading: Reading | None, problems: Sequence[Problem], target: Path, language: str
) -> None:
    """Write an XLSX to ``target`` that lists the problems first and shows each in its cell.

    ``problems`` have the source's row numbers (see :meth:`Reading.located`); ``reading`` is None for a file
    that could not be read. ``language`` is ``vi`` or ``en``.
    """
    own = _own_workbook(source)
    if own is not None:
        _mark_own(own, reading, problems, language)
        own.save(target)
        return
    book = openpyxl.Workbook(write_only=True)
    _list(book.create_sheet(messages.marking_word("sheet", language)), problems, language)
    if reading is not None:
        _copy(book.create_sheet(messages.marking_word("data", language)), reading, problems, language)
    book.save(target)


def report_csv(problems: Sequence[Problem], file: str, language: str) -> bytes:
    """The problems as a table in CSV, in UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO()
    writer = csv.writer(out)
    columns = ("file", *LISTED)
    writer.writerow(messages.marking_word(column, language) for column in columns)
    for problem in problems:
        said = _said(problem, file, language)
        writer.writerow(_guarded(said[column]) for column in columns)
    return out.getvalue().encode("utf-8-sig")


def _guarded(value: Any) -> Any:
    # A text that Excel would calculate is shown with an apostrophe before it
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _said(problem: Problem, file: str, language: str) -> dict[str, Any]:
    said = problem.dictize(file)
    if language == "en":
        said |= {"message": said["message_en"], "remedy": said["remedy_en"]}
    return said


def _own_workbook(source: Path) -> Any:
    """The workbook at ``source``; None where it is none, is too large to be edited, or is unsafe."""
    if source.stat().st_size > LARGEST_WORKBOOK or kinds.kind(source) != "xlsx":
        return None
    with suppress(Rejected, KeyError, ValueError, TypeError):
        XlsxBook(source, LARGEST).close()
        with source.open("rb") as content:
            return openpyxl.load_workbook(content)
    return None


def _mark_own(book: Any, reading: Reading | None, problems: Sequence[Problem], language: str) -> None:
    for problem in problems:
        name = reading.sheet if reading else problem.details.get("sheet")
        if name not in book.sheetnames or not hasattr(book[name], "merged_cells"):
            continue
        for row, column in _places(problem, reading, book[name]):
            _note(_anchor(book[name], row, column), problem, language)
    title = messages.marking_word("sheet", language)
    _list(book.create_sheet(title, 0), problems, language)
    book.active = 0


def _places(problem: Problem, reading: Reading | None, sheet: Any) -> list[Place]:
    """Cells of the source's sheet that a problem is about."""
    if cell := problem.details.get("cell"):
        letters, row = coordinate_from_string(cell)
        return [(row, column_index_from_string(letters))]
    if problem.row is None or problem.row > MOST_ROWS:
        return []
    columns = reading.columns if reading else _labels(sheet, problem.row)
    # A key has several columns; a label that the contract does not know is the value of its problem
    names = {problem.column, *(problem.column or "").split(", ")} & set(columns) or {problem.value} & set(
        columns
    )
    found = {column for name, column in columns.items() if name in names} or {
        min(columns.values(), default=1)
    }
    return [(problem.row, column) for column in sorted(found)]


def _labels(sheet: Any, row: int) -> dict[str, int]:
    return {
        str(cell.value).strip(): cell.column
        for cell in sheet[row]
        if cell.value is not None and key(str(cell.value))
    }


def _anchor(sheet: Any, row: int, column: int) -> Any:
    cell = sheet.cell(row, min(column, MOST_COLUMNS))
    if not isinstance(cell, MergedCell):
        return cell
    area = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
    return sheet.cell(area.min_row, area.min_col)


def _note(cell: Any, problem: Problem, language: str) -> None:
    said = _said(problem, "", language)
    note = f"{said['message']}\n{said['remedy']}"
    if cell.comment is not None:
        note = f"{cell.comment.text}\n\n{note}"
    cell.fill = BAD
    cell.comment = Comment(_legal(note), messages.marking_word("author", language), height=140, width=340)


def _list(sheet: Any, problems: Sequence[Problem], language: str) -> None:
    """Fill a sheet with one row for each problem."""
    for letter, width in zip("ABCDE", (8, 24, 24, 70, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    headings = [_text(sheet, messages.marking_word(column, language)) for column in LISTED]
    for heading in headings:
        heading.font = Font(bold=True)
    sheet.append(headings)
    for problem in islice(problems, MOST_ROWS - 1):
        said = _said(problem, "", language)
        sheet.append([_text(sheet, said[column]) for column in LISTED])


def _copy(sheet: Any, reading: Reading, problems: Sequence[Problem], language: str) -> None:
    """The canonical rows, those that Excel can hold, with the problems at their cells."""
    with reading.path.open(encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        header = next(rows)[:MOST_COLUMNS]
        noted = _noted(problems, reading, header)
        for number, row in enumerate(_bounded(header, rows), start=1):
            cells = [_text(sheet, value) for value in row]
            for column, found in noted.get(number, ()):
                cells += [_text(sheet, "") for _ in range(column - len(cells))]
                _note(cells[column - 1], found, language)
            sheet.append(cells)


def _bounded(header: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield header
    yield from (row[:MOST_COLUMNS] for row in islice(rows, MOST_ROWS - 1))


def _noted(
    problems: Sequence[Problem], reading: Reading, header: list[str]
) -> dict[int, list[tuple[int, Problem]]]:
    noted: dict[int, list[tuple[int, Problem]]] = {}
    for problem in problems:
        if problem.row is not None:
            names = (problem.column or "").split(", ")
            columns = [header.index(name) + 1 for name in names if name in header] or [1]
            row = problem.row - reading.first_row + 1
            noted.setdefault(row, []).extend((column, problem) for column in columns)
    return noted


def _text(sheet: Any, value: Any) -> Cell:
    """A cell that shows a text as it is, or a number."""
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, _legal(value))
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(FORMULA_STARTS)
    return cell


def _legal(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
