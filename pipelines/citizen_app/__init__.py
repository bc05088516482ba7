"""Citizen app: field reports from citizens, and how agencies answer them."""

from __future__ import annotations

from pipelines.citizen_app.reports import count, tables
from pipelines.pipeline import Pipeline

PIPELINE = Pipeline(
    name="citizen_app",
    partition_by={"report": "report_id"},
    count=count,
    tables=tables,
    datasets=("citizen-app-reports",),
)
