"""Small pipelines: a second implementation, what holds for any input, and each definition once by hand."""

from __future__ import annotations

import datetime as dt
import importlib
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import records
from pipelines.tests.small import Case

SQL = Path(__file__).parent / "sql"
OTHER_DAYS: dict[str, Any] = {
    "vneid": {"start": dt.date(2024, 10, 1), "end": dt.date(2025, 1, 31), "size": 90_000}
}
CASES = {
    path.name: Case(
        path.name,
        importlib.import_module(f"pipelines.simulation.{path.name}").records,
        path,
        **OTHER_DAYS.get(path.name, {}),
    )
    for path in sorted(SQL.iterdir())
}
EVERY = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
ASKED = dt.datetime(2024, 2, 1, 8)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


@EVERY
def test_sql_straight_from_records_gives_the_same_table(case: Case) -> None:
    """To the last digit."""
    case.agrees_with_sql()


@EVERY
@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 2**32), chunks=st.integers(1, 5))
def test_order_chunks_and_repetition_do_not_matter(case: Case, seed: int, chunks: int) -> None:
    """The same tables in any order and number of chunks, with all records twice."""
    case.keeps(seed, chunks)


@EVERY
def test_the_table_is_that_of_its_contract(case: Case) -> None:
    """Columns, types, origin and producer."""
    case.agrees_with_contracts()


@EVERY
def test_wrong_records_are_set_aside(case: Case) -> None:
    """The generator's impossible records are found by the record contract, and no others."""
    for kind, frame in case.raw.items():
        checked = records.check(frame, case.installed.contracts[kind])
        assert 0 < checked.set_aside.height < 0.02 * frame.height
        assert checked.frame.height + checked.set_aside.height == frame.height


def counted(name: str, kind: str, **cells: Any) -> dict[str, Any]:
    """The counts of one record, the zeros left out."""
    case = CASES[name]
    fields = records.check(case.raw[kind].head(0), case.installed.contracts[kind]).frame.schema
    row = pl.DataFrame([cells]).select(
        pl.lit(cells.get(column)).cast(dtype).alias(column) for column, dtype in fields.items()
    )
    (counts,) = case.installed.pipeline.count({kind: row}, case.context).values()
    return {column: value for column, value in counts.row(0, named=True).items() if value not in (0, None)}


@pytest.mark.parametrize(
    ("waited", "expected"),
    [
        (24 * HOUR, {"answered": 1, "answered_in_time": 1, "minutes_to_answer": 1440}),
        (24 * HOUR + MINUTE, {"answered": 1, "minutes_to_answer": 1441}),
        (60 * 24 * HOUR, {}),
        (None, {}),
    ],
)
def test_answers_on_zalo(waited: dt.timedelta | None, expected: dict[str, int]) -> None:
    """In time is within 24 hours; what is answered after the last known day is not answered yet."""
    answered = waited and ASKED + waited
    found = counted(
        "zalo_channels", "conversation", channel="business", started_at=ASKED, answered_at=answered
    )
    assert found == {"month": "2024-02", "channel": "business", "conversations": 1, **expected}


def test_satisfied_is_four_or_five() -> None:
    """A rating of 3 is a rating and no satisfaction."""
    answer = {"started_at": ASKED, "answered_at": ASKED + HOUR}
    three, four = (counted("zalo_channels", "conversation", **answer, rating=rating) for rating in (3, 4))
    assert (three["rated"], three.get("satisfied"), four["satisfied"]) == (1, None, 1)


@pytest.mark.parametrize(("minutes", "in_time"), [(15, 1), (16, None)])
def test_alerts_are_acknowledged_within_a_quarter_of_an_hour(minutes: int, in_time: int | None) -> None:
    """15 minutes are in time, 16 are not."""
    seen = ASKED + minutes * MINUTE
    found = counted(
        "surveillance_alerts", "alert", raised_at=ASKED, acknowledged_at=seen, outcome="false_alarm"
    )
    assert (found["false_alarms"], found.get("acknowledged_in_time")) == (1, in_time)


@pytest.mark.parametrize(("hours", "in_time"), [(72, 1), (73, None)])
def test_mentions_are_handled_within_three_days(hours: int, in_time: int | None) -> None:
    """The time runs from when it was forwarded, not from when it was found."""
    forwarded = ASKED + 50 * HOUR
    moments = {"found_at": ASKED, "forwarded_at": forwarded, "handled_at": forwarded + hours * HOUR}
    found = counted("media_monitoring", "mention", tone="negative", **moments)
    assert (found["negative"], found["handled"], found.get("handled_in_time")) == (1, 1, in_time)


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ({"is_available": True, "delay_minutes": 15}, {"available": 1, "fresh": 1, "delay_minutes": 15}),
        ({"is_available": True, "delay_minutes": 16}, {"available": 1, "delay_minutes": 16}),
        ({"is_available": False}, {}),
    ],
)
def test_components_are_fresh_when_data_are_not_older_than_a_quarter_of_an_hour(
    check: dict[str, Any], expected: dict[str, int]
) -> None:
    """A component that does not answer has neither data nor a delay."""
    found = counted("operations_centre", "check", component="fire_alarms", checked_at=ASKED, **check)
    assert found == {"month": "2024-02", "component": "fire_alarms", "checks": 1, **expected}


@pytest.mark.parametrize(
    ("due", "answered", "expected"),
    [
        (dt.date(2024, 2, 6), dt.datetime(2024, 2, 6, 23), {"answered": 1, "due": 1, "answered_in_time": 1}),
        (dt.date(2024, 2, 6), dt.datetime(2024, 2, 7, 1), {"answered": 1, "due": 1}),
        (dt.date(2024, 2, 6), None, {"due": 1}),
        (dt.date(2024, 2, 29), None, {}),
    ],
)
def test_reports_are_due(due: dt.date, answered: dt.datetime | None, expected: dict[str, int]) -> None:
    """Open reports count as late when their due day is over, and not at all before."""
    cells = {"agency_code": "so-y-te", "received_at": ASKED, "due_on": due, "answered_at": answered}
    found = counted("citizen_app", "report", **cells)
    found.pop("hours_to_answer", None)
    assert found == {"month": "2024-02", "agency_code": "so-y-te", "reports": 1, **expected}


def test_use_is_added_up_by_database() -> None:
    """Requests, failures, records and response times are sums."""
    sums = {"requests": 9, "failed": 2, "records_shared": 7, "response_ms": 900}
    cells = {"database": "land", "agency_code": "so-y-te", "day": ASKED.date(), **sums}
    assert counted("shared_databases", "usage_day", **cells) == {
        "month": "2024-02",
        "database": "land",
        **sums,
    }


def test_certificates_begin_when_article_b_says() -> None:
    """There are none before 18 November 2024, and some from that month on."""
    table = CASES["vneid"].computed.tables["vneid-use/usage"]
    province = table.filter(scope="area", unit_code="34", period_type="month").sort("period")
    requested = dict(province.select("period", "certificates_requested").iter_rows())
    assert requested["2024-10"] == 0
    assert min(requested[month] for month in ("2024-11", "2024-12", "2025-01")) > 0
