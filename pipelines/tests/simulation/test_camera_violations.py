"""Simulated camera records can be made again, know rush hours and downtime, and bring their faults."""

from __future__ import annotations

import dataclasses
import datetime as dt

import polars as pl
from polars.testing import assert_frame_equal

from pipelines.simulation import camera_violations
from pipelines.simulation.model import Simulation
from pipelines.working_days import WorkingCalendar

UNITS = pl.DataFrame({"unit_code": ["01"], "parent_code": [None], "level": ["province"]})
CALENDAR = WorkingCalendar.of("VN", ["saturday", "sunday"], 2024, 2026)
QUARTER = Simulation(1, dt.date(2025, 1, 1), dt.date(2025, 3, 31), 9000, UNITS, CALENDAR)


def test_equal_settings_give_equal_records() -> None:
    """The seed decides everything; another seed gives other records."""
    first, again = camera_violations.records(QUARTER), camera_violations.records(QUARTER)
    for kind, frame in first.items():
        assert_frame_equal(frame, again[kind])
    other = camera_violations.records(dataclasses.replace(QUARTER, seed=2))
    assert not first["event"].equals(other["event"])


def test_no_event_while_a_camera_is_down() -> None:
    """A camera that gave no picture on a day saw nothing on it."""
    made = camera_violations.records(QUARTER)
    down = made["uptime"].filter(pl.col("minutes_up") == 0).select("camera_code", "day")
    seen = made["event"].select("camera_code", day=pl.col("occurred_at").dt.date())
    assert down.height > 10
    assert seen.join(down, on=["camera_code", "day"], how="semi").is_empty()


def test_rush_hours_are_busier() -> None:
    """Three times as many events in the hour from 17:00 as in that from 2:00, and Tết is quiet."""
    made = camera_violations.records(QUARTER)["event"]["occurred_at"]
    hours = dict(made.dt.hour().value_counts().rows())
    assert hours[17] > 3 * hours[2]
    days = dict(made.dt.date().value_counts().rows())
    assert days[dt.date(2025, 1, 22)] > 2 * days[dt.date(2025, 1, 29)]
