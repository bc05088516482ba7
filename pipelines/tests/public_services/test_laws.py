"""What holds for any records: order, chunks and repetition do not matter, and parts add up to the whole."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines import installed
from pipelines.computing.whole import compute
from pipelines.pipeline import Context
from pipelines.public_services import evidence
from pipelines.records import settled
from pipelines.simulation import public_services as simulated
from pipelines.simulation.model import Simulation
from pipelines.tests.public_services.conftest import CALENDAR, UNITS

INSTALLED = installed.find("public_services")
START, END = dt.date(2024, 1, 1), dt.date(2024, 8, 14)
CONTEXT = Context(UNITS, CALENDAR, END, INSTALLED.settings)
RECORDS = simulated.records(Simulation(5, START, END, 4000, UNITS, CALENDAR), with_faults=True)
COMPUTED = compute(INSTALLED, RECORDS, CONTEXT)
SCORES = COMPUTED.tables["public-service-index/scores"]


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32), chunks=st.integers(1, 6), share=st.floats(0, 1))
def test_order_chunks_and_repetition_do_not_matter(seed: int, chunks: int, share: float):
    """Records in any order, some of them twice, counted in any number of chunks give the same tables."""
    again = {}
    for kind, frame in RECORDS.items():
        twice = pl.concat([frame, frame.sample(fraction=share, seed=seed)])
        again[kind] = twice.sample(fraction=1, shuffle=True, seed=seed)
    for name, table in compute(INSTALLED, again, CONTEXT, chunks).tables.items():
        assert_frame_equal(table, COMPUTED.tables[name], check_exact=True)


def test_equal_seeds_give_equal_records():
    """The generator depends on nothing else."""
    again = simulated.records(Simulation(5, START, END, 4000, UNITS, CALENDAR), with_faults=True)
    for kind, frame in RECORDS.items():
        assert_frame_equal(frame, again[kind], check_exact=True)


def test_faults_are_set_aside_and_counted():
    """Dates of 1970 and 2099 and impossible orders are told by rule."""
    counts = COMPUTED.checked["dossier"].counts | COMPUTED.checked["status_event"].counts
    assert {"due_after_acceptance", "minimum:submitted_at", "maximum:occurred_at"} <= set(counts)
    assert sum(counted.repeated["dossier"] for counted in COMPUTED.counted) > 0


@pytest.mark.parametrize("indicator", ["1.4", *evidence.INDICATORS, "5.2", "5.3"])
def test_units_add_up_to_the_province(indicator: str):
    """Units that nothing lies below hold, with the district's own, all dossiers and petitions."""
    sums = SCORES.filter(pl.col("indicator") == indicator)
    keys = ["period_type", "period"]
    top = sums.filter(pl.col("unit_code") == "T").sort(keys)
    parts = sums.filter(pl.col("unit_code").is_in(["D", "H"])).group_by(keys)
    assert_frame_equal(
        top.select(*keys, "numerator"), parts.agg(pl.col("numerator").sum()).sort(keys), check_exact=True
    )


@pytest.mark.parametrize("indicator", ["3.3", "4.1", "4.5b", "6.3"])
def test_months_add_up_where_nothing_depends_on_the_period(indicator: str):
    """What a dossier is does not change with the period; whether it is on time does."""
    sums = SCORES.filter(pl.col("indicator") == indicator, pl.col("unit_code") == "T")
    by_type = sums.group_by("period_type").agg(pl.col("numerator", "denominator").sum())
    assert by_type.drop("period_type").n_unique() == 1


@pytest.mark.parametrize("indicator", evidence.INDICATORS)
@pytest.mark.parametrize(("unit", "kind", "period"), [("T", "quarter", "2024-Q2"), ("X1", "year", "2024")])
def test_evidence_is_what_was_counted(indicator: str, unit: str, kind: str, period: str):
    """As many dossiers as the denominator, as many counted ones as the numerator."""
    sound = {
        name: settled(checked.frame, INSTALLED.contracts[name]).frame
        for name, checked in COMPUTED.checked.items()
    }
    rows = evidence.evidence(sound, CONTEXT, indicator, unit, kind, period)
    score = SCORES.filter(indicator=indicator, unit_code=unit, period_type=kind, period=period)
    assert (rows["is_counted"].sum(), len(rows)) == score.select("numerator", "denominator").row(0)


def test_missing_items_bring_all_points():
    """With that many more in the numerator the indicator has its maximum."""
    short = SCORES.filter(pl.col("items_missing") > 0, pl.col("indicator") == "2.1")
    full = (pl.col("numerator") + pl.col("items_missing")) / pl.col("denominator")
    assert short.select((full == 1).all()).item()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_simulation_meets_the_reported_shares(seed: int):
    """Article E: more than half of the online services have dossiers, more than 30 % are processed online."""
    simulation = Simulation(seed, START, END, 60_000, UNITS, CALENDAR)
    scores = compute(INSTALLED, simulated.records(simulation), CONTEXT).tables["public-service-index/scores"]
    year = scores.filter(unit_code="T", period="2024")
    assert 50 < year.filter(indicator="3.2")["ratio_pct"].item() < 60
    assert 30 < year.filter(indicator="3.3")["ratio_pct"].item() < 40


def test_an_unknown_unit_stops_the_run():
    """A code that the province does not have is named, not dropped."""
    strange = RECORDS["petition"].with_columns(unit_code=pl.lit("so-khong-co"))
    with pytest.raises(ValueError, match="so-khong-co"):
        compute(INSTALLED, RECORDS | {"petition": strange}, CONTEXT)
