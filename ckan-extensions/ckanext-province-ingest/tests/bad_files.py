"""Files as nobody should send them, made for tests."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"""
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><table><tr><td>a</td></tr></table></body></html>"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
SHEET = "xl/worksheets/sheet1.xml"
BLANK_ROWS = 1_000_000


def archive(**members: str | bytes) -> bytes:
    """A ZIP of these members; ``__`` in a name is a slash, ``_csv`` at its end the extension."""
    raw = io.BytesIO()
    with ZipFile(raw, "w", ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name.replace("__", "/").replace("_csv", ".csv").replace("_zip", ".zip"), content)
    return raw.getvalue()


def path_outside(content: str) -> bytes:
    """A ZIP whose only file wants to lie beside its folder."""
    raw = io.BytesIO()
    with ZipFile(raw, "w") as target:
        target.writestr("../a.csv", content)
    return raw.getvalue()


def wide(columns: int) -> str:
    """A CSV of one row in so many columns."""
    return ",".join(f"c{number}" for number in range(columns)) + "\n" + ",".join("x" * columns) + "\n"


def workbook(text: str) -> bytes:
    """An XLSX of the cells of a simple CSV; digits are numbers."""
    book, raw = openpyxl.Workbook(), io.BytesIO()
    for line in text.splitlines():
        book.active.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    book.save(raw)
    return raw.getvalue()


def entity_bomb(text: str) -> bytes:
    """An XLSX whose sheet declares entities that grow tenfold each."""
    return _with_sheet(workbook(text), lambda sheet: ENTITIES + sheet[sheet.index(b"<worksheet") :])


def blank_rows(text: str) -> bytes:
    """An XLSX that was formatted down to its millionth row."""
    rows = "".join(f'<row r="{row}"><c r="A{row}"/></row>' for row in range(10, BLANK_ROWS)).encode()
    return _with_sheet(workbook(text), lambda sheet: sheet.replace(b"</sheetData>", rows + b"</sheetData>"))


def _with_sheet(book: bytes, change) -> bytes:
    raw = io.BytesIO()
    with ZipFile(io.BytesIO(book)) as source, ZipFile(raw, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == SHEET else content)
    return raw.getvalue()
