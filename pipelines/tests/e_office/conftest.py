"""Simulated e-office records of four months, and what the pipeline makes of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipelines import installed, profile
from pipelines.computing.whole import Computed, compute
from pipelines.pipeline import Context, Frames
from pipelines.profile.units import units
from pipelines.records import settled
from pipelines.simulation import e_office as simulated
from pipelines.simulation.model import Simulation
from pipelines.working_days import WorkingCalendar

ROOT = Path(__file__).parents[3]
INSTALLED = installed.find("e_office")
START, END = dt.date(2024, 3, 1), dt.date(2024, 6, 30)


@pytest.fixture(scope="session")
def context() -> Context:
    """The default province on the last simulated day."""
    province = profile.load(ROOT / "province" / "thai-binh.yaml")
    calendar = WorkingCalendar.of(province.calendar.country, province.calendar.weekend, 2010, 2027)
    return Context(units(province, ROOT / "province"), calendar, END, INSTALLED.settings)


@pytest.fixture(scope="session")
def simulation(context: Context) -> Simulation:
    """A small simulation that includes the reference month."""
    return Simulation(20240601, START, END, 8000, context.units, context.calendar)


@pytest.fixture(scope="session")
def raw(simulation: Simulation) -> Frames:
    """Records as the source has them, faults included."""
    return simulated.records(simulation)


@pytest.fixture(scope="session")
def computed(raw: Frames, context: Context) -> Computed:
    """What the pipeline makes of them."""
    return compute(INSTALLED, raw, context)


@pytest.fixture(scope="session")
def sound(computed: Computed) -> Frames:
    """Records that pass their contract, one for each key."""
    return {
        kind: settled(one.frame, INSTALLED.contracts[kind]).frame for kind, one in computed.checked.items()
    }


@pytest.fixture(scope="session")
def tables(computed: Computed) -> Frames:
    """What is published."""
    return computed.tables
