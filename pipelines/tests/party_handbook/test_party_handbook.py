"""Party members' handbook: reported figures, privacy, a second implementation, and laws."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.simulation import party_handbook
from pipelines.tests.small import Case

CASE = Case("party_handbook", party_handbook.records, Path(__file__).parent / "sql")


def province(table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(scope="area", unit_code="34", period_type="month").sort("period")


def test_sql_straight_from_records_gives_the_same_tables():
    """To the last digit."""
    CASE.agrees_with_sql()


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32), chunks=st.integers(1, 5))
def test_order_chunks_and_repetition_do_not_matter(seed, chunks):
    """The same tables in any order and number of chunks, with all records twice."""
    CASE.keeps(seed, chunks)


def test_the_tables_are_those_of_their_contract():
    """Columns, types, origin and producer."""
    CASE.agrees_with_contracts()


def test_all_cells_and_more_than_100_000_members_use_it():
    """As article E reports, from the reference month on; before it some cells do not."""
    cells = province(CASE.computed.tables["party-handbook-use/cells"])
    shares = dict(cells.select("period", "cells_using_pct").iter_rows())
    assert {shares[month] for month in shares if month >= party_handbook.REFERENCE_MONTH} == {100.0}
    assert shares["2023-11"] < 100
    members = province(CASE.computed.tables["party-handbook-use/members"])
    later = members.filter(pl.col("period") >= party_handbook.REFERENCE_MONTH)["members_using"]
    assert later.len() == 3
    assert (later > 100_000).all()


def test_members_of_single_agencies_are_not_published():
    """Members are shown for districts, levels and the province, far above the smallest cell."""
    members = CASE.computed.tables["party-handbook-use/members"]
    assert set(members["scope"]) == {"area", "level"}
    others = members["members"] - members["members_using"]
    assert min(others.to_list() + members["members_using"].to_list()) >= 5


def test_each_cell_is_expected_to_meet_every_month():
    """A quarter expects three meetings of each cell, and counts its cells once."""
    table = CASE.computed.tables["party-handbook-use/cells"]
    row = table.filter(scope="area", unit_code="34", period="2024", period_type="year").row(0, named=True)
    assert row["meetings_expected"] == 2 * row["cells"] == row["months"] * row["cells"]
