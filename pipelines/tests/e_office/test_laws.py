"""What holds for any input: order, chunks and repetition do not matter, and parts add up to the whole."""

from __future__ import annotations

import dataclasses
import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines.computing.whole import compute
from pipelines.e_office.tables import TABLES
from pipelines.tests.e_office.conftest import INSTALLED


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32), chunks=st.integers(1, 6), share=st.floats(0, 1))
def test_order_chunks_and_repetition_do_not_matter(raw, tables, context, seed, chunks, share):
    """Records in any order, some of them twice, counted in any number of chunks give the same tables."""
    again = {}
    for kind, frame in raw.items():
        twice = pl.concat([frame, frame.sample(fraction=share, seed=seed)])
        again[kind] = twice.sample(fraction=1, shuffle=True, seed=seed)
    for name, table in compute(INSTALLED, again, context, chunks).tables.items():
        assert_frame_equal(table, tables[name])


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("scope", ["agency", "level"])
def test_agencies_and_levels_add_up_to_the_province(tables, name, scope):
    """In each period the sums over agencies, and over levels, equal the province's row."""
    table = TABLES[name]
    measures = [*table.flows, *(stock.name for stock in table.stocks)]
    keys = ["period_type", "period", *table.keys]
    root = tables[name].filter(pl.col("scope") == "area", pl.col("parent_code").is_null())
    parts = tables[name].filter(scope=scope).group_by(keys).agg(pl.col(measures).sum())
    assert_frame_equal(parts.sort(keys), root.select(*keys, *measures).sort(keys))


@pytest.mark.parametrize("name", TABLES)
def test_months_add_up_to_longer_periods(tables, name):
    """Quarters, the year and its last month to date hold the sums of their months."""
    table = TABLES[name]
    keys = ["scope", "unit_code", *table.keys]
    kinds = tables[name].group_by("period_type", *keys).agg(pl.col(table.flows).sum())
    months = kinds.filter(period_type="month").drop("period_type").sort(keys)
    for kind in ("quarter", "year"):
        assert_frame_equal(kinds.filter(period_type=kind).drop("period_type").sort(keys), months)
    to_date = tables[name].filter(pl.col("period_type") == "year_to_date", pl.col("months") == 4)
    assert_frame_equal(to_date.select(*keys, *table.flows).sort(keys), months)


@pytest.mark.parametrize("name", TABLES)
def test_what_came_later_changes_no_earlier_month(raw, tables, context, name):
    """Seen at the end of May, the months up to May are what they are seen a month later."""
    may = dataclasses.replace(context, as_of=dt.date(2024, 5, 31))
    then = compute(INSTALLED, raw, may).tables[name].filter(period_type="month")
    assert set(then["period"]) == {"2024-03", "2024-04", "2024-05"}
    now = (
        tables[name].filter(period_type="month").join(then.select("period").unique(), on="period", how="semi")
    )
    assert_frame_equal(then, now)


def test_a_record_that_is_updated_counts_as_it_is_now(raw, tables, context):
    """The source sends a task again when it is finished; the older state is counted no more."""
    task = raw["task"].filter(pl.col("finished_on").is_not_null(), ~pl.col("task_id").str.ends_with("/sai"))
    before = task.with_columns(pl.col("updated_at") - pl.duration(days=9), finished_on=pl.lit(None, pl.Date))
    again = compute(INSTALLED, {**raw, "task": pl.concat([before, raw["task"]])}, context)
    assert_frame_equal(again.tables["e-office-tasks/tasks"], tables["e-office-tasks/tasks"])


def test_an_unknown_agency_stops_the_run(raw, context):
    """A code that the profile does not have is named, not dropped."""
    strange = raw["task"].head(3).with_columns(agency_code=pl.lit("so-khong-co"), task_id=pl.lit("NV-1"))
    with pytest.raises(ValueError, match="so-khong-co"):
        compute(INSTALLED, {**raw, "task": pl.concat([raw["task"], strange.head(1)])}, context)
