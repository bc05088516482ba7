"""Online meetings of three levels (VNPT Meeting): sessions, who was connected, and how well."""

from __future__ import annotations

from pipelines.meetings.connections import count, tables
from pipelines.pipeline import Pipeline

PIPELINE = Pipeline(
    name="meetings",
    partition_by={"connection": "session_id"},
    count=count,
    tables=tables,
    datasets=("online-meeting-sessions",),
)
