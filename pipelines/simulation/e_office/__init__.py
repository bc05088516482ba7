"""Simulated records of the e-office network: a document is the main kind of record."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipelines.simulation.drawing import generator, months
from pipelines.simulation.e_office.documents import documents
from pipelines.simulation.e_office.faults import MISTAKES, with_faults
from pipelines.simulation.e_office.work import calendar_entries, meetings, tasks
from pipelines.simulation.model import Simulation

MAKERS = {"document": documents, "task": tasks, "meeting": meetings, "calendar_entry": calendar_entries}
KEYS = {"document": "document_id", "task": "task_id", "meeting": "meeting_id", "calendar_entry": "entry_id"}
FAULTS = 9
"""Number of the draws of faults among those of a month."""


def records(simulation: Simulation) -> dict[str, pl.DataFrame]:
    """All records by kind, faults included."""
    made = list(monthly(simulation))
    return {kind: pl.concat([month[kind] for month in made]) for kind in MAKERS}


def monthly(simulation: Simulation) -> Iterator[dict[str, pl.DataFrame]]:
    """The same records month by month, for volumes that should not be in memory at once."""
    for month in months(simulation):
        rng = generator(simulation, FAULTS, month)
        yield {
            kind: with_faults(maker(simulation, month), KEYS[kind], MISTAKES[kind], rng)
            for kind, maker in MAKERS.items()
        }
