"""Room on the disk."""

from __future__ import annotations

import pytest

from runtime import disk
from runtime.errors import PortalError, explained
from runtime.settings import Settings


def test_little_room_is_refused_with_numbers(instance: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the folder, what is free and what is needed."""
    monkeypatch.setattr(disk, "NEEDED_BYTES", disk.free_bytes(instance) * 2)
    with pytest.raises(PortalError, match=rf"disk is full \({instance.state}: \d+ MiB are free, \d+ MiB"):
        disk.require(instance)


def test_enough_room_is_silent(instance: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said where there is room, and nothing is made."""
    monkeypatch.setattr(disk, "NEEDED_BYTES", 1)
    disk.require(instance)
    assert not instance.state.exists()


def test_full_disk_of_a_service_is_recognised() -> None:
    """PostgreSQL's own words become the same message."""
    error = explained(RuntimeError('could not extend file "base/1": No space left on device'))
    assert error.reason.startswith("The disk is full")
