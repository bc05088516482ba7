"""Room on the disk, looked at before work that would break off half-way."""

from __future__ import annotations

import shutil

from runtime.errors import disk_full
from runtime.settings import Settings
from runtime.text import t

MIB = 1024**2
#: PostgreSQL's next write-ahead segments, logs and an upload need about this much.
NEEDED_BYTES = 200 * MIB


def free_bytes(settings: Settings) -> int:
    """Free bytes where the instance's folder is, or will be."""
    place = next(folder for folder in (settings.state, *settings.state.parents) if folder.exists())
    return shutil.disk_usage(place).free


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
