"""Folder for what is built once per machine and shared by all checkouts."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def root() -> Path:
    """``province-portal`` in the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "province-portal"


def copy_file(source: Path, target: Path, mode: int = 0o755) -> None:
    """Put a file in place whole, so that an interrupted copy is never taken for the real thing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    shutil.copyfile(source, part)
    part.chmod(mode)
    part.replace(target)


def copy_folder(source: Path, target: Path) -> None:
    """As :func:`copy_file`, for a folder."""
    part = target.with_name(target.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source, part)
    shutil.rmtree(target, ignore_errors=True)
    part.replace(target)
