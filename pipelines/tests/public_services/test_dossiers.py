"""The rules of "on time", one case each."""

from typing import Any

import pytest

from pipelines.public_services import dossiers as rules
from pipelines.tests.public_services.conftest import context, dossiers, events

ASKED, GIVEN = "supplement_requested", "supplemented"


def is_on_time(
    dossier: dict[str, Any],
    *changes: tuple[str, str],
    period: str = "quarter",
    limit: tuple[int | None, str | None] = (10, "working_day"),
    as_of: str = "2026-09-30",
    **readings: Any,
) -> bool:
    usual = {"received_at": "2026-07-01T08:00", "original_due_at": dossier.get("due_at")}
    frame = dossiers(usual | {"limit_value": limit[0], "limit_unit": limit[1]} | dossier)
    found = rules.judged(
        frame.lazy(),
        events(*(("1", status, time) for status, time in changes)).lazy(),
        context(as_of, **readings),
    ).collect()
    return found[f"on_time_{period}"].item()


EXAMPLES = [
    pytest.param({"due_at": "2026-07-15"}, [("done", "2026-07-14T10:00")], True, id="a-done-early"),
    pytest.param(
        {"due_at": "2026-07-15"},
        [(ASKED, "2026-07-10T09:00"), (GIVEN, "2026-07-14T09:00"), ("done", "2026-07-18T09:00")],
        True,
        id="b-the-supplement-is-not-the-agency's-time",
    ),
    pytest.param({"due_at": "2026-07-20"}, [("returned", "2026-07-21T08:00")], False, id="c-returned-late"),
    pytest.param(
        {},
        [(ASKED, "2026-07-06T09:00"), (GIVEN, "2026-07-08T09:00"), ("done", "2026-07-16T09:00")],
        True,
        id="d-no-due-date-nine-of-ten-working-days",
    ),
    pytest.param({"due_at": "2026-10-05"}, [], True, id="e-open-and-within-time"),
    pytest.param({"due_at": "2026-09-20"}, [], False, id="f-open-and-overdue"),
    pytest.param(
        {"due_at": "2026-09-20"},
        [(ASKED, "2026-07-03T09:00"), (ASKED, "2026-07-10T09:00")],
        False,
        id="g-asked-twice-without-answer",
    ),
    pytest.param({"due_at": "2026-07-15"}, [("refused", "2026-07-12T09:00")], True, id="h-refused-in-time"),
]


@pytest.mark.parametrize(("dossier", "changes", "expected"), EXAMPLES)
def test_the_worked_examples(dossier: dict, changes: list, expected: bool):
    """Eight dossiers of July to September with a statutory limit of 10 working days: five are on time."""
    assert is_on_time(dossier, *changes) is expected


@pytest.mark.parametrize(
    ("dossier", "changes", "expected"),
    [
        pytest.param({"due_at": "2026-07-15"}, [("done", "2026-07-15T23:59:59")], True, id="due day counts"),
        pytest.param({"due_at": "2026-07-15T16:00"}, [("done", "2026-07-15T16:00")], True, id="equal time"),
        pytest.param({"due_at": "2026-07-15T16:00"}, [("done", "2026-07-15T16:01")], False, id="later time"),
        pytest.param(
            {"due_at": "2026-07-15"},
            [("returned", "2026-07-14T09:00"), ("done", "2026-07-16T09:00")],
            False,
            id="done outranks an earlier returned",
        ),
        pytest.param(
            {"due_at": "2026-07-15"},
            [("withdrawn", "2026-06-30T09:00")],
            False,
            id="withdrawn before acceptance",
        ),
        pytest.param(
            {"due_at": "2026-07-15"}, [(ASKED, "2026-07-14T09:00")], True, id="asked once in time, unanswered"
        ),
        pytest.param(
            {"due_at": "2026-07-15"},
            [(ASKED, "2026-07-16T09:00")],
            False,
            id="asked once too late, unanswered",
        ),
        pytest.param({"received_at": None, "due_at": "2026-12-01"}, [], False, id="never accepted"),
    ],
)
def test_edges(dossier: dict, changes: list, expected: bool):
    """Equality, precedence, unanswered requests, acceptance."""
    assert is_on_time(dossier, *changes) is expected


@pytest.mark.parametrize(
    ("limit", "done", "expected"),
    [
        pytest.param((4, "hour"), "2026-07-01T12:00", True, id="hours"),
        pytest.param((4, "hour"), "2026-07-01T12:01", False, id="an hour too many"),
        pytest.param((7, "day"), "2026-07-08T17:00", True, id="calendar days"),
        pytest.param((7, "day"), "2026-07-09T00:00", False, id="a day too many"),
        pytest.param((10, "working_day"), "2026-07-15T17:00", True, id="working days"),
        pytest.param((10, "working_day"), "2026-07-16T07:00", False, id="a working day too many"),
        pytest.param((1, "month"), "2026-08-01T17:00", True, id="a month"),
        pytest.param((1, "month"), "2026-08-02T07:00", False, id="a month and a day"),
        pytest.param((None, None), "2026-07-01T09:00", False, id="nothing to measure by"),
    ],
)
def test_without_due_date_the_statutory_limit_counts(limit: tuple, done: str, expected: bool):
    """Days as the procedure's unit says; what cannot be measured is not on time."""
    assert is_on_time({}, ("done", done), limit=limit) is expected


def test_an_open_dossier_is_measured_anew_for_each_period():
    """Within time at the end of its month, overdue at the end of its quarter."""
    dossier = {"due_at": "2026-08-20"}
    assert is_on_time(dossier, period="month") is True
    assert is_on_time(dossier, period="quarter") is False


def test_an_open_dossier_is_not_measured_beyond_today():
    """The quarter is not over: today counts."""
    assert is_on_time({"due_at": "2026-08-20"}, as_of="2026-08-20") is True


MOVED = {"due_at": "2026-07-20", "original_due_at": "2026-07-15"}
PAUSED = [(ASKED, "2026-07-10T09:00"), (GIVEN, "2026-07-14T09:00"), ("done", "2026-07-23T09:00")]


@pytest.mark.parametrize(("reading", "expected"), [("original_due", False), ("always", True)])
def test_a_moved_due_date_is_not_rewarded_twice(reading: str, expected: bool):
    """A date that the agency moved holds the pause already; the letter of the formula subtracts again."""
    assert is_on_time(MOVED, *PAUSED, subtract_supplements=reading) is expected


@pytest.mark.parametrize(("reading", "expected"), [("open", True), ("any", False)])
def test_two_requests_make_only_unanswered_dossiers_late(reading: str, expected: bool):
    """The sentence stands in the case without result; the wide reading takes every dossier."""
    changes = [(ASKED, "2026-07-02T09:00"), (GIVEN, "2026-07-03T09:00"), (ASKED, "2026-07-06T09:00")]
    finished = [*changes, (GIVEN, "2026-07-07T09:00"), ("done", "2026-07-14T09:00")]
    assert is_on_time({"due_at": "2026-07-15"}, *finished, repeated_requests_are_late=reading) is expected
