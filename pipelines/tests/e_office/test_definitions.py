"""Definitions, each by a record or two that are written out."""

from __future__ import annotations

import dataclasses
import datetime as dt

import polars as pl
import pytest

from pipelines.e_office.documents import documents, exchange
from pipelines.e_office.meetings import calendar_entries, meetings
from pipelines.e_office.tasks import tasks
from pipelines.pipeline import Context

FRIDAY, SATURDAY, MONDAY = dt.datetime(2024, 6, 7), dt.datetime(2024, 6, 8), dt.datetime(2024, 6, 10)
HOUR = dt.timedelta(hours=1)
OUT = {
    "agency_code": "so-y-te", "direction": "out", "form": "electronic", "secrecy": "none",
    "urgency": "normal",
    "is_signed_by_leader": True, "is_signed_by_organisation": True, "channel": "platform",
    "partner_levels": "province", "registered_at": FRIDAY + 9 * HOUR, "signed_at": FRIDAY + 8 * HOUR,
    "released_at": FRIDAY + 10 * HOUR, "due_on": None, "handled_at": None,
}  # fmt: skip
IN = {**OUT, "direction": "in", "is_signed_by_leader": None, "is_signed_by_organisation": None,
      "signed_at": None, "released_at": None}  # fmt: skip
TASK = {"agency_code": "so-y-te", "assigned_by": "central", "assigned_on": FRIDAY.date(), "due_on": None,
        "extensions": 0, "finished_on": None, "withdrawn_on": None}  # fmt: skip
MEETING = {"agency_code": "so-y-te", "starts_at": MONDAY + 8 * HOUR, "ends_at": MONDAY + 10 * HOUR,
           "mode": "online", "is_paperless": True, "sites": 9, "status": "held"}  # fmt: skip
ENTRY = {"agency_code": "so-y-te", "starts_at": MONDAY + 30 * HOUR, "published_at": FRIDAY,
         "purpose": "meeting", "changed_at": None, "status": "kept"}  # fmt: skip
MOMENTS = ("registered_at", "signed_at", "released_at", "handled_at", "changed_at")
DATES = ("due_on", "finished_on", "withdrawn_on")
FLAGS = ("is_signed_by_leader", "is_signed_by_organisation")
TYPES: dict[str, type[pl.DataType] | pl.DataType] = {
    **dict.fromkeys(MOMENTS, pl.Datetime("us")),
    **dict.fromkeys(DATES, pl.Date),
    **dict.fromkeys(FLAGS, pl.Boolean),
}


def frame(*rows: dict) -> pl.DataFrame:
    types = {name: dtype for name, dtype in TYPES.items() if name in rows[0]}
    return pl.DataFrame(list(rows), schema_overrides=types)


def total(counts: pl.DataFrame) -> dict:
    """Sums of counts over months and agencies."""
    return counts.select(pl.exclude("month", "agency_code", "direction").sum()).row(0, named=True)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {"electronic": 1, "signed_by_both": 1, "sendable": 1, "via_platform": 1}),
        (
            {"is_signed_by_leader": False},
            {"signed_by_organisation": 1, "signed_by_leader": 0, "signed_by_both": 0},
        ),
        ({"is_signed_by_organisation": False}, {"signed_by_leader": 1, "signed_by_both": 0}),
        (
            {"form": "paper", "channel": "post"},
            {"electronic": 0, "signed_by_both": 0, "sendable": 1, "via_platform": 0},
        ),
        (
            {"secrecy": "confidential", "channel": "post"},
            {
                "outgoing": 1,
                "outgoing_secret": 1,
                "electronic": 0,
                "signed_by_both": 0,
                "sendable": 0,
                "via_platform": 0,
            },
        ),
        ({"channel": "email"}, {"sendable": 1, "via_platform": 0}),
    ],
)
def test_what_counts_as_signed_and_as_sent_through_the_platform(context, change, expected):
    """Both signatures make a document signed; secret ones are in no share, paper ones in that of sending."""
    assert total(documents(frame({**OUT, **change}), context)).items() >= expected.items()


