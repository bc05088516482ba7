"""Workbooks of each format, made for tests."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import polars as pl
import xlsxwriter
import xlwt

Rows = Sequence[Sequence[Any]]
XLS_FORMATS = {date: "dd/mm/yyyy", datetime: "dd/mm/yyyy hh:mm:ss", time: "hh:mm:ss"}


def xlsx(**sheets: Rows) -> bytes:
    """An XLSX with these sheets."""
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def excel(rows: Rows) -> bytes:
    """An XLSX with its texts in a shared table, as Excel writes it."""
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw) as book:
        sheet = book.add_worksheet()
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
    return raw.getvalue()


def xls(**sheets: Rows) -> bytes:
    """An XLS with these sheets."""
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for row_index, row in enumerate(rows):
            for column, value in enumerate(row):
                style = xlwt.easyxf(num_format_str=XLS_FORMATS.get(type(value), "General"))
                if value is not None:
                    sheet.write(row_index, column, value, style)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def ods(tables: str = "", **sheets: Rows) -> bytes:
    """An ODS with these sheets, or with tables as XML."""
    for name, rows in sheets.items():
        lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        tables += f'<table:table table:name="{name}">{lines}</table:table>'
    names = ("office", "table", "text", "style", "calcext")
    spaces = " ".join(f'xmlns:{name}="urn:{name}"' for name in names)
    content = f"<office:document-content {spaces}>{tables}</office:document-content>"
    return zipped({"mimetype": "x", "META-INF/manifest.xml": "<m/>", "content.xml": content})


def parquet(**columns: Sequence[Any] | pl.Series) -> bytes:
    """A Parquet file of these columns."""
    raw = io.BytesIO()
    pl.DataFrame(columns).write_parquet(raw)
    return raw.getvalue()


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    kind, stored = _ods_value(value)
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="{kind}" {stored}>{paragraphs}</table:table-cell>'


def _ods_value(value: Any) -> tuple[str, str]:
    if isinstance(value, bool):
        return "boolean", f'office:boolean-value="{str(value).lower()}"'
    if isinstance(value, (int, float)):
        return "float", f'office:value="{value!r}"'
    if isinstance(value, time):
        return "time", f'office:time-value="{value:PT%HH%MM%SS}"'
    if isinstance(value, date):
        return "date", f'office:date-value="{value.isoformat()}"'
    return "string", ""


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A ZIP of these members."""
    raw = io.BytesIO()
    with ZipFile(raw, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return raw.getvalue()


def with_part(book: bytes, name: str, old: str, new: str) -> bytes:
    """A workbook with a text in one of its XML parts replaced."""
    with ZipFile(io.BytesIO(book)) as archive:
        members: dict[str, str | bytes] = {each: archive.read(each) for each in archive.namelist()}
    content = members[name]
    assert isinstance(content, bytes)
    assert old.encode() in content
    members[name] = content.replace(old.encode(), new.encode())
    return zipped(members)
