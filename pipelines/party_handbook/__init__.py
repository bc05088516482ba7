"""Electronic handbook of party members: cells that use it, their monthly meetings, and members by area."""

from __future__ import annotations

from pipelines.party_handbook.cells import count, tables
from pipelines.pipeline import Pipeline

PIPELINE = Pipeline(
    name="party_handbook",
    partition_by={"cell_month": "cell_code"},
    count=count,
    tables=tables,
    datasets=("party-handbook-use",),
)
