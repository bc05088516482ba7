"""What holds for any input: order, chunks and repetition do not matter, and parts add up to the whole."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines.e_office import PIPELINE
from pipelines.e_office.tables import TABLES
from pipelines.pipeline import Context, Frames
from pipelines.tests.e_office.conftest import checked


def added_up(parts: Sequence[Frames]) -> dict[str, pl.DataFrame]:
    """Counts of several chunks as one."""
    together = {}
    for name in parts[0]:
        keys = ["month", "agency_code", *TABLES[next(key for key in TABLES if key.endswith(f"/{name}"))].keys]
        together[name] = pl.concat([part[name] for part in parts]).group_by(keys).agg(pl.all().sum())
    return together


def published(parts: Sequence[Frames], context: Context) -> Frames:
    return PIPELINE.tables(added_up([PIPELINE.count(part, context) for part in parts]), context)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), chunks=st.integers(1, 6))
def test_order_and_chunks_do_not_matter(sound, tables, context, seed, chunks):
    """Shuffled records, divided by the hash of the column that decides their chunk, give the same tables."""
    parts = []
    for index in range(chunks):
        part = {}
        for kind, frame in sound.items():
            place = pl.col(PIPELINE.partition_by[kind]).hash(seed) % chunks
            part[kind] = frame.sample(fraction=1, shuffle=True, seed=seed).filter(place == index)
        parts.append(part)
    for name, table in published(parts, context).items():
        assert_frame_equal(table, tables[name])


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32), share=st.floats(0, 1))
def test_records_that_come_again_count_once(raw, tables, context, seed, share):
    """Input that holds any of its records a second time gives the same tables."""
    again = {kind: pl.concat([frame, frame.sample(fraction=share, seed=seed)]) for kind, frame in raw.items()}
    for name, table in published([checked(again)], context).items():
        assert_frame_equal(table, tables[name])


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("scope", ["agency", "level"])
def test_agencies_and_levels_add_up_to_the_province(tables, name, scope):
    """In each period the sums over agencies, and over levels, equal the province's row."""
    table = TABLES[name]
    measures = [*table.flows, *(stock.name for stock in table.stocks)]
    keys = ["period_kind", "period", *table.keys]
    root = tables[name].filter(pl.col("scope") == "area", pl.col("parent_code").is_null())
    parts = tables[name].filter(scope=scope).group_by(keys).agg(pl.col(measures).sum())
    assert_frame_equal(parts.sort(keys), root.select(*keys, *measures).sort(keys))


@pytest.mark.parametrize("name", TABLES)
def test_months_add_up_to_longer_periods(tables, name):
    """Quarters, the year and its last month to date hold the sums of their months."""
    table = TABLES[name]
    keys = ["scope", "unit_code", *table.keys]
    kinds = tables[name].group_by("period_kind", *keys).agg(pl.col(table.flows).sum())
    months = kinds.filter(period_kind="month").drop("period_kind").sort(keys)
    for kind in ("quarter", "year"):
        assert_frame_equal(kinds.filter(period_kind=kind).drop("period_kind").sort(keys), months)
    to_date = tables[name].filter(pl.col("period_kind") == "year_to_date", pl.col("months") == 4)
    assert_frame_equal(to_date.select(*keys, *table.flows).sort(keys), months)


def test_an_unknown_agency_stops_the_run(sound, context):
    """A code that the profile does not have is named, not dropped."""
    strange = sound["task"].head(3).with_columns(agency_code=pl.lit("so-khong-co"))
    with pytest.raises(ValueError, match="so-khong-co"):
        published([{**sound, "task": pl.concat([sound["task"], strange])}], context)
