"""What generators of records are asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from pipelines.working_days import WorkingCalendar


@dataclass(frozen=True)
class Simulation:
    """What a generator is asked for; equal values give equal records, byte for byte."""

    seed: int
    """Start of the random numbers."""
    start: dt.date
    """First day."""
    end: dt.date
    """Last day."""
    size: int
    """Records of the main kind."""
    units: pl.DataFrame
    """Units: ``unit_code``, ``parent_code``, ``level``, ``name``, ``name_en``."""
    calendar: WorkingCalendar
    """Working days of the province."""
