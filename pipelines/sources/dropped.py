"""Files that other systems put into a folder: which of them are whole, and their bytes.

Nothing in the folder is moved, renamed or removed. A folder that is not there is an error, since a share that
is not mounted looks the same as one without news.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.findings import Finding
from pipelines.raw import BLOCK_BYTES, RawFile, RawStore
from pipelines.sources.source import Kept, Unavailable
from pipelines.text import Text

MARKER = ".done"
UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp", MARKER)
"""Endings that programs give to files that they are still writing."""


class Changed(Exception):
    """A file changed while it was read: it is left for the next time."""


@dataclass(frozen=True)
class Found:
    """A whole file, as it was when the folder was looked at."""

    path: Path
    """Where it lies."""
    name: str
    """Its place in the folder."""
    size: int
    """Bytes."""
    changed_ns: int
    """Time of its last change, in nanoseconds since 1970."""

    @property
    def origin(self) -> str:
        """Place and state: the same text as long as the file is not touched."""
        return f"{self.name} [{self.size} B, {self.changed_ns}]"

    def pieces(self) -> Iterator[bytes]:
        """Its bytes; :class:`Changed` at the end where it is no longer what was found."""
        with self.path.open("rb") as file:
            while piece := file.read(BLOCK_BYTES):
                yield piece
            state = os.fstat(file.fileno())
        if (state.st_size, state.st_mtime_ns) != (self.size, self.changed_ns):
            raise Changed(self.name)

    def sha256(self) -> str:
        """Hash of its bytes."""
        digest = hashlib.sha256()
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()


def whole(folder: Path, pattern: str, settled_seconds: int | None) -> list[Found]:
    """The whole files in ``folder`` that fit ``pattern``, by name.

    :param settled_seconds: how long a file must have been unchanged; with None it needs a marker beside it

    Raises:
        Unavailable: there is no such folder.
    """
    if not folder.is_dir():
        raise Unavailable([Finding(str(folder), "folder-missing", NO_FOLDER)])
    paths = (path for path in sorted(folder.glob(pattern)) if _is_finished_name(path.name))
    found = (_found(path, folder) for path in paths if path.is_file())
    latest = time.time_ns() - (settled_seconds or 0) * 1_000_000_000
    if settled_seconds is None:
        return [item for item in found if item.path.with_name(item.path.name + MARKER).exists()]
    return [item for item in found if item.changed_ns <= latest]


def taken(found: Found, kind: str, name: str, raw: RawStore, kept: Kept) -> RawFile | None:
    """The kept entry of a file, which is kept once however often it is copied or renamed.

    None where the file changed meanwhile.

    :param name: name of the source
    """
    origin = f"{name}: {found.origin}"
    if known := kept.of_origin(kind, origin):
        return known
    try:
        if known := kept.of_content(kind, found.sha256()):
            return known
        return raw.keep(found.pieces(), kind=kind, source=origin, suffix=found.path.suffix.lower())
    except (Changed, FileNotFoundError):
        return None


def _is_finished_name(name: str) -> bool:
    return not name.startswith((".", "~$")) and not name.lower().endswith(UNFINISHED)


def _found(path: Path, folder: Path) -> Found:
    state = path.stat()
    return Found(path, path.relative_to(folder).as_posix(), state.st_size, state.st_mtime_ns)


NO_FOLDER = Text(
    "Không có thư mục nguồn này; hãy kiểm tra ổ mạng đã gắn và đường dẫn trong source.yaml.",
    "This source folder is not there; see that the share is mounted and the path in source.yaml is right.",
)
