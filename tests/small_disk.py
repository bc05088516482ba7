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
        usage = os.statvfs(folder)
        os.posix_fallocate(handle.fileno(), 0, usage.f_bavail * usage.f_frsize)
        handle.seek(0, os.SEEK_END)
        while _fits(handle.fileno()):
            pass
    return filler


def _fits(descriptor: int) -> bool:
    try:
        return os.write(descriptor, b"\0" * 4096) > 0
    except OSError:
        return False
