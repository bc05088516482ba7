"""A full disk: named as such, and what is published survives it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.portals import Portal, wait_until
from tests.small_disk import fill

pytestmark = pytest.mark.stack
DATASET = "sectors"


@pytest.fixture
def full(second: Portal) -> Iterator[Portal]:
    """The second instance with no byte left on its disk."""
    if not os.path.ismount(second.settings.state):
        pytest.skip("a small disk may not be mounted here")
    filler = fill(second.settings.state)
    yield second
    filler.unlink(missing_ok=True)


@pytest.mark.parametrize("words", [("up", "--no-publish"), ("publish", DATASET), ("backup",)])
def test_full_disk_is_named(full: Portal, words: tuple[str, ...]) -> None:
    """The commands that write say so at once, with the way out, and do not half of their work."""
    answer = full.run(*words)
    assert answer.code == 1
    assert f"The disk is full ({full.settings.state}: 0 MiB are free" in answer.output
    assert "→ Free some space and run it again" in answer.output
    assert "Traceback" not in answer.output


def test_published_rows_survive_a_full_disk(full: Portal) -> None:
    """An upload that finds no room fails; rows can be read meanwhile, and all is well with room again."""
    before = full.rows(DATASET)
    resource = full.api("package_show", id=DATASET)["resources"][0]["id"]
    assert not full.upload(resource, b"sector_code\n" + b"x" * 1024**2).ok
    assert full.rows(DATASET) == before
    (full.settings.state / "filler").unlink()
    wait_until(full.is_ready, "the services recover")
    full.do("publish", DATASET)
    assert full.rows(DATASET) == before
