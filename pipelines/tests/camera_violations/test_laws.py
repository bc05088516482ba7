"""What holds for any input: order, chunks and repetition do not matter; no single vehicle comes through."""

from __future__ import annotations

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines.camera_violations import PIPELINE
from pipelines.computing.whole import Computed, compute
from pipelines.pipeline import Context, Frames
from pipelines.tests.camera_violations.conftest import INSTALLED, ROOT

CONTRACT = ROOT / "datasets" / "cong-an" / "camera-violations" / "datapackage.yaml"
TYPES = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean}


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32), chunks=st.integers(1, 6), share=st.floats(0, 1))
def test_order_chunks_and_repetition_do_not_matter(
    raw: Frames, computed: Computed, context: Context, seed: int, chunks: int, share: float
) -> None:
    """Records in any order, some twice, in any chunks give the same tables, withheld cells included."""
    again = {}
    for kind, frame in raw.items():
        twice = pl.concat([frame, frame.sample(fraction=share, seed=seed)])
        again[kind] = twice.sample(fraction=1, shuffle=True, seed=seed)
    for name, table in compute(INSTALLED, again, context, chunks).tables.items():
        assert_frame_equal(table, computed.tables[name])


def test_no_small_count_is_published(computed: Computed) -> None:
    """Counts from 1 to 4 of violations, statuses and accidents are empty."""
    for name, columns in {
        "violations": ["violations"],
        "handling": ["violations", "awaiting", "dismissed", "noticed", "unpaid", "paid"],
        "accidents": ["accidents_before", "accidents_after"],
    }.items():
        table = computed.tables[f"camera-violations/{name}"]
        assert not table.select(pl.any_horizontal(pl.col(columns).is_between(1, 4))).to_series().any()


def test_no_record_knows_plates_or_people() -> None:
    """No contract has a column for them, and a column that a contract does not know stops the run."""
    for contract in INSTALLED.contracts.values():
        words = {word for field in contract.table.fields for word in field.name.split("_")}
        assert words.isdisjoint({"plate", "owner", "driver", "name", "face", "image", "phone"})
        assert contract.unknown_columns == "stop"


def test_an_unknown_site_stops_the_run(raw: Frames, context: Context) -> None:
    """A site that settings do not have is named, not dropped."""
    strange = (
        raw["event"].head(1).with_columns(site_code=pl.lit("gateway-9"), camera_code=pl.lit("gateway-9-c1"))
    )
    with pytest.raises(ValueError, match="gateway-9"):
        compute(INSTALLED, {**raw, "event": strange}, context)


@pytest.mark.parametrize("number", range(4))
def test_tables_are_those_of_the_contract(computed: Computed, number: int) -> None:
    """Columns in their order, types, keys, codes and mandatory cells."""
    contract = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    resource = contract["resources"][number]
    table = computed.tables[f"{PIPELINE.datasets[0]}/{resource['name']}"]
    fields = resource["schema"]["fields"]
    assert dict(table.schema) == {field["name"]: TYPES[field["type"]] for field in fields}
    assert not table.select(resource["schema"]["primaryKey"]).is_duplicated().any()
    for field in fields:
        limits = field.get("constraints", {})
        assert not (limits.get("required") and table[field["name"]].null_count())
        assert set(table[field["name"]].drop_nulls()) <= set(limits.get("enum", table[field["name"]]))


def test_thin_breakdowns_are_published_for_longer_periods(raw: Frames, context: Context) -> None:
    """With few violations the totals of sites stay monthly; their hours are told by quarter or year."""
    few = {**raw, "event": raw["event"].gather_every(13)}
    rows = compute(INSTALLED, few, context).tables["camera-violations/violations"]
    totals = pl.col("violation_kind", "vehicle_class", "hour_band", "weather") == "all"
    split = rows.filter(~pl.all_horizontal(totals))
    assert set(rows.filter(pl.all_horizontal(totals))["period_type"]) >= {"month", "quarter", "year"}
    assert split.height > 0
    assert "month" not in set(split.filter(pl.col("hour_band") != "all")["period_type"])
