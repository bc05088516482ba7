"""ODS as rows of typed values, streamed from ``content.xml`` (OpenDocument 1.3, part 3, chapter 9).

Repeated cells and rows are counted, not copied, while they are blank. Formulas are never calculated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile
from zlib import error as DeflateError

from ..report import Problem, Rejected
from . import containers
from .sheets import CellError, Row, letters

CHUNK = 256 * 1024
UNREADABLE = (BadZipFile, DeflateError, EOFError, KeyError, ValueError, expat.ExpatError)
PERIOD = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
SPACES = {"text:tab": "\t", "text:line-break": "\n"}
# A filled cell is not copied beyond what a sheet can have
MOST_COLUMNS, MOST_CELLS = 16_384, 100_000_000


class OdsBook:
    """An OpenDocument spreadsheet; every refusal of a damaged part is a ``Rejected``."""

    def __init__(self, source: Path, limit: int):
        self._zip = containers.open_zip(source, "ods", limit)
        containers.require_plain_xml(self._zip)
        if b"encryption-data" in self._zip.read("META-INF/manifest.xml"):
            raise Rejected(Problem("password"))
        self._merged: dict[str, list[str]] = {}
        hidden = _HiddenStyles()
        self.sheets: tuple[str, ...] = ()
        self.visible: tuple[str, ...] = ()
        self._parse(hidden)
        self.sheets = tuple(name for name, _ in hidden.tables)
        self.visible = tuple(name for name, style in hidden.tables if style not in hidden.styles)

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def rows(self, sheet: str) -> Iterator[Row]:
        """Rows that have a value, with their number."""
        table = _Table(sheet)
        for _ in self._chunks(table):
            for number, repeated, row in table.done:
                yield from ((number + copy, row) for copy in range(repeated))
            table.done.clear()
        self._merged[sheet] = table.merged

    def merged(self, sheet: str) -> list[str]:
        """Ranges of merged cells."""
        if sheet not in self._merged:
            for _ in self.rows(sheet):
                pass
        return self._merged[sheet]

    def _parse(self, handler: Any) -> None:
        for _ in self._chunks(handler):
            pass

    def _chunks(self, handler: Any) -> Iterator[None]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
        parser.CharacterDataHandler = handler.characters
        try:
            with self._zip.open("content.xml") as part:
                while chunk := part.read(CHUNK):
                    parser.Parse(chunk)
                    yield
                parser.Parse(b"", True)
                yield
        except UNREADABLE as error:
            raise containers.damaged("ods") from error


class _HiddenStyles:
    """Names of the tables with their styles, and of the styles that hide a table."""

    def __init__(self) -> None:
        self.tables: list[tuple[str, str]] = []
        self.styles: set[str] = set()
        self._style = ""
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "style:style":
            self._style = attributes.get("style:name", "")
        elif tag == "style:table-properties" and attributes.get("table:display") == "false":
            self.styles.add(self._style)
        elif tag == "table:table":
            if not self._depth:
                self.tables.append((attributes.get("table:name", ""), attributes.get("table:style-name", "")))
            self._depth += 1

    def end(self, tag: str) -> None:
        self._depth -= tag == "table:table"

    def characters(self, text: str) -> None:
        pass


class _Table:
    """Rows of one table while the XML passes by."""

    def __init__(self, name: str):
        self.done: list[tuple[int, int, list[Any]]] = []
        self.merged: list[str] = []
        self._name, self._inside, self._depth = name, False, 0
        self._row: list[Any] = []
        self._cells = 0
        self._row_number, self._repeated, self._column = 1, 1, 0
        self._cell: dict[str, str] = {}
        self._text: list[str] = []
        self._paragraphs = self._notes = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._depth += 1
            if self._depth == 1:
                self._inside = attributes.get("table:name", "") == self._name
        elif not self._inside:
            return
        elif tag == "table:table-row":
            self._row, self._column = [], 0
            self._repeated = int(attributes.get("table:number-rows-repeated", 1))
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._text, self._paragraphs = attributes, [], 0
        elif tag == "office:annotation":
            self._notes += 1
        elif tag == "text:p" and not self._notes:
            if self._paragraphs:
                self._text.append("\n")
            self._paragraphs += 1
        elif tag == "text:s" and not self._notes:
            self._text.append(" " * min(int(attributes.get("text:c", 1)), MOST_COLUMNS))
        elif tag in SPACES and not self._notes:
            self._text.append(SPACES[tag])

    def end(self, tag: str) -> None:
        if tag == "table:table":
            self._depth -= 1
            self._inside = self._inside and self._depth > 0
        elif not self._inside:
            return
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell()
        elif tag == "office:annotation":
            self._notes -= 1
        elif tag == "table:table-row":
            if self._row:
                self.done.append((self._row_number, self._repeated, self._row))
                self._cells += self._repeated * len(self._row)
            self._row_number += self._repeated
            if self._cells > MOST_CELLS:
                raise ValueError("more cells than a sheet can have been filled with")

    def characters(self, text: str) -> None:
        if self._inside and self._paragraphs and not self._notes:
            self._text.append(text)

    def _end_cell(self) -> None:
        repeated = int(self._cell.get("table:number-columns-repeated", 1))
        columns = int(self._cell.get("table:number-columns-spanned", 1))
        rows = int(self._cell.get("table:number-rows-spanned", 1))
        if columns > 1 or rows > 1:
            last = f"{letters(self._column + columns)}{self._row_number + rows - 1}"
            self.merged.append(f"{letters(self._column + 1)}{self._row_number}:{last}")
        value = _value(self._cell, "".join(self._text))
        if value is not None:
            if self._column + repeated > MOST_COLUMNS:
                raise ValueError("beyond the last column")
            self._row.extend([None] * (self._column - len(self._row)))
            self._row.extend([value] * repeated)
        self._column += repeated


def _value(cell: dict[str, str], text: str) -> Any:
    kind = cell.get("office:value-type")
    if cell.get("calcext:value-type") == "error":
        return CellError(text)
    if kind in ("float", "percentage", "currency"):
        return _number(cell["office:value"])
    if kind == "date":
        moment = datetime.fromisoformat(cell["office:date-value"].removesuffix("Z")[:26])
        return moment if "T" in cell["office:date-value"] else moment.date()
    if kind == "time":
        return _period(cell["office:time-value"])
    if kind == "boolean":
        return cell.get("office:boolean-value") == "true"
    if kind is None and "table:formula" in cell and not text:
        return CellError("=")
    return text or None


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 1e300 else number


def _period(text: str) -> time | timedelta | str:
    found = PERIOD.fullmatch(text)
    if not found:
        return text
    sign, days, hours, minutes, seconds = found.groups()
    span = timedelta(
        days=int(days or 0), hours=int(hours or 0), minutes=int(minutes or 0), seconds=float(seconds or 0)
    )
    if sign:
        return -span
    return (datetime.min + span).time() if span < timedelta(days=1) else span
