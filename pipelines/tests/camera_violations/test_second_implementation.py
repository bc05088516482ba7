"""Plain SQL straight from records gives the same numbers; what is published is those or nothing."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.computing.whole import Computed
from pipelines.pipeline import Context, Frames

SQL = (Path(__file__).parent / "second.sql").read_text(encoding="utf-8")
KEYS = {
    "violations": [
        "period_type",
        "period",
        "site_code",
        "violation_kind",
        "vehicle_class",
        "hour_band",
        "weather",
    ],
    "handling": ["period_type", "period", "violation_kind", "vehicle_class"],
    "availability": ["period_type", "period", "site_code"],
    "accidents": ["site_code"],
}


@pytest.fixture(scope="module")
def database(sound: Frames, context: Context) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for kind, frame in sound.items():
        connection.register(kind, frame.to_arrow())
    connection.register("site", pl.DataFrame(context.settings["sites"]).to_arrow())
    connection.execute(SQL)
    return connection


@pytest.mark.parametrize("name", KEYS)
def test_sql_gives_the_same_numbers(name: str, database: duckdb.DuckDBPyConnection, whole: Frames) -> None:
    """Counts, sums and shares are equal to the last digit; rows that SQL does not have are zeros."""
    table = {"handling": "handling_table", "violations": "violation_rates"}.get(name, name)
    other = database.sql(f"SELECT * FROM {table}").pl()
    measures = [column for column in other.columns if column not in KEYS[name]]
    ours = whole[f"camera-violations/{name}"]
    there = ours.join(other, on=KEYS[name], how="semi").select(*KEYS[name], *measures).sort(KEYS[name])
    assert_frame_equal(
        there, other.select(there.columns).sort(KEYS[name]), check_exact=True, check_dtypes=False
    )
    absent = ours.join(other, on=KEYS[name], how="anti")
    assert absent[measures[0]].sum() == 0


@pytest.mark.parametrize("name", ["violations", "handling", "accidents"])
def test_what_is_shown_is_true(name: str, computed: Computed, whole: Frames) -> None:
    """A withheld value is empty; every other is the one of the table without suppression."""
    public, full = computed.tables[f"camera-violations/{name}"], whole[f"camera-violations/{name}"]
    for column in set(public.columns) - {"suppressed"}:
        shown = public[column].is_not_null()
        assert public[column].filter(shown).equals(full[column].filter(shown))
    assert public["suppressed"].any() or name == "accidents"


def test_sites_add_up_to_the_province(whole: Frames) -> None:
    """In each period and column, the sum over sites is the row of all sites."""
    table = whole["camera-violations/violations"]
    keys = [key for key in KEYS["violations"] if key != "site_code"]
    sums = (
        table.filter(pl.col("site_code") != "all").group_by(keys).agg(pl.col("violations").sum()).sort(keys)
    )
    total = table.filter(pl.col("site_code") == "all").select(*keys, "violations").sort(keys)
    assert_frame_equal(sums, total)
