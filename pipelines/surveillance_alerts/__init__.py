"""Alerts of surveillance cameras and sensors, and how soon somebody sees to them."""

from __future__ import annotations

from pipelines.pipeline import Pipeline
from pipelines.surveillance_alerts.alerts import count, tables

PIPELINE = Pipeline(
    name="surveillance_alerts",
    partition_by={"alert": "alert_id"},
    count=count,
    tables=tables,
    datasets=("surveillance-alerts",),
)
