"""What processes of this machine use, read from ``/proc``."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

EVERY_S = 0.1


def family(pid: int) -> list[int]:
    """A process and all that descend from it, as they are now."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for known in found:
        found.extend(children.get(known, ()))
    return found


def memory_kib(pids: list[int]) -> int:
    """Proportional set size of processes together; shared pages count once."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total


class Peak:
    """The largest memory of a process and its descendants while it is watched."""

    def __init__(self) -> None:
        self.mib = 0

    @contextlib.contextmanager
    def watch(self, pid: int | None) -> Iterator[Peak]:
        """Look at it every tenth of a second."""
        done = threading.Event()

        def look() -> None:
            while pid is not None and not done.wait(EVERY_S):
                self.mib = max(self.mib, memory_kib(family(pid)) // 1024)

        thread = threading.Thread(target=look, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            done.set()
            thread.join()
