"""Simulated camera records of three months, and what the pipeline makes of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from pipelines import installed
from pipelines.computing.whole import Computed, compute
from pipelines.pipeline import Context, Frames
from pipelines.records import settled
from pipelines.simulation import camera_violations as simulated
from pipelines.simulation.model import Simulation
from pipelines.working_days import WorkingCalendar

ROOT = Path(__file__).parents[3]
INSTALLED = installed.find("camera_violations")
START, END = dt.date(2025, 1, 1), dt.date(2025, 3, 31)
UNITS = pl.DataFrame({"unit_code": ["01"], "parent_code": [None], "level": ["province"]})


@pytest.fixture(scope="session")
def context() -> Context:
    """The last simulated day."""
    calendar = WorkingCalendar.of("VN", ["saturday", "sunday"], 2018, 2027)
    return Context(UNITS, calendar, END, INSTALLED.settings)


@pytest.fixture(scope="session")
def simulation(context: Context) -> Simulation:
    return Simulation(20250101, START, END, 20_000, UNITS, context.calendar)


@pytest.fixture(scope="session")
def raw(simulation: Simulation) -> Frames:
    """Records as the source has them, faults included."""
    return simulated.records(simulation)


@pytest.fixture(scope="session")
def computed(raw: Frames, context: Context) -> Computed:
    """What the pipeline publishes."""
    return compute(INSTALLED, raw, context)


@pytest.fixture(scope="session")
def whole(raw: Frames, context: Context) -> Frames:
    """The same with nothing withheld."""
    settings = {**context.settings, "minimum_cell": 1}
    return compute(INSTALLED, raw, dataclasses.replace(context, settings=settings)).tables


@pytest.fixture(scope="session")
def sound(computed: Computed) -> Frames:
    """Records that pass their contract, one for each key."""
    return {
        kind: settled(one.frame, INSTALLED.contracts[kind]).frame for kind, one in computed.checked.items()
    }
