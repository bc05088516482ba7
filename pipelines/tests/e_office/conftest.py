"""Simulated e-office records of four months, and what the pipeline makes of them."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines import installed
from pipelines.computing.whole import Computed, compute
from pipelines.pipeline import Context, Frames
from pipelines.simulation import e_office as simulated
from pipelines.simulation.model import Simulation
from pipelines.tests import second

INSTALLED = installed.find("e_office")
START, END = dt.date(2024, 3, 1), dt.date(2024, 6, 30)


@pytest.fixture(scope="session")
def context() -> Context:
    """The default province on the last simulated day."""
    return second.context_of(INSTALLED, END)


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
    return second.sound(computed, INSTALLED)


@pytest.fixture(scope="session")
def tables(computed: Computed) -> Frames:
    """What is published."""
    return computed.tables
