"""What a file really is, told by its first bytes, whatever its name says."""

from __future__ import annotations

import os
import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from ..messages import kind_name
from ..report import Problem, Rejected

EXPECTED = {
    **dict.fromkeys(("CSV", "TSV", "TAB", "SSV", "TXT"), "delimited"),
    **dict.fromkeys(("XLSX", "XLSM"), "xlsx"),
    **dict.fromkeys(("JSONL", "NDJSON"), "jsonl"),
    "XLS": "xls",
    "ODS": "ods",
    "JSON": "json",
    "GEOJSON": "geojson",
    "PARQUET": "parquet",
    "ZIP": "zip",
}
WORKBOOKS = ("xlsx", "xls", "ods")
IN_ZIP = ("xlsx", "ods", "zip")
HEAD = 64 * 1024
SIGNATURES = {
    b"%PDF-": "pdf",
    b"\x89PNG\r\n": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"BM": "image",
    b"II*\0": "image",
    b"MM\0*": "image",
    b"MZ": "program",
    b"\x7fELF": "program",
    b"#!": "program",
    b"{\\rtf": "rtf",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
    b"BZh": "archive",
    b"\xfd7zXZ": "archive",
    b"\x28\xb5\x2f\xfd": "archive",
    b"SQLite format 3\0": "database",
    b"\0\1\0\0Standard ": "database",
    b"PAR1": "parquet",
}
# These two letters could also begin a table's first label
SHORT = (b"BM", b"MZ")
ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
LAST_SECTOR = 0xFFFFFFFA
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS = {"EncryptedPackage": "password", "WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
MEMBERS = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx", "content.xml": "ods"}
HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|meta|style|div)\b", re.I | re.S
)
SPREADSHEET_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"


def require(source: Path, format: str) -> None:
    """See that a file is of the kind that its format says.

    Raises:
        Rejected: the format is unknown, or the content is of another kind, has no end or has a password.
    """
    expected = EXPECTED.get(format)
    if expected is None:
        supported = {"limit": ", ".join(EXPECTED)}
        raise Rejected(Problem("unsupported_format", value=format, details=supported))
    if not source.stat().st_size:
        raise Rejected(Problem("empty"))
    if _is_cut_off(source, expected):
        raise Rejected(Problem("cut_off", details={"expected": kind_name(expected)}))
    found = kind(source)
    if found == "password":
        raise Rejected(Problem("password"))
    if found == expected or (found == "text" and expected not in (*WORKBOOKS, "parquet", "zip")):
        return
    details = {"found": kind_name(found if found != "text" else "delimited"), "expected": kind_name(expected)}
    html_workbook = found in ("html", "xml") and expected in WORKBOOKS
    raise Rejected(Problem("html_workbook" if html_workbook else "wrong_kind", details=details))


def kind(source: Path) -> str:
    """A key of ``kinds`` in the messages, ``text`` where nothing else is recognised, or ``password``."""
    with source.open("rb") as raw:
        head = raw.read(HEAD)
    if head.startswith(OLE):
        return _in_ole(source)
    if head.startswith(ZIPS):
        return _in_zip(source)
    for signature, name in SIGNATURES.items():
        if head.startswith(signature) and not (signature in SHORT and b"\0" not in head[:512]):
            return name
    text = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", errors="replace").encode()
    if HTML.match(text):
        return "html"
    if text.lstrip().startswith(b"<?xml"):
        return "xml"
    return "text"


def _is_cut_off(source: Path, expected: str) -> bool:
    """Whether the file begins like one of its kind but lacks what such a file is closed with."""
    with source.open("rb") as raw:
        head = raw.read(512)
        raw.seek(-min(source.stat().st_size, 4), os.SEEK_END)
        tail = raw.read()
    if expected in IN_ZIP and head.startswith(ZIPS):
        return not is_zipfile(source)
    if expected == "parquet" and head.startswith(b"PAR1"):
        return tail != b"PAR1"
    if expected == "xls" and head.startswith(OLE):
        return len(head) < 512 or max(_allocation(head)) >= source.stat().st_size
    return False


def _allocation(header: bytes) -> list[int]:
    """Where the directory of streams and the tables of sectors begin ([MS-CFB] 2.2)."""
    sector_size = 1 << int.from_bytes(header[30:32], "little") % 16
    directory, *tables = (int.from_bytes(header[at : at + 4], "little") for at in (48, *range(76, 512, 4)))
    used = [directory, *(sector for sector in tables if sector <= LAST_SECTOR)]
    return [(sector + 1) * sector_size for sector in used]


def _in_ole(source: Path) -> str:
    with source.open("rb") as raw:
        raw.seek(_allocation(raw.read(512))[0])
        content = raw.read(HEAD)
    for stream, name in OLE_STREAMS.items():
        if f"{stream}\0".encode("utf-16-le") in content:
            return name
    return "ole"


def _in_zip(source: Path) -> str:
    try:
        with ZipFile(source) as container:
            names = set(container.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return "zip"
    return next((name for member, name in MEMBERS.items() if member in names), "zip")
