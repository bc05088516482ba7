"""Online meetings: definitions, a second implementation, and what holds for any input."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.meetings.connections import count
from pipelines.simulation import meetings
from pipelines.tests.small import Case

CASE = Case("meetings", meetings.records, Path(__file__).parent / "sql")
START = dt.datetime(2024, 2, 1, 8)
MINUTE = dt.timedelta(minutes=1)


def test_sql_straight_from_records_gives_the_same_table():
    """To the last digit."""
    CASE.agrees_with_sql()


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32), chunks=st.integers(1, 5))
def test_order_chunks_and_repetition_do_not_matter(seed, chunks):
    """The same tables in any order and number of chunks, with all records twice."""
    CASE.keeps(seed, chunks)


def test_the_table_is_that_of_its_contract():
    """Columns, types, origin and producer."""
    CASE.agrees_with_contracts()


def test_every_session_has_one_host():
    """The province's sessions are as many as there are session numbers."""
    table = CASE.computed.tables["online-meeting-sessions/connections"]
    total = table.filter(scope="area", unit_code="34", period_type="month")["sessions"].sum()
    assert total == CASE.raw["connection"]["session_id"].n_unique() > 50


@pytest.mark.parametrize(
    ("joined", "expected"),
    [
        (START, {"attended": 1, "joined_late": 0, "interruptions": 2, "minutes": 60}),
        (START + 10 * MINUTE, {"attended": 1, "joined_late": 0}),
        (START + 11 * MINUTE, {"attended": 1, "joined_late": 1}),
        (None, {"invited": 1, "attended": 0, "joined_late": 0, "interrupted": 0, "minutes": 0}),
    ],
)
def test_joining_late_and_not_at_all(joined, expected):
    """More than ten minutes after the start is late; a site that stays away was invited only."""
    row = {
        "session_id": "VM-1", "agency_code": "so-y-te", "is_host": False, "starts_at": START,
        "joined_at": joined, "left_at": joined and START + 60 * MINUTE, "interruptions": 2,
    }  # fmt: skip
    moments = {name: pl.Datetime("us") for name in ("starts_at", "joined_at", "left_at")}
    (counts,) = count({"connection": pl.DataFrame([row], schema_overrides=moments)}, CASE.context).values()
    assert counts.row(0, named=True).items() >= expected.items()
