"""VNeID: signing in to public services, and criminal-record certificates asked for there."""

from __future__ import annotations

from pipelines.pipeline import Pipeline
from pipelines.vneid.usage import count, tables

PIPELINE = Pipeline(
    name="vneid",
    partition_by={"usage_day": "agency_code"},
    count=count,
    tables=tables,
    datasets=("vneid-use",),
)
