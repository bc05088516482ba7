"""Room on the disk, looked at before work that would break off half-way."""

from __future__ import annotations

import shutil
from pathlib import Path

from runtime.errors import disk_full
from runtime.settings import Settings
from runtime.text import t

MIB = 1024**2
#: PostgreSQL's next write-ahead segments, logs and an upload need about this much.
NEEDED_BYTES = 200 * MIB


def place(settings: Settings) -> Path:
    """The folder that is there already and that the instance's folder is, or will be, in."""
    return next(folder for folder in (settings.state, *settings.state.parents) if folder.exists())


def free_bytes(settings: Settings) -> int:
    """Free bytes where the instance's folder is, or will be."""
    return shutil.disk_usage(place(settings)).free


def require(settings: Settings) -> None:
    """Refuse to begin on a full disk.

    :raises PortalError: naming the folder and what is free there
    """
    free = free_bytes(settings)
    if free < NEEDED_BYTES:
        raise disk_full(
            t(
                f"{settings.state}: còn {free // MIB} MiB, cần {NEEDED_BYTES // MIB} MiB",
                f"{settings.state}: {free // MIB} MiB are free, {NEEDED_BYTES // MIB} MiB are needed",
            )
        )
