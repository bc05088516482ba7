"""The ledger on the running instance's PostgreSQL: a line for each run, whatever becomes of it."""

from __future__ import annotations

import datetime as dt
import os
import uuid

import pytest

from pipelines.findings import Broken, Finding
from pipelines.ledger.database import connected
from pipelines.ledger.ledger import Ledger
from pipelines.runs.run import Outcome
from pipelines.text import Text

pytestmark = pytest.mark.stack
DAY = dt.date(2025, 3, 31)
INPUT = {
    "kind": "dossier",
    "source": "files: dossier.csv",
    "sha256": "0" * 64,
    "size": 12,
    "fetched_at": "2025-04-01T02:00:00+00:00",
}


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(os.environ["PORTAL_RUNS_DSN"])


@pytest.fixture
def name() -> str:
    """A pipeline that no other test knows."""
    return f"test-{uuid.uuid4().hex}"


def state(ledger: Ledger, name: str) -> str:
    """State of the newest run."""
    return str(ledger.newest(name, 1)[0]["state"])


def test_a_run_has_its_line_while_it_works(ledger: Ledger, name: str) -> None:
    """Whoever looks meanwhile sees it running, and looking does not take it for a dead one."""
    with ledger.record(name, "operator", DAY, False) as close:
        assert state(ledger, name) == state(ledger, name) == "running"
        close(Outcome(name, "now", str(DAY)))
    assert state(ledger, name) == "succeeded"


def test_the_line_keeps_input_and_outcome(ledger: Ledger, name: str) -> None:
    """What was read, by hash, and what changed can be asked for later."""
    with ledger.record(name, "first", DAY, False) as close:
        close(Outcome(name, "now", str(DAY), rows_in=7, months=["2025-03"], inputs=[INPUT]))
    run = ledger.one(ledger.newest(name, 1)[0]["id"])
    assert run is not None
    assert (run["trigger"], run["as_of"], run["outcome"]["rows_in"]) == ("first", DAY, 7)
    assert run["outcome"]["months"] == ["2025-03"]
    (entry,) = run["inputs"]
    assert {**entry, "fetched_at": entry["fetched_at"].astimezone(dt.timezone.utc).isoformat()} == INPUT


def test_a_failed_run_keeps_its_reasons(ledger: Ledger, name: str) -> None:
    """In both languages; the reason goes on to whoever called."""
    finding = Finding("dossier.csv", "missing", Text("thiếu", "missing"), row=3)
    with pytest.raises(Broken), ledger.record(name, "operator", DAY, False):
        raise Broken([finding])
    (run,) = ledger.newest(name, 1)
    assert (run["state"], run["findings"]) == ("failed", [finding.as_dict()])


def test_an_unforeseen_error_is_a_failure_too(ledger: Ledger, name: str) -> None:
    """Named by its kind and nothing of its text, which could hold a cell."""
    with pytest.raises(ZeroDivisionError), ledger.record(name, "operator", DAY, False):
        raise ZeroDivisionError("Nguyễn Văn A")
    (run,) = ledger.newest(name, 1)
    assert run["state"] == "failed"
    assert "Nguyễn" not in str(run["findings"])


def test_a_killed_run_is_closed_by_whoever_looks_next(ledger: Ledger, name: str) -> None:
    """A line whose process is gone is neither running for ever nor a success."""
    with connected(ledger.address) as held, held.cursor() as cursor:
        cursor.execute(
            "INSERT INTO run (pipeline, trigger, state, as_of, dry_run)"
            " VALUES (%s, 'operator', 'running', %s, false)",
            [name, DAY],
        )
    assert state(ledger, name) == "interrupted"


def test_publishing_is_noted_in_the_newest_run(ledger: Ledger, name: str) -> None:
    """Outcomes of its datasets, those of a later publish over those of an earlier one."""
    for _ in range(2):
        with ledger.record(name, "operator", DAY, False) as close:
            close(Outcome(name, "now", str(DAY)))
    ledger.published(name, {"one": "failed", "two": "created"})
    ledger.published(name, {"one": "updated"})
    newer, older = ledger.newest(name, 2)
    assert (newer["published"], older["published"]) == ({"one": "updated", "two": "created"}, {})


def test_publishing_before_any_run_is_no_error(ledger: Ledger, name: str) -> None:
    """Files of an earlier version may be published before the ledger has seen a run."""
    with connected(ledger.address) as found, found.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{name}"')
    empty = Ledger(f"{ledger.address}?options=-csearch_path%3D{name}")
    empty.published(name, {"one": "created"})
    assert empty.newest(None, 1) == []
    with connected(ledger.address) as found, found.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA "{name}" CASCADE')


def test_without_the_ledger_nothing_runs(name: str) -> None:
    """The message says how to start it."""
    with (
        pytest.raises(Broken, match="portal up"),
        Ledger("postgresql://nobody@127.0.0.1:9/runs").record(name, "operator", DAY, False),
    ):
        pytest.fail("It ran.")
