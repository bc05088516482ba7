"""Simulated e-office records of four months, checked as a run would check them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
import yaml

from pipelines import profile, records
from pipelines.e_office import PIPELINE
from pipelines.pipeline import Context, Frames
from pipelines.profile.units import units
from pipelines.simulation import e_office as simulated
from pipelines.simulation.model import Simulation
from pipelines.working_days import WorkingCalendar

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "pipelines" / "e_office"
START, END = dt.date(2024, 3, 1), dt.date(2024, 6, 30)


@pytest.fixture(scope="session")
def context() -> Context:
    """The default province on the last simulated day."""
    province = profile.load(ROOT / "province" / "thai-binh.yaml")
    calendar = WorkingCalendar.of(province.calendar.country, province.calendar.weekend, 2010, 2027)
    settings = yaml.safe_load((FOLDER / "settings.yaml").read_text(encoding="utf-8"))
    return Context(units(province, ROOT / "province"), calendar, END, settings)


@pytest.fixture(scope="session")
def simulation(context: Context) -> Simulation:
    """A small simulation that includes the reference month."""
    return Simulation(20240601, START, END, 8000, context.units, context.calendar)


@pytest.fixture(scope="session")
def raw(simulation: Simulation) -> Frames:
    """Records as the source has them, faults included."""
    return simulated.records(simulation)


@pytest.fixture(scope="session")
def sound(raw: Frames) -> Frames:
    """Records that pass their contract, one for each key."""
    return checked(raw)


@pytest.fixture(scope="session")
def tables(sound: Frames, context: Context) -> Frames:
    """What is published of them."""
    return PIPELINE.tables(PIPELINE.count(sound, context), context)


def checked(raw: Frames) -> dict[str, pl.DataFrame]:
    """The sound ones of the records, settled."""
    contracts = records.load_all(FOLDER / "records")
    return {
        kind: records.settled(records.check(frame, contracts[kind]).frame, contracts[kind]).frame
        for kind, frame in raw.items()
    }