@pytest.mark.parametrize(
    ("urgency", "released", "in_time"),
    [
        ("normal", FRIDAY + 16 * HOUR, 1),
        ("normal", MONDAY + 16 * HOUR, 1),
        ("normal", MONDAY + 34 * HOUR, 0),
        ("urgent", FRIDAY + 16 * HOUR, 1),
        ("flash", MONDAY + 8 * HOUR, 0),
    ],
)
def test_release_by_the_next_working_day(context, urgency, released, in_time):
    """Signed on Friday: Monday is in time, Tuesday is not; urgent ones leave on Friday (article 18(1))."""
    counts = documents(frame({**OUT, "urgency": urgency, "released_at": released}), context)
    assert total(counts)["released_in_time"] == in_time


@pytest.mark.parametrize(
    ("due", "handled", "expected"),
    [
        (MONDAY, MONDAY + 16 * HOUR, {"handled_in_time": 1, "handled_late": 0, "became_overdue": 0}),
        (SATURDAY, MONDAY + 16 * HOUR, {"handled_in_time": 1, "handled_late": 0, "became_overdue": 0}),
        (FRIDAY, MONDAY + 8 * HOUR, {"handled_in_time": 0, "handled_late": 1, "became_overdue": 1}),
        (MONDAY, None, {"incoming": 1, "handled": 0, "became_overdue": 1}),
        (None, MONDAY + 8 * HOUR, {"handled": 1, "handled_with_deadline": 0, "handled_in_time": 0}),
        (None, None, {"incoming": 1, "became_overdue": 0}),
    ],
)
def test_incoming_documents_against_their_deadline(context, due, handled, expected):
    """A deadline on a day off ends on the next working day; without one nothing is in time or late."""
    counts = total(documents(frame({**IN, "due_on": due and due.date(), "handled_at": handled}), context))
    assert {name: counts.get(name, 0) for name in expected} == expected


def test_what_lies_after_the_last_known_day_has_not_happened(context):
    """Seen on Friday evening, what was done on Monday is open and not overdue."""
    friday = dataclasses.replace(context, as_of=FRIDAY.date())
    row = {**IN, "due_on": FRIDAY.date(), "handled_at": MONDAY + 8 * HOUR}
    assert total(documents(frame(row), friday)).get("handled", 0) == 0
    assert total(documents(frame(row), friday)).get("became_overdue", 0) == 0


def test_a_document_counts_once_at_each_level_that_it_goes_to(context):
    """One letter to the province's departments and all districts is one document with both levels."""
    counts = total(exchange(frame({**OUT, "partner_levels": "province district"}), context))
    levels = {"with_province": 1, "with_district": 1, "with_other_province": 0}
    assert counts.items() >= {"documents": 1, **levels}.items()


@pytest.mark.parametrize(
    ("due", "finished", "found"),
    [
        (MONDAY, FRIDAY, "finished_early"),
        (MONDAY, MONDAY, "finished_on_time"),
        (SATURDAY, MONDAY, "finished_on_time"),
        (FRIDAY, MONDAY, "finished_late"),
    ],
)
def test_tasks_are_early_on_time_or_late(context, due, finished, found):
    """Before the due day, on it (or the next working day when it is a day off), or after."""
    counts = total(tasks(frame({**TASK, "due_on": due.date(), "finished_on": finished.date()}), context))
    kinds = ("finished_early", "finished_on_time", "finished_late")
    assert {name: counts[name] for name in kinds} == {name: int(name == found) for name in kinds}


def test_a_withdrawn_task_is_no_longer_overdue(context):
    """It became overdue and came to its end without being finished."""
    row = {**TASK, "due_on": FRIDAY.date(), "withdrawn_on": dt.date(2024, 6, 12)}
    expected = {"became_overdue": 1, "overdue_ended": 1, "withdrawn": 1}
    assert total(tasks(frame(row), context)).items() >= expected.items()


def test_a_cancelled_meeting_adds_no_sites_and_no_minutes(context):
    """Only meetings that were held count by mode, sites and length."""
    counts = total(meetings(frame(MEETING, {**MEETING, "status": "cancelled"}), context))
    expected = {
        "held": 1,
        "cancelled": 1,
        "online": 1,
        "at_a_distance": 1,
        "sites": 9,
        "minutes": 120,
        "paperless": 1,
    }
    assert counts.items() >= expected.items()


@pytest.mark.parametrize(("published", "in_advance"), [(FRIDAY, 1), (MONDAY - HOUR, 1), (MONDAY, 0)])
def test_a_week_is_published_before_its_monday(context: Context, published, in_advance):
    """An entry of Tuesday is in advance until Sunday night."""
    counts = calendar_entries(frame({**ENTRY, "published_at": published}), context)
    assert total(counts)["published_in_advance"] == in_advance
