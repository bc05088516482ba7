"""What is looked at before anything in a ZIP container (ZIP, XLSX, ODS) is unpacked or parsed.

Refused: members that unpack beyond the limit or swell beyond reason, passwords, and XML with a DTD, the way
to entities that grow without end.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from ..messages import kind_name
from ..report import Problem, Rejected

MOST_MEMBERS = 10_000
# Real worksheets stay below 100 : 1; deflate ends at 1 032 : 1
SWELLING, HARMLESS = 250, 64 * 1024 * 1024
ENCRYPTED = 0x1
CHUNK = 1024 * 1024


def open_zip(source: Path, kind: str, limit: int) -> ZipFile:
    """The container, with every member within bounds; ``kind`` is what it is called when damaged.

    Raises:
        Rejected: it is damaged, has a password, or unpacks to more than ``limit`` bytes.
    """
    try:
        container = ZipFile(source)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(kind) from error
    members = container.infolist()
    total = 0
    for member in members:
        total += member.file_size
        if member.flag_bits & ENCRYPTED:
            raise Rejected(Problem("password"))
        if total > limit or _swells(member):
            raise Rejected(Problem("zip_bomb", value=member.filename, details={"limit": limit}))
    if len(members) > MOST_MEMBERS:
        raise Rejected(Problem("zip_bomb", value=f"{len(members)}", details={"limit": limit}))
    return container


def damaged(kind: str) -> Rejected:
    """The refusal of a file that is not whole."""
    return Rejected(Problem("damaged", details={"expected": kind_name(kind)}))


def require_plain_xml(container: ZipFile) -> None:
    """Look at the start of every XML part.

    Raises:
        Rejected: a part declares a DTD.
    """
    for name in container.namelist():
        if name.lower().endswith((".xml", ".rels", ".vml")):
            with container.open(name) as part:
                _require_no_dtd(part, name)


def _swells(member: ZipInfo) -> bool:
    return member.file_size > HARMLESS and member.file_size > SWELLING * max(1, member.compress_size)


class _Begun(Exception):
    """The root element began: no DTD can follow."""


def _require_no_dtd(part: IO[bytes], name: str) -> None:
    parser = expat.ParserCreate()

    def begun(*_: object) -> None:
        raise _Begun

    def declared(*_: object) -> None:
        raise Rejected(Problem("unsafe_xml", value=name))

    parser.StartElementHandler = begun
    parser.StartDoctypeDeclHandler = declared
    try:
        while chunk := part.read(CHUNK):
            parser.Parse(chunk)
    except (_Begun, expat.ExpatError):
        return
