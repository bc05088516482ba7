"""``./portal up`` without network, killed, and repeated."""

from __future__ import annotations

import signal

import pytest

from runtime import bootstrap
from tests.interruptions import MOMENTS, Interruption
from tests.portals import Portal, roots

pytestmark = pytest.mark.stack


def test_without_network_the_step_and_the_way_out_are_named(interruptions: dict[str, Interruption]) -> None:
    """The failed step, the program and what to check; nothing of it counts as done."""
    offline = interruptions["env-ckan"]
    assert offline.code == 1
    assert "✗ Python environment “ckan”" in offline.output
    assert "→ Check the network or the package index" in offline.output
    assert "Traceback" not in offline.output
    assert "env-ckan" not in offline.done


@pytest.mark.parametrize("step", [moment.step for moment in MOMENTS])
def test_killed_step_does_not_count_as_done(interruptions: dict[str, Interruption], step: str) -> None:
    """A step that was cut off is done again by the next ``up``; those before it are not."""
    killed = interruptions[step]
    assert killed.code == -signal.SIGKILL
    assert step not in killed.done
    assert "env-ckan" in killed.done


def test_next_up_completes(second: Portal) -> None:
    """Every service is ready, every step is done."""
    assert {entry["state"] for entry in second.status()["services"]} == {"ready"}
    done = bootstrap.record(second.settings).done
    steps = [*bootstrap.installing(second.settings), *bootstrap.starting(second.settings)]
    assert {step.key for step in steps if step.inputs} == set(done)


def test_killed_runs_left_no_duplicates(second: Portal) -> None:
    """There is one supervisor, and every process of the instance is below it."""
    pid = int((second.settings.state / "supervisor.pid").read_text())
    assert roots(second.processes()) == [pid]
    assert set(second.pids().values()) <= set(second.processes())


def test_repeated_up_changes_nothing(second: Portal) -> None:
    """No step is done again, no file is written anew, no service is restarted."""
    before = _snapshot(second)
    second.do("up", "--no-publish")
    assert _snapshot(second) == before


def _snapshot(portal: Portal) -> tuple[object, ...]:
    written = [
        path for name in ("conf", "secrets", "bin") for path in (portal.settings.state / name).rglob("*")
    ]
    times = {path: path.stat().st_mtime_ns for path in written if path.is_file()}
    return bootstrap.record(portal.settings).done, portal.pids(), times


def test_repeated_publish_changes_nothing(second: Portal) -> None:
    """A dataset whose contract and file are the same is left as it is."""
    before = second.api("package_show", id="sectors")["metadata_modified"]
    second.do("publish", "sectors")
    assert second.api("package_show", id="sectors")["metadata_modified"] == before
