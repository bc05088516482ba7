"""Shared databases: how agencies use them through the integration platform."""

from __future__ import annotations

from pipelines.pipeline import Pipeline
from pipelines.shared_databases.usage import count, tables

PIPELINE = Pipeline(
    name="shared_databases",
    partition_by={"usage_day": "agency_code"},
    count=count,
    tables=tables,
    datasets=("shared-database-use",),
)
