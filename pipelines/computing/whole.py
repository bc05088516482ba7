"""A pipeline on records in memory, in one call: for comparison with a second computation."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from pipelines import records
from pipelines.computing import buckets, counts
from pipelines.computing.tasks import Counted, count_records, empty
from pipelines.installed import Installed
from pipelines.pipeline import Context, Frames
from pipelines.records import Checked


@dataclass(frozen=True)
class Computed:
    """What came of records."""

    checked: dict[str, Checked]
    """Each kind after its check."""
    counted: list[Counted]
    """Each chunk after counting."""
    counts: dict[str, pl.DataFrame]
    """Counts of all chunks, added up."""
    tables: Frames
    """Tables before suppression."""


def compute(installed: Installed, frames: Frames, context: Context, chunks: int = 1) -> Computed:
    """Check, count and tabulate records as a source gives them; the number of chunks changes no result.

    :class:`Broken` where a record breaks a rule that stops the run.
    """
    pipeline, contracts = installed.pipeline, installed.contracts
    checked = {
        kind: records.check(frames[kind], contract)
        if kind in frames
        else records.check(empty(contract), contract)
        for kind, contract in contracts.items()
    }
    counted = []
    for chunk in range(chunks):
        part = {
            kind: one.frame.filter(_chunk(pipeline.partition_by[kind], chunks) == chunk)
            for kind, one in checked.items()
        }
        counted.append(count_records(part, contracts, pipeline.count, context))
    added = counts.add(one.counts for one in counted)
    return Computed(checked, counted, added, pipeline.tables(added, context))


def _chunk(column: str, chunks: int) -> pl.Expr:
    return buckets.bucket(column) % chunks
