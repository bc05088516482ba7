"""Records of the one-stop system (TTHC) that stand in for the real ones; whole or month by month.

Calibrated by article E of the reported figures: more than half of the online services receive dossiers, and
more than 30 % of dossiers are processed online. Everything else is assumed. Months are drawn independently,
so that ten million dossiers never have to be in memory together.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipelines.simulation.drawing import ZONE, generator, months
from pipelines.simulation.model import Simulation
from pipelines.simulation.public_services import around, catalogue, dossiers, faults, petitions


def records(simulation: Simulation, with_faults: bool = False) -> dict[str, pl.DataFrame]:
    """All records by kind; times carry their zone.

    :param with_faults: with the errors of :mod:`.faults`
    """
    parts = list(chunks(simulation, with_faults))
    return {kind: pl.concat([part[kind] for part in parts if kind in part]) for kind in parts[0]}


def chunks(simulation: Simulation, with_faults: bool = False) -> Iterator[dict[str, pl.DataFrame]]:
    """The same records month by month; those that belong to no month come with the first."""
    known = catalogue.of(simulation)
    for number, month in enumerate(months(simulation)):
        found = around.records(simulation, known) if number == 0 else {}
        found |= dossiers.records(simulation, known, month) | petitions.records(simulation, known, month)
        if with_faults:
            found = faults.spoiled(found, generator(simulation, 24, month))
        yield {kind: _zoned(frame) for kind, frame in found.items()}


def _zoned(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.Datetime("us")).dt.replace_time_zone(ZONE))
