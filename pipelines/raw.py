"""Raw input kept byte for byte: a file's place is its own hash, and a manifest says where it came from.

Nothing is ever changed or removed. A file is there whole or not at all: it is written beside, synced, hashed
and renamed. Keeping the same content of the same source again keeps nothing and answers the first entry.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipelines import atomic

BLOCK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class RawFile:
    """One raw input."""

    path: Path
    """Where it is kept; the name ends as the source's file does, such as ``.csv``."""
    kind: str
    """Kind of record that it holds, such as ``dossier``."""
    sha256: str
    """Hash of its bytes."""
    fetched_at: dt.datetime
    """When it was fetched first, with its zone."""
    source: str
    """What it came from: name of the source and place in it (file name, address with page, query)."""
    size: int
    """Bytes."""


class RawStore:
    """The raw input of one pipeline in ``folder``: ``objects/`` by hash, ``manifest/`` by origin."""

    def __init__(self, folder: Path, now: Callable[[], dt.datetime] | None = None) -> None:
        self.folder = folder
        self._now = now or (lambda: dt.datetime.now(dt.timezone.utc))

    def keep(self, content: bytes | Iterable[bytes], *, kind: str, source: str, suffix: str) -> RawFile:
        """Keep ``content`` (whole or in pieces) under its hash; ``suffix`` is a file ending like ``.csv``.

        An exception of ``content`` leaves nothing behind.

        Raises:
            OSError: the disk is full or cannot be written.
        """
        pieces = (content,) if isinstance(content, bytes) else content
        digest, size = hashlib.sha256(), 0
        with atomic.beside(self.folder / "objects" / "incoming") as (file, place):
            for piece in pieces:
                digest.update(piece)
                size += file.write(piece)
            name = digest.hexdigest()
            place.path = self.folder / "objects" / name[:2] / f"{name}{suffix}"
        made = RawFile(place.path, kind, name, self._now(), source, size)
        return self._entered(made)

    def keep_file(self, path: Path, *, kind: str, source: str) -> RawFile:
        """Keep a copy of the file at ``path``."""
        with path.open("rb") as file:
            pieces = iter(lambda: file.read(BLOCK_BYTES), b"")
            return self.keep(pieces, kind=kind, source=source, suffix=path.suffix.lower())

    def files(self) -> list[RawFile]:
        """Every entry of the manifest, in the order of fetching."""
        return sorted(self._entries(), key=lambda raw: (raw.fetched_at, raw.source, raw.sha256))

    def _entries(self) -> Iterator[RawFile]:
        for path in (self.folder / "manifest").glob("*.json"):
            yield self._read(path)

    def _entered(self, made: RawFile) -> RawFile:
        origin = hashlib.sha256(f"{made.kind}\0{made.source}\0{made.sha256}".encode()).hexdigest()
        path = self.folder / "manifest" / f"{origin}.json"
        if path.exists():
            return self._read(path)
        shown = {**asdict(made), "path": os.path.relpath(made.path, self.folder)}
        atomic.write(path, json.dumps(shown, ensure_ascii=False, default=_text).encode())
        return made

    def _read(self, path: Path) -> RawFile:
        entry = RawFile(**json.loads(path.read_bytes()))
        moment = dt.datetime.fromisoformat(str(entry.fetched_at))
        return replace(entry, path=self.folder / entry.path, fetched_at=moment)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.datetime) else str(value)
