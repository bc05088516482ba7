"""Loads: when one has ended, and what its errors say."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.publishing.loads import NOT_STARTED_S, STALLED_S, Awaited, outcome

ITEM = Awaited("e-office", "monthly", "monthly.csv", "r1", "sha")


@pytest.mark.parametrize(
    ("now", "quiet_s"),
    [
        ({}, 0),
        ({"status": "pending"}, NOT_STARTED_S + 1),
        ({"status": "running"}, STALLED_S),
        ({"status": "complete", "hash": "an older file"}, 0),
    ],
)
def test_a_load_goes_on(now: dict[str, Any], quiet_s: float) -> None:
    """Waiting, running or not yet begun is not an end."""
    assert outcome(ITEM, now, quiet_s) is None


def test_a_load_of_this_file_is_complete() -> None:
    """Complete with the file's own hash: nothing is wrong."""
    assert outcome(ITEM, {"status": "complete", "hash": "sha"}, 0) == []


@pytest.mark.parametrize(
    ("now", "quiet_s"),
    [({}, NOT_STARTED_S + 1), ({"status": "pending"}, STALLED_S + 1), ({"status": "running"}, STALLED_S + 1)],
)
def test_a_load_that_stands_still_is_given_up(now: dict[str, Any], quiet_s: float) -> None:
    """No progress for long is a finding about the load."""
    assert [finding.rule for finding in outcome(ITEM, now, quiet_s) or []] == ["load"]


def test_rejected_rows_are_named() -> None:
    """Row, column, rule, value and both messages come from the portal's report."""
    entry = {
        "row": 3,
        "column": "month",
        "rule": "type",
        "value": "x",
        "message": "Sai.",
        "message_en": "Wrong.",
    }
    (finding,) = outcome(ITEM, {"status": "error", "error": "Hỏng", "error_report": [entry]}, 0) or []
    assert (finding.row, finding.column, finding.rule, finding.value) == (3, "month", "type", "x")
    assert finding.message == ("Sai.", "Wrong.")


def test_a_failure_without_rows_says_why() -> None:
    """The load's own error is the message."""
    (finding,) = outcome(ITEM, {"status": "error", "error": "Hỏng", "error_en": "Broken"}, 0) or []
    assert finding.message == ("Hỏng", "Broken")
