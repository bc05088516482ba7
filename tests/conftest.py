"""The two instances that tests meet: the one that ``./portal test`` runs, and a second one of their own.

The second one is of the other province, on a small disk of its own where the machine permits to mount one. It
grows up under faults: without network, then killed at several moments, so every test on it also shows that it
came through them. When the session ends it is stopped, and nothing of it may be left.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime import settings, supervision, testing
from runtime.settings import Settings
from tests.interruptions import Interruption, interrupt
from tests.portals import Portal
from tests.small_disk import mount, unmount

#: Published on the second instance: small ones, the profile's units, and figures for the dashboards.
PUBLISHED = ("sectors", "agencies", "administrative-units-hung-yen", "open-data-portal")


@pytest.fixture(scope="session")
def portal() -> Portal:
    """The running test instance, with all datasets of the default profile."""
    if "PORTAL_URL" not in os.environ:
        pytest.fail("There is no test instance: run ./portal test stack")
    return Portal(settings.load().model_copy(update={"site_url": "", "listen": "127.0.0.1"}))


@pytest.fixture(scope="session")
def newborn() -> Iterator[Portal]:
    """The second instance before its first ``up``; at the end, ``down`` may leave nothing of it."""
    own = Settings(  # type: ignore[call-arg]
        instance="second", profile="hung-yen", port_base=testing.free_ports(), simulate=False
    )
    environments = own.state.with_name("second-environments")
    _remove(own, environments)
    own.state.mkdir(parents=True)
    environments.mkdir()
    if mount(own.state):
        (own.state / "env").symlink_to(environments)
    second = Portal(own)
    yield second
    stopped = second.run("down")
    left = second.processes()
    _remove(own, environments)
    assert stopped.code == 0, stopped.output
    assert left == []


def _remove(own: Settings, environments: Path) -> None:
    supervision.kill_leftovers(own)
    unmount(own.state)
    for folder in (own.state, environments):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def interruptions(newborn: Portal, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Interruption]:
    """The faults under which the second instance grew up, in their order."""
    return interrupt(newborn, tmp_path_factory.mktemp("empty-cache"))


@pytest.fixture(scope="session")
def grown(newborn: Portal, interruptions: dict[str, Interruption]) -> Portal:
    """The second instance, completed after the faults and with a few datasets."""
    newborn.do("up", "--no-publish")
    newborn.do("publish", *PUBLISHED)
    return newborn


@pytest.fixture
def second(grown: Portal) -> Portal:
    """The second instance, running."""
    if not grown.is_ready():
        grown.do("up", "--no-publish")
    return grown
