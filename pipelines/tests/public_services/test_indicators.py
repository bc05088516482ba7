"""Petitions, decisions, catalogue and switches: one rule each, on a few records."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from pipelines.public_services import counting, petitions
from pipelines.tests.public_services.conftest import context
from pipelines.tests.public_services.test_laws import COMPUTED, CONTEXT, INSTALLED

SENT = dt.datetime(2026, 7, 1, 9)
PETITION = {
    "petition_number": "1",
    "unit_code": "X1",
    "petition_class": "other",
    "is_direct": True,
    "sent_at": SENT,
    "likes": 0,
    "dislikes": 0,
    "is_repeated": False,
}


def counted(*steps: tuple[str, str], as_of: str = "2026-07-31", **petition: Any) -> dict[str, int]:
    """Counts of one petition of 1 July 2026 in its first month."""
    events = {
        "petition_number": ["1"] * len(steps),
        "status": [status for status, _ in steps],
        "occurred_at": [dt.datetime.fromisoformat(time) for _, time in steps],
    }
    types: dict[str, Any] = {
        "petition_number": pl.String,
        "status": pl.String,
        "occurred_at": pl.Datetime("us"),
    }
    found = petitions.counts(
        pl.LazyFrame([PETITION | petition]), pl.LazyFrame(events, schema=types), context(as_of)
    )
    return found.sort("month").collect().row(0, named=True)


@pytest.mark.parametrize(
    ("steps", "in_time"),
    [
        pytest.param([("refused", "2026-07-03T17:00")], 1, id="refused within 2 working days"),
        pytest.param([("refused", "2026-07-06T08:00")], 0, id="refused after 3"),
        pytest.param([("supplement_requested", "2026-07-08T08:00")], 1, id="asked for more within 5"),
        pytest.param([("supplement_requested", "2026-07-09T08:00")], 0, id="asked for more after 6"),
        pytest.param(
            [("accepted", "2026-07-02T08:00"), ("supplement_requested", "2026-07-09T08:00")],
            1,
            id="asked for more after it was accepted",
        ),
        pytest.param(
            [("awaiting_publication", "2026-07-22T08:00"), ("published", "2026-07-24T08:00")],
            1,
            id="answered within 15, published within 2",
        ),
        pytest.param(
            [("awaiting_publication", "2026-07-23T08:00"), ("published", "2026-07-24T08:00")],
            0,
            id="answered after 16",
        ),
        pytest.param(
            [("awaiting_publication", "2026-07-20T08:00"), ("published", "2026-07-23T08:00")],
            0,
            id="published after 3",
        ),
        pytest.param([("awaiting_publication", "2026-07-20T08:00")], 0, id="not published at the end"),
        pytest.param([("received_locally", "2026-07-10T08:00")], 1, id="waiting for 15"),
        pytest.param([("received_locally", "2026-07-09T08:00")], 0, id="waiting for 16"),
    ],
)
def test_clocks_of_petitions(steps: list, in_time: int):
    """Limits of 2, 5, 15 and 2 working days; equality is on time."""
    assert counted(*steps)["in_time_month"] == in_time


def test_a_transferred_petition_starts_with_its_latest_transfer():
    """The way through other agencies is not the unit's time."""
    steps = [("transferred", "2026-07-10T08:00"), ("refused", "2026-07-14T08:00")]
    assert counted(*steps, is_direct=False)["in_time_month"] == 1
    assert counted(*steps)["in_time_month"] == 0


@pytest.mark.parametrize(
    ("petition", "satisfied"),
    [({}, 1), ({"dislikes": 1}, 0), ({"dislikes": 1, "likes": 1}, 1), ({"is_repeated": True}, 0)],
)
def test_satisfaction_of_petitions(petition: dict, satisfied: int):
    """Disliked more than liked, or complained of again: not satisfied."""
    assert counted(("refused", "2026-07-02T08:00"), **petition)["satisfied_month"] == satisfied


def test_a_petition_counts_in_each_period_in_which_it_was_handled():
    """Open from July to September: three months, one quarter, one year."""
    types: dict[str, Any] = {
        "petition_number": pl.String,
        "status": pl.String,
        "occurred_at": pl.Datetime("us"),
    }
    found = petitions.counts(pl.LazyFrame([PETITION]), pl.LazyFrame(schema=types), context("2026-09-30"))
    sums = found.select(pl.col("^handled_.*$").sum()).collect().row(0)
    assert sums == (3, 1, 1)


@pytest.mark.parametrize(
    ("reading", "month"), [pytest.param("deadline", "2026-08", id="due"), pytest.param("literal", "2026-07")]
)
def test_a_disclosure_is_due_when_its_days_are_over(reading: str, month: str):
    """Decided on 31 July: five working days later it is August; the letter takes it to July."""
    decision = {
        "decision_number": "1",
        "procedure_code": "P",
        "decided_on": dt.date(2026, 7, 31),
        "effective_on": dt.date(2026, 8, 7),
        "disclosed_on": None,
    }
    frame = pl.LazyFrame([decision], schema_overrides={"disclosed_on": pl.Date})
    found = counting.decision_counts(frame, context(disclosure_due=reading)).collect()
    due = found.filter(pl.col("disclosures_due") == 1)
    assert due.select("month", "late_disclosures_due").row(0) == (month, 1)
    assert found["late_decisions"].sum() == 0


@pytest.mark.parametrize(
    ("switch", "value"), [("synchronisation_factor", False), ("online_needs_result", True)]
)
def test_switches_move_only_their_indicator(switch: str, value: bool):
    """Both are about 3.3."""
    tables = INSTALLED.pipeline.tables(COMPUTED.counts, context(str(CONTEXT.as_of), **{switch: value}))
    before, after = (each["public-service-index/scores"] for each in (COMPUTED.tables, tables))
    changed = before.join(after, on=before.columns, how="anti", nulls_equal=True)
    assert set(changed["indicator"]) == {"3.3"}


def test_below_the_province_its_figures_are_repeated_or_missing():
    """1.1 to 1.3 repeat the province's; 3.1 has no score, and its maximum stays."""
    scores = COMPUTED.tables["public-service-index/scores"].filter(period="2024")
    for indicator in ("1.1", "1.2", "1.3"):
        assert scores.filter(indicator=indicator)["points"].n_unique() == 1
    commune = scores.filter(indicator="3.1", unit_code="X1").row(0, named=True)
    assert (commune["points"], commune["max_points"], commune["is_own"]) == (None, 2.0, False)


def test_ranks_are_given_both_ways():
    """The own share leaves out what the unit cannot influence: 14 of 100 points."""
    ranking = COMPUTED.tables["public-service-index/ranking"].filter(period="2024")
    assert dict(ranking.select("unit_code", "own_max_points").iter_rows()) == {
        "T": 100.0,
        "D": 86.0,
        "H": 86.0,
        "X1": 86.0,
        "X2": 86.0,
    }
    assert ranking.filter(level="commune")["rank"].sort().to_list() == [1, 2]
