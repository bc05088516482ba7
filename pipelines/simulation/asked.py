"""From a province's profile to what a generator is asked for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pipelines.profile import Profile
from pipelines.profile.units import units
from pipelines.simulation.model import Simulation
from pipelines.working_days import WorkingCalendar

YEARS_AROUND = 2
"""Deadlines may lie before or after the simulated days."""


def simulation(
    profile: Profile, folder: Path, seed: int, start: dt.date, end: dt.date, size: int
) -> Simulation:
    """A simulation in the units and with the working days of a province.

    :param folder: folder of the profiles
    """
    calendar = WorkingCalendar.of(
        profile.calendar.country,
        profile.calendar.weekend,
        start.year - YEARS_AROUND,
        end.year + YEARS_AROUND,
    )
    return Simulation(seed, start, end, size, units(profile, folder), calendar)
