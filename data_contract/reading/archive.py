"""A ZIP that holds exactly one data file; nothing in it is written under a name of its own."""

from __future__ import annotations

import os
import zlib
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile, ZipInfo

from ..report import Problem, Rejected
from . import containers
from .kinds import EXPECTED
from .model import Hints, Read, Reading

ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz")
IGNORED = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
CHUNK = 1024 * 1024


def read(source: Path, target: Path, hints: Hints, read_member: Read) -> Reading:
    """Unpack the one data file beside ``target`` and read it with ``read_member``.

    Raises:
        Rejected: there is not exactly one, or the archive is unsafe.
    """
    with containers.open_zip(source, "zip", hints.largest) as archive:
        member = _only_data_file(archive)
        name = PurePosixPath(member.filename.replace("\\", "/"))
        with TemporaryDirectory(dir=target.parent) as folder:
            unpacked = Path(folder) / f"member{name.suffix.lower()}"
            _unpack(archive, member, unpacked, hints.largest)
            reading = read_member(unpacked, target, name.suffix.lstrip("."), hints)
            if reading.path == unpacked:
                os.replace(unpacked, target)
    return replace(reading, path=target, member=member.filename)


def _only_data_file(archive: ZipFile) -> ZipInfo:
    files = [member for member in archive.infolist() if not member.is_dir()]
    for member in files:
        parts = member.filename.replace("\\", "/").split("/")
        if ".." in parts or not parts[0] or ":" in parts[0]:
            raise Rejected(Problem("zip_path", value=member.filename))
    files = [member for member in files if not set(PurePosixPath(member.filename).parts) & set(IGNORED)]
    for member in files:
        if member.filename.lower().endswith(ARCHIVES):
            raise Rejected(Problem("zip_nested", value=member.filename))
    data = [member for member in files if PurePosixPath(member.filename).suffix[1:].upper() in EXPECTED]
    if not data:
        raise Rejected(Problem("zip"))
    if len(data) > 1:
        raise Rejected(Problem("zip_several", value=", ".join(member.filename for member in data)))
    return data[0]


def _unpack(archive: ZipFile, member: ZipInfo, target: Path, limit: int) -> None:
    size = 0
    try:
        with archive.open(member) as packed, target.open("wb") as out:
            while chunk := packed.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise Rejected(Problem("zip_bomb", value=member.filename, details={"limit": limit}))
                out.write(chunk)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise containers.damaged("zip") from error
