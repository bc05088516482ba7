"""How busy each day is: working days, rush before deadlines of the year, and Tết.

The shape is assumed, not measured: offices work five days, are busiest in June and December, when reports of
the half-year and the year are due, and in the two weeks before Tết, and slow in the two weeks after it.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipelines.simulation.model import Simulation
from pipelines.working_days import WorkingCalendar

MONTH_FACTORS = {3: 1.1, 6: 1.25, 9: 1.1, 10: 1.1, 11: 1.2, 12: 1.5}
DAY_OFF = 0.02
BEFORE_TET, AFTER_TET = 1.3, 0.6
TWO_WEEKS = 14
LONGEST_OTHER_HOLIDAY = 5
"""Days; in January and February only Tết is longer."""

Days = NDArray[np.datetime64]


def days(simulation: Simulation) -> Days:
    """Every day of the simulation."""
    first, last = np.datetime64(simulation.start, "D"), np.datetime64(simulation.end, "D")
    return np.arange(first, last + 1)


def weights(simulation: Simulation) -> NDArray[np.float64]:
    """How busy each day of :func:`days` is; 1 is a plain working day."""
    every = days(simulation)
    months = every.astype("datetime64[M]").astype(int) % 12 + 1
    weight = np.array([MONTH_FACTORS.get(int(month), 1.0) for month in months])
    weight[np.isin(every, np.array(sorted(simulation.calendar.off), dtype="datetime64[D]"))] = DAY_OFF
    for first, last in tet(simulation.calendar):
        weight[(every < first) & (every >= first - TWO_WEEKS)] *= BEFORE_TET
        weight[(every > last) & (every <= last + TWO_WEEKS)] *= AFTER_TET
    return weight


def tet(calendar: WorkingCalendar) -> list[tuple[np.datetime64, np.datetime64]]:
    """First and last day off of each Tết of the calendar: the long holidays of January and February."""
    off = np.array(sorted(calendar.off), dtype="datetime64[D]")
    breaks = [0, *(np.flatnonzero(np.diff(off).astype(int) > 1) + 1), len(off)]
    runs = [(off[first], off[after - 1]) for first, after in pairwise(breaks)]
    return [
        (first, last)
        for first, last in runs
        if (last - first).astype(int) + 1 > LONGEST_OTHER_HOLIDAY
        and first.astype("datetime64[M]").astype(int) % 12 < 2
    ]
