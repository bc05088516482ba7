"""Files that are there whole or not at all: written beside, synced to the disk, then renamed."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass
class Place:
    """Where a file goes when it is whole; may be decided while it is written."""

    path: Path


@contextmanager
def beside(path: Path) -> Iterator[tuple[BinaryIO, Place]]:
    """A file to write that takes its place at the end of the block; an exception leaves nothing.

    A file that is already at the place is replaced.
    """
    place = Place(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        with draft.open("xb") as file:
            yield file, place
            file.flush()
            os.fsync(file.fileno())
        place.path.parent.mkdir(parents=True, exist_ok=True)
        draft.replace(place.path)
        sync_folder(place.path.parent)
    finally:
        draft.unlink(missing_ok=True)


def write(path: Path, content: bytes) -> None:
    """Leave ``content`` at ``path``, whole or not at all."""
    with beside(path) as (file, _):
        file.write(content)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def place_folder(draft: Path, target: Path) -> None:
    """Have a whole folder and its files on the disk, then give it its name; OSError where that is taken."""
    for path in draft.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        else:
            _sync_file(path)
    sync_folder(draft)
    draft.rename(target)
    sync_folder(target.parent)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
