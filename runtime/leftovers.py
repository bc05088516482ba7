"""Processes that outlived what started them: found by their marks, ended before their work is started anew.

A killed parent can leave children that hold its port (nginx, gunicorn) or its job (the worker), and the
supervisor knows only the parent. So every service is started through this file: ``leftovers.py PROGRAM …``
ends what an earlier run of the service left, then becomes the program. It uses the standard library only,
and is copied to where the services' account can read it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

#: Variable with the instance's folder, in every process of an instance.
INSTANCE = "PORTAL_INSTANCE_STATE"
#: Variable with the name of the service.
SERVICE = "PORTAL_SERVICE"
#: Variable with the instance's folder, in what a command such as ``./portal up`` runs.
COMMAND = "PORTAL_COMMAND_STATE"

PATIENCE_S = 10.0


def find(marks: Mapping[str, str], folder: Path | None = None) -> list[int]:
    """Ids of processes that carry all marks, this one and its parent left out.

    :param folder: nginx, Redis and PostgreSQL overwrite their variables with their title; they are known by
        having none and standing in this folder or below
    """
    wanted = {f"{name}={value}".encode() for name, value in marks.items()}
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) in (os.getpid(), os.getppid()):
            continue
        with contextlib.suppress(OSError):
            variables = (entry / "environ").read_bytes().split(b"\0")
            ours = wanted <= set(variables)
            if not ours and folder and not any(item.startswith(b"PATH=") for item in variables):
                place = Path(os.readlink(entry / "cwd"))
                ours = folder in (place, *place.parents)
            if ours and not _is_zombie(entry):
                found.append(int(entry.name))
    return found


def _is_zombie(entry: Path) -> bool:
    return (entry / "stat").read_text().rpartition(")")[2].split()[0] == "Z"


def end(
    marks: Mapping[str, str],
    folder: Path | None = None,
    signals: Sequence[signal.Signals] = (signal.SIGTERM, signal.SIGKILL),
) -> None:
    """End them: asked first, then forced."""
    for number in signals:
        for pid in find(marks, folder):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        limit = time.monotonic() + PATIENCE_S
        while find(marks, folder) and time.monotonic() < limit:
            time.sleep(0.1)


def main(words: list[str]) -> None:
    """Become a service's program when nothing of its last run is left.

    Nothing is asked first: the scheduler of a killed job worker holds its connection and swallows jobs.
    """
    end({name: os.environ[name] for name in (INSTANCE, SERVICE)}, Path.cwd(), (signal.SIGKILL,))
    os.execvp(words[0], words)


if __name__ == "__main__":
    main(sys.argv[1:])
