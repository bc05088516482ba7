"""Two implementations that share nothing publish the same numbers, to the last digit."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.e_office.tables import TABLES
from pipelines.pipeline import Context, Frames
from pipelines.tests import second
from pipelines.tests.e_office.conftest import START


@pytest.fixture(scope="module")
def answers(sound: Frames, context: Context) -> dict[str, pl.DataFrame]:
    return second.answers(Path(__file__).parent / "sql", sound, context, START)


@pytest.mark.parametrize("name", TABLES)
def test_sql_straight_from_records_gives_the_same_table(name, tables, answers):
    """Each published table equals plain SQL on the same records: rows, counts, stocks and ratios."""
    key = TABLES[name].primary_key()
    other = answers[name.split("/")[1]].select(tables[name].columns).sort(key)
    assert tables[name].height > 1000
    assert_frame_equal(tables[name], other, check_exact=True)
