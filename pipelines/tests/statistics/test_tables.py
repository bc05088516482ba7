"""Periods, the tree of units and ratios that published tables share."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.statistics.hierarchy import known
from pipelines.statistics.periods import months_between
from pipelines.statistics.ratios import mean, percent
from pipelines.statistics.tables import PeriodTable, Stock

UNITS = pl.DataFrame(
    [
        ("1", None, "province", "P", "P"),
        ("so", "1", "province", "S", "S"),
        ("11", "1", "district", "D", "D"),
        ("111", "11", "commune", "C", "C"),
    ],
    schema=["unit_code", "parent_code", "level", "name", "name_en"],
    orient="row",
)
COUNTS = pl.DataFrame(
    {
        "month": ["2023-12", "2024-02", "2024-02", "2024-04"],
        "agency_code": ["11", "11", "111", "so"],
        "came": [5, 2, 1, 1],
        "went": [1, 3, 0, 0],
    }
)
TABLE = PeriodTable(
    flows=("came", "went"), stocks=(Stock("open", "came", ("went",)),), percents=(("went", "came"),)
)


@pytest.fixture
def table() -> pl.DataFrame:
    return TABLE.made(COUNTS, UNITS)


def row(table: pl.DataFrame, kind: str, period: str, scope: str, unit: str) -> dict:
    return table.filter(period_type=kind, period=period, scope=scope, unit_code=unit).row(0, named=True)


@pytest.mark.parametrize(
    ("kind", "period", "scope", "unit", "expected"),
    [
        ("month", "2024-02", "agency", "11", (2, 3, 3, 150.0)),
        ("month", "2024-02", "area", "11", (3, 3, 4, 100.0)),
        ("month", "2024-01", "area", "1", (0, 0, 4, None)),
        ("quarter", "2024-Q1", "area", "1", (3, 3, 4, 100.0)),
        ("year", "2024", "area", "1", (4, 3, 5, 75.0)),
        ("year_to_date", "2024-03", "area", "1", (3, 3, 4, 100.0)),
        ("year", "2024", "level", "province", (1, 0, 1, 0.0)),
    ],
)
def test_flows_are_added_and_stocks_are_taken_at_the_end(table, kind, period, scope, unit, expected):
    """Sums of months, what is open at the end, and a ratio of sums; null where nothing came."""
    found = row(table, kind, period, scope, unit)
    assert (found["came"], found["went"], found["open"], found["went_pct"]) == expected


def test_a_month_without_events_has_rows(table):
    """Every unit has every month from the first to the last; periods say how many they hold."""
    months = table.filter(period_type="month")
    assert months["period"].unique().sort().to_list() == months_between("2023-12", "2024-04")
    assert months.height == 5 * months.select("scope", "unit_code").unique().height
    assert row(table, "quarter", "2024-Q2", "area", "1")["months"] == 1


def test_an_agency_outside_the_tree_is_refused():
    """The root is no agency either: nothing is counted for the province by itself."""
    with pytest.raises(ValueError, match=r"1, 99"):
        known(pl.Series(["99", "11", "1"]), UNITS)


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(1, 3, 33.33), (2, 3, 66.67), (1, 800, 0.13), (0, 7, 0.0), (0, 0, None)]
)
def test_percentages_are_rounded_half_up_to_two_places(part, whole, expected):
    """And are null without a whole."""
    frame = pl.DataFrame({"part": [part], "whole": [whole]})
    assert frame.select(percent("part", "whole")).item() == expected


def test_a_mean_is_a_ratio_of_sums():
    """7 days for 3 documents are 2.33 days for each."""
    assert pl.DataFrame({"days": [7], "number": [3]}).select(mean("days", "number")).item() == 2.33
