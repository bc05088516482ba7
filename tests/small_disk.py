"""A disk of limited size for one instance, in memory; only an administrator may mount one."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

#: An instance with its cluster takes about 400 MB, its environments aside.
SIZE = "1200m"


def mount(folder: Path) -> bool:
    """Put a small disk in the folder's place; false where that is not permitted."""
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0755", "portal-tests", str(folder)]
    try:
        return subprocess.run(words, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def unmount(folder: Path) -> None:
    """Take it away, with what is on it."""
    if os.path.ismount(folder):
        subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Use up every free byte; returns the file that holds them."""
    filler = folder / "filler"
    with filler.open("wb") as handle:
        for size in (64 * 1024**2, 1024**2, 4096):
            while _grows(handle.fileno(), size):
                pass
    return filler


def _grows(descriptor: int, size: int) -> bool:
    try:
        os.posix_fallocate(descriptor, os.fstat(descriptor).st_size, size)
    except OSError:
        return False
    return True
