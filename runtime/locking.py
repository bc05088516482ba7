"""One change of an instance at a time: a second ``up`` or ``down`` waits for nobody and says so.

What a killed command was running (an installation, a migration) is ended before the next one begins.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator

from runtime import leftovers, shell
from runtime.errors import PortalError
from runtime.settings import Settings
from runtime.text import t


@contextlib.contextmanager
def exclusive(settings: Settings) -> Iterator[None]:
    """Hold the instance's lock; the system lets go of it even if this process is killed.

    :raises PortalError: when another command holds it
    """
    shell.folder(settings.state.parent, mode=0o755)
    shell.folder(settings.state, mode=0o755)
    with (settings.state / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PortalError(
                t(
                    "Một lệnh ./portal khác đang chạy trên cổng này.",
                    "Another ./portal command is at work on this instance.",
                ),
                t("Đợi lệnh đó xong rồi chạy lại.", "Wait until it has finished, then run this again."),
            ) from error
        leftovers.end({leftovers.COMMAND: str(settings.state)})
        outer = os.environ.get(leftovers.COMMAND, "")
        os.environ[leftovers.COMMAND] = str(settings.state)
        try:
            yield
        finally:
            os.environ[leftovers.COMMAND] = outer
