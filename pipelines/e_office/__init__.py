"""E-office: documents, tasks, meetings and work calendars of all levels, by agency and period."""

from __future__ import annotations

from pipelines.e_office.counting import count
from pipelines.e_office.tables import tables
from pipelines.pipeline import Pipeline

PIPELINE = Pipeline(
    name="e_office",
    partition_by={
        "document": "document_id",
        "task": "task_id",
        "meeting": "meeting_id",
        "calendar_entry": "entry_id",
    },
    count=count,
    tables=tables,
    datasets=("e-office-documents", "e-office-exchange", "e-office-tasks", "e-office-meetings"),
)
