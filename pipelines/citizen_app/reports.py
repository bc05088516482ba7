"""Field reports from citizens in the app Công dân số (articles A, B and E).

Definitions (no article of law sets them)

- *report*: what a citizen reports from the field, in the month the agency receives it.
- *answered*: by the end of the last known day; *in time*: on the due day at the latest.
- *due*: answered, or the due day is over: the denominator of the share in time.
- *satisfied*: rated 4 or 5 of 5; the share is of those who rated.

Who reports, where exactly and what is written never enters.
"""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.statistics.events import EVERY, day, events
from pipelines.statistics.tables import PeriodTable

SATISFIED = 4
TABLE = PeriodTable(
    flows=("reports", "answered", "due", "answered_in_time", "rated", "satisfied"),
    parts=("hours_to_answer",),
    percents=(("answered", "reports"), ("answered_in_time", "due"), ("satisfied", "rated")),
    means=(("hours_to_answer", "answered"),),
)


def count(records: Frames, context: Context) -> Frames:
    """Counts by month and agency."""
    answered = day("answered_at", context).is_not_null()
    rated = answered & pl.col("rating").is_not_null()
    sums = {
        "reports": EVERY,
        "answered": answered,
        "due": answered | (pl.col("due_on") < context.as_of),
        "answered_in_time": answered & (pl.col("answered_at").dt.date() <= pl.col("due_on")),
        "rated": rated,
        "satisfied": rated & (pl.col("rating") >= SATISFIED),
        "hours_to_answer": pl.when(answered).then(
            (pl.col("answered_at") - pl.col("received_at")).dt.total_hours()
        ),
    }
    return {"reports": events(records["report"], day("received_at", context), sums)}


def tables(counts: Frames, context: Context) -> Frames:
    """The published table."""
    return {"citizen-app-reports/reports": TABLE.made(counts["reports"], context.units)}
