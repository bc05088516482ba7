"""What e-office publishes. Definitions stand in the modules that count and in the datasets' contracts."""

from __future__ import annotations

from pipelines.e_office.documents import PARTNERS
from pipelines.e_office.meetings import MODES, PURPOSES
from pipelines.pipeline import Context, Frames
from pipelines.statistics.tables import PeriodTable, Stock

TABLES = {
    "e-office-documents/documents": PeriodTable(
        flows=(
            "outgoing", "outgoing_secret", "electronic", "signed_by_leader", "signed_by_organisation",
            "signed_by_both", "sendable", "via_platform", "released_in_time", "incoming", "incoming_secret",
            "incoming_via_platform", "handled", "handled_with_deadline", "handled_in_time", "handled_late",
        ),
        parts=("became_overdue", "processing_days"),
        stocks=(
            Stock("open", "incoming", ("handled",)),
            Stock("overdue", "became_overdue", ("handled_late",)),
        ),
        percents=(
            ("signed_by_both", "electronic"), ("via_platform", "sendable"), ("released_in_time", "outgoing"),
            ("handled_in_time", "handled_with_deadline"),
        ),
        means=(("processing_days", "handled"),),
    ),
    "e-office-exchange/exchange": PeriodTable(
        flows=("documents", *(f"with_{level}" for level in PARTNERS)),
        keys=("direction",),
    ),
    "e-office-tasks/tasks": PeriodTable(
        flows=(
            "assigned", "assigned_by_central", "extensions", "finished", "finished_with_deadline",
            "finished_in_time", "finished_early", "finished_on_time", "finished_late", "withdrawn",
        ),
        parts=("became_overdue", "overdue_ended", "processing_days"),
        stocks=(
            Stock("open", "assigned", ("finished", "withdrawn")),
            Stock("overdue", "became_overdue", ("overdue_ended",)),
        ),
        percents=(("finished_in_time", "finished_with_deadline"),),
        means=(("processing_days", "finished"),),
    ),
    "e-office-meetings/meetings": PeriodTable(
        flows=("held", "cancelled", *MODES, "at_a_distance", "paperless", "sites", "minutes"),
        percents=(("at_a_distance", "held"), ("paperless", "held")),
        means=(("minutes", "held"),),
    ),
    "e-office-meetings/work-calendar": PeriodTable(
        flows=(
            "entries", "published_in_advance", "changed", "cancelled",
            *(f"for_{purpose}" for purpose in PURPOSES),
        ),
        percents=(("published_in_advance", "entries"), ("changed", "entries")),
    ),
}  # fmt: skip
"""Each published table by ``<dataset>/<resource>``; its counts have the resource's name."""


def tables(counts: Frames, context: Context) -> Frames:
    """Every table."""
    return {name: table.made(counts[name.split("/")[1]], context.units) for name, table in TABLES.items()}
