"""``./portal down`` leaves no process behind, whatever happened before."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest

from runtime.settings import PORTS
from tests.portals import Portal, roots, wait_until

pytestmark = pytest.mark.stack


def test_down_ends_what_outlived_its_supervisor(second: Portal) -> None:
    """With the supervisor killed, its services are found by their marks; ports are free, data is kept."""
    before = second.rows("sectors")
    [supervisor] = roots(second.processes())
    os.kill(supervisor, signal.SIGKILL)
    wait_until(lambda: not Path(f"/proc/{supervisor}").exists(), "the supervisor ends", 20)
    assert second.processes()
    second.do("down")
    assert second.processes() == []
    assert [name for name in PORTS if _is_taken(second.settings.port(name))] == []
    assert {entry["state"] for entry in second.status()["services"]} == {"stopped"}
    second.do("up", "--no-publish")
    assert second.rows("sectors") == before


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
