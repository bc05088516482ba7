"""Records of the one-stop system (TTHC) that stand in for the real ones; whole or month by month.

Calibrated by article E of the reported figures: more than half of the online services receive dossiers, and
more than 30 % of dossiers are processed online. Everything else is assumed. Months are drawn independently,
so that ten million dossiers never have to be in memory together.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipelines.simulation.drawing import ZONE, months
from pipelines.simulation.model import Simulation
from pipelines.simulation.public_services import around, catalogue, dossiers, petitions


def records(simulation: Simulation) -> dict[str, pl.DataFrame]:
    """All records by kind; times carry their zone."""
    parts = list(chunks(simulation))
    return {kind: pl.concat([part[kind] for part in parts if kind in part]) for kind in parts[0]}


def chunks(simulation: Simulation) -> Iterator[dict[str, pl.DataFrame]]:
    """The same records month by month; those that belong to no month come with the first."""
    known = catalogue.of(simulation)
    yield {kind: _zoned(frame) for kind, frame in around.records(simulation, known).items()} | {
        kind: _zoned(frame) for kind, frame in _month(simulation, known, 0).items()
    }
    for number in range(1, len(months(simulation))):
        yield {kind: _zoned(frame) for kind, frame in _month(simulation, known, number).items()}


def _month(simulation: Simulation, known: catalogue.Catalogue, number: int) -> dict[str, pl.DataFrame]:
    month = months(simulation)[number]
    return dossiers.records(simulation, known, month) | petitions.records(simulation, known, month)


def _zoned(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.Datetime("us")).dt.replace_time_zone(ZONE))
