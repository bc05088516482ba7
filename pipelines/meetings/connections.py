"""Connections of agencies to online meetings.

Definitions (no article sets them; the system is the one that articles A and B name, VNPT Meeting on 3 levels)

- *session*: an online meeting, counted at its host in the month it starts.
- *invited*: connections that were planned, the host's own included; *attended*: those that joined.
- *joined late*: joined more than ``late_after_minutes`` after the start; *interrupted*: lost at least once.
- *minutes*: from joining to leaving, added over the connections that attended.
"""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.statistics.events import EVERY, day, events
from pipelines.statistics.tables import PeriodTable

TABLE = PeriodTable(
    flows=("sessions", "invited", "attended", "joined_late", "interrupted", "interruptions", "minutes"),
    percents=(("attended", "invited"), ("joined_late", "attended"), ("interrupted", "attended")),
    means=(("minutes", "attended"),),
)


def count(records: Frames, context: Context) -> Frames:
    """Counts by month and agency."""
    attended = pl.col("joined_at").is_not_null()
    waited = (pl.col("joined_at") - pl.col("starts_at")).dt.total_minutes()
    sums = {
        "sessions": pl.col("is_host"),
        "invited": EVERY,
        "attended": attended,
        "joined_late": waited > context.settings["late_after_minutes"]["value"],
        "interrupted": attended & (pl.col("interruptions") > 0),
        "interruptions": pl.when(attended).then("interruptions"),
        "minutes": (pl.col("left_at") - pl.col("joined_at")).dt.total_minutes(),
    }
    return {"connections": events(records["connection"], day("starts_at", context), sums)}


def tables(counts: Frames, context: Context) -> Frames:
    """The published table."""
    return {"online-meeting-sessions/connections": TABLE.made(counts["connections"], context.units)}
