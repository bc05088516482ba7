"""Simulated records can be made again, month by month, and know the year's seasons."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.simulation import e_office, seasons
from pipelines.simulation.model import Simulation
from pipelines.working_days import WorkingCalendar

UNITS = pl.DataFrame(
    [
        ("01", None, "province"),
        ("so-y-te", "01", "province"),
        ("001", "01", "district"),
        ("00001", "001", "commune"),
    ],
    schema=["unit_code", "parent_code", "level"],
    orient="row",
)
CALENDAR = WorkingCalendar.of("VN", ["saturday", "sunday"], 2023, 2025)
YEAR = Simulation(1, dt.date(2024, 1, 1), dt.date(2024, 12, 31), 3000, UNITS, CALENDAR)


def test_equal_settings_give_equal_records():
    """The seed decides everything; another seed gives other records."""
    first, again = e_office.records(YEAR), e_office.records(YEAR)
    for kind, frame in first.items():
        assert_frame_equal(frame, again[kind])
    assert not first["task"].equals(e_office.records(dataclasses.replace(YEAR, seed=2))["task"])


def test_months_are_made_one_by_one():
    """The parts are the whole, in order."""
    parts = list(e_office.monthly(YEAR))
    assert len(parts) == 12
    assert_frame_equal(pl.concat([part["meeting"] for part in parts]), e_office.records(YEAR)["meeting"])


def test_the_number_of_records_is_the_one_asked_for():
    """Faults aside, there are as many documents as asked for, but for rounding by month."""
    sound = e_office.records(YEAR)["document"].filter(~pl.col("document_id").str.ends_with("/sai"))
    assert sound.n_unique(["agency_code", "direction", "document_id"]) == pytest.approx(YEAR.size, abs=12)


def test_a_province_without_districts_has_no_documents_with_them():
    """Since 1 July 2025 there are two levels: no document goes to a district and none gives a task."""
    two_levels = UNITS.filter(pl.col("level") != "district").with_columns(
        parent_code=pl.when(pl.col("unit_code") != "01").then(pl.lit("01"))
    )
    found = e_office.records(dataclasses.replace(YEAR, units=two_levels))
    assert not found["document"]["partner_levels"].str.contains("district").any()
    assert set(found["task"]["assigned_by"]) <= {"central", "province", "commune", "so_khac"}


def test_tet_is_quiet_and_the_weeks_before_it_are_not():
    """Tết 2024 is off from 8 to 14 February; the day before it is busy, the day after slow."""
    weights = dict(zip(seasons.days(YEAR).tolist(), seasons.weights(YEAR), strict=True))
    ((first, last),) = [run for run in seasons.tet(CALENDAR) if str(run[0]).startswith("2024")]
    assert (first, last) == (np.datetime64("2024-02-08"), np.datetime64("2024-02-14"))
    before, during, after = (weights[dt.date(2024, 2, day)] for day in (7, 12, 15))
    assert before > 1 > after > during
    assert weights[dt.date(2024, 12, 10)] > weights[dt.date(2024, 7, 10)]
