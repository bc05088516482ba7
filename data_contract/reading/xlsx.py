"""XLSX and XLSM as rows of typed values, streamed from the XML parts (ECMA-376, part 1, chapter 18).

Formulas are never calculated: their stored result counts. No DTD, entity or outside reference is followed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import BadZipFile
from zlib import error as DeflateError

from . import containers
from .formats import GENERAL, Style, plain, style_of
from .sheets import CellError, Row, number

# Two editions of the standard name their vocabulary differently
MAIN, RELATION = "{*}", "/relationships}id"
CHUNK = 256 * 1024
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
MERGED = re.compile(rb"<(?:\w+:)?mergeCell [^>]*?ref=\"([A-Z]+[0-9]+:[A-Z]+[0-9]+)\"")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
UNREADABLE = (
    BadZipFile,
    DeflateError,
    EOFError,
    KeyError,
    ValueError,
    IndexError,
    StopIteration,
    expat.ExpatError,
    ElementTree.ParseError,
)


class XlsxBook:
    """A workbook in Office Open XML; every refusal of a damaged part is a ``Rejected``."""

    def __init__(self, source: Path, limit: int):
        self._zip = containers.open_zip(source, "xlsx", limit)
        try:
            containers.require_plain_xml(self._zip)
            self._parts, self._hidden = self._workbook()
        except UNREADABLE as error:
            raise containers.damaged("xlsx") from error

    @property
    def sheets(self) -> tuple[str, ...]:
        """All worksheets in order."""
        return tuple(self._parts)

    @property
    def visible(self) -> tuple[str, ...]:
        """The worksheets that people see."""
        return tuple(name for name in self._parts if name not in self._hidden)

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def rows(self, sheet: str) -> Iterator[Row]:
        """Rows that have a value, with their number."""
        try:
            with self._zip.open(self._parts[sheet]) as part:
                yield from _SheetParser(self._texts, self._styles, self._epoch_1904).rows(part)
        except UNREADABLE as error:
            raise containers.damaged("xlsx") from error

    def merged(self, sheet: str) -> list[str]:
        """Ranges of merged cells."""
        ranges, kept = [], b""
        with self._zip.open(self._parts[sheet]) as part:
            while chunk := part.read(CHUNK):
                text = kept + chunk
                found = list(MERGED.finditer(text))
                ranges += [match[1].decode() for match in found]
                kept = text[max(len(text) - 128, found[-1].end() if found else 0) :]
        return ranges

    def _workbook(self) -> tuple[dict[str, str], set[str]]:
        root = ElementTree.fromstring(self._zip.read("xl/workbook.xml"))
        links = ElementTree.fromstring(self._zip.read("xl/_rels/workbook.xml.rels"))
        targets = {
            link.get("Id"): posixpath.join("/xl", link.get("Target", "")).lstrip("/") for link in links
        }
        properties = root.find(f"{MAIN}workbookPr")
        self._epoch_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        parts, hidden = {}, set()
        for sheet in root.iterfind(f".//{MAIN}sheet"):
            relation = next(value for name, value in sheet.items() if name.endswith(RELATION))
            part = posixpath.normpath(targets[relation])
            if "/chartsheets/" not in part:
                parts[sheet.get("name", "")] = part
            if sheet.get("state", "visible") != "visible":
                hidden.add(sheet.get("name", ""))
        return parts, hidden

    @cached_property
    def _styles(self) -> list[Style]:
        if "xl/styles.xml" not in self._zip.namelist():
            return []
        root = ElementTree.fromstring(self._zip.read("xl/styles.xml"))
        codes = {
            int(code.get("numFmtId", 0)): code.get("formatCode", "")
            for code in root.iterfind(f".//{MAIN}numFmt")
        }
        cells = root.find(f"{MAIN}cellXfs")
        numbers = [int(cell.get("numFmtId", 0)) for cell in cells] if cells is not None else []
        return [style_of(number, codes.get(number)) for number in numbers]

    @cached_property
    def _texts(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._zip.namelist():
            return []
        with self._zip.open("xl/sharedStrings.xml") as part:
            return _TextParser().texts(part)


def unescaped(text: str) -> str:
    """Text with Excel's ``_xHHHH_`` for control characters written out."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class _TextParser:
    """The shared strings, without the reading aids of East Asian text."""

    def __init__(self) -> None:
        self._all: list[str] = []
        self._text: list[str] = []
        self._inside = self._aid = False

    def texts(self, part: IO[bytes]) -> list[str]:
        parser = _parser(self._start, self._end, self._characters)
        while chunk := part.read(CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)
        return self._all

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "rPh":
            self._aid = True
        self._inside = name == "t" and not self._aid

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        self._inside = False
        if name == "rPh":
            self._aid = False
        elif name == "si":
            self._all.append(unescaped("".join(self._text)))
            self._text.clear()

    def _characters(self, text: str) -> None:
        if self._inside:
            self._text.append(text)


class _SheetParser:
    """Rows of one worksheet while its XML passes by; memory is that of one chunk."""

    def __init__(self, texts: list[str], styles: list[Style], epoch_1904: bool):
        self._texts, self._styles, self._epoch_1904 = texts, styles, epoch_1904
        self._done: list[Row] = []
        self._row: list[Any] = []
        self._row_number = self._column = 0
        self._type = self._style = ""
        self._formula = self._inside = self._aid = False
        self._value: list[str] | None = None
        self._columns: dict[str, int] = {}

    def rows(self, part: IO[bytes]) -> Iterator[Row]:
        parser = _parser(self._start, self._end, self._characters)
        while chunk := part.read(CHUNK):
            parser.Parse(chunk)
            yield from self._done
            self._done.clear()
        parser.Parse(b"", True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            reference = attributes.get("r")
            self._column = self._place(reference) if reference else self._column + 1
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "0")
            self._value, self._formula = None, False
        elif name == "v" or (name == "t" and not self._aid):
            self._inside = True
            self._value = self._value or []
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._row_number = int(attributes.get("r", self._row_number + 1))
            self._row, self._column = [], 0
        elif name == "rPh":
            self._aid = True

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            value = self._cell()
            if value is not None:
                if self._column > MOST_COLUMNS or self._row_number > MOST_ROWS:
                    raise ValueError("beyond the last cell")
                self._row.extend([None] * (self._column - 1 - len(self._row)))
                self._row.append(value)
        elif name in ("v", "t"):
            self._inside = False
        elif name == "row" and self._row:
            self._done.append((self._row_number, self._row))
        elif name == "rPh":
            self._aid = False

    def _characters(self, text: str) -> None:
        if self._inside and self._value is not None:
            self._value.append(text)

    def _place(self, reference: str) -> int:
        name = reference.rstrip("0123456789")
        column = self._columns.get(name)
        if column is None:
            column = self._columns[name] = number(name)
        return column

    def _cell(self) -> Any:
        if self._value is None or (not self._value and self._type in ("n", "s", "b", "e", "d")):
            return CellError("=") if self._formula else None
        text = "".join(self._value)
        if self._type == "s":
            return self._texts[int(text)] or None
        if self._type == "n":
            style = self._styles[int(self._style)] if self._styles else GENERAL
            return plain(text) if style is GENERAL else style.value(text, self._epoch_1904)
        if self._type == "b":
            return text == "1"
        if self._type == "e":
            return CellError(text)
        if self._type == "d":
            return datetime.fromisoformat(text.removesuffix("Z"))
        return unescaped(text) or None


def _parser(start: Any, end: Any, characters: Any) -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    return parser
