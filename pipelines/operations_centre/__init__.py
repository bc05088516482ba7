"""Components of the operations centre: whether they work, and how fresh their data are."""

from __future__ import annotations

from pipelines.operations_centre.checks import count, tables
from pipelines.pipeline import Pipeline

PIPELINE = Pipeline(
    name="operations_centre",
    partition_by={"check": "component"},
    count=count,
    tables=tables,
    datasets=("operations-centre-availability",),
)
