"""Counts of one chunk of e-office records: by month and agency, additive."""

from __future__ import annotations

from pipelines.e_office.documents import documents, exchange
from pipelines.e_office.meetings import calendar_entries, meetings
from pipelines.e_office.tasks import tasks
from pipelines.pipeline import Context, Frames


def count(records: Frames, context: Context) -> Frames:
    """Counts by name of the table that they are for."""
    return {
        "documents": documents(records["document"], context),
        "exchange": exchange(records["document"], context),
        "tasks": tasks(records["task"], context),
        "meetings": meetings(records["meeting"], context),
        "work-calendar": calendar_entries(records["calendar_entry"], context),
    }
