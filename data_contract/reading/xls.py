"""Excel 97–2003 workbooks as rows of typed values, by xlrd; formulas count by their stored result."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlrd

from ..report import Problem, Rejected
from . import containers
from .formats import style_of
from .sheets import CellError, Row, letters

UNREADABLE = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    IndexError,
    ValueError,
    KeyError,
)


class XlsBook:
    """A BIFF workbook."""

    def __init__(self, source: Path):
        try:
            with open("/dev/null", "w") as quiet:
                self._book = xlrd.open_workbook(source, formatting_info=True, logfile=quiet)
        except UNREADABLE as error:
            if "encrypted" in str(error):
                raise Rejected(Problem("password")) from error
            raise containers.damaged("xls") from error
        self.sheets: tuple[str, ...] = tuple(self._book.sheet_names())
        self.visible: tuple[str, ...] = tuple(
            sheet.name for sheet in self._book.sheets() if not sheet.visibility
        )

    def close(self) -> None:
        """Let go of the file."""
        self._book.release_resources()

    def rows(self, sheet: str) -> Iterator[Row]:
        """Rows that have a value, with their number."""
        table = self._book.sheet_by_name(sheet)
        for index in range(table.nrows):
            row = [self._value(cell) for cell in table.row(index)]
            while row and row[-1] is None:
                row.pop()
            if row:
                yield index + 1, row

    def merged(self, sheet: str) -> list[str]:
        """Ranges of merged cells."""
        return [
            f"{letters(left + 1)}{top + 1}:{letters(right)}{bottom}"
            for top, bottom, left, right in self._book.sheet_by_name(sheet).merged_cells
        ]

    def _value(self, cell: Any) -> Any:
        if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
            return None
        if cell.ctype == xlrd.XL_CELL_TEXT:
            return cell.value or None
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return CellError(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
        number = self._book.xf_list[cell.xf_index].format_key
        style = style_of(number, self._book.format_map[number].format_str)
        return style.value(repr(cell.value), bool(self._book.datemode))
