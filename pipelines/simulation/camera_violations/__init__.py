"""Simulated event files of traffic cameras, their handling by the police, accidents and running times.

All shares are assumed; the articles give no figure. An event is the main kind of record.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipelines.simulation.camera_violations.accidents import accidents
from pipelines.simulation.camera_violations.cameras import uptime
from pipelines.simulation.camera_violations.events import events
from pipelines.simulation.camera_violations.faults import with_faults
from pipelines.simulation.camera_violations.handling import handling
from pipelines.simulation.drawing import months
from pipelines.simulation.model import Simulation


def records(simulation: Simulation) -> dict[str, pl.DataFrame]:
    """All records by kind, wrong and repeated ones included; accidents reach back before the simulation."""
    made = list(monthly(simulation))
    kinds = {kind: pl.concat([month[kind] for month in made]) for kind in made[0]}
    return {**kinds, "accident": accidents(simulation)}


def monthly(simulation: Simulation) -> Iterator[dict[str, pl.DataFrame]]:
    """The same month by month, accidents aside, for volumes that should not be in memory at once."""
    for month in months(simulation):
        running = uptime(simulation, month)
        seen = events(simulation, month, running)
        yield {
            "event": with_faults(simulation, month, "event", seen),
            "handling": with_faults(simulation, month, "handling", handling(simulation, month, seen)),
            "uptime": with_faults(simulation, month, "uptime", running),
        }
