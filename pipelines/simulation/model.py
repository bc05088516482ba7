"""What every generator of records is asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from pipelines.working_days import WorkingCalendar


@dataclass(frozen=True)
class Simulation:
    """What a generator is asked for; equal values give equal records, byte for byte."""

    seed: int
    start: dt.date
    end: dt.date
    size: int
    """Records of the main kind."""
    units: pl.DataFrame
    calendar: WorkingCalendar
