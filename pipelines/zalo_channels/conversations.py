"""Conversations on the province's Zalo channels (articles B and E name the two channels).

Definitions (no article of law sets them)

- *conversation*: a question that somebody asks on a channel, in the month it is asked.
- *answered*: by the end of the last known day; *by bot*: without a person.
- *in time*: answered within ``answer_within_hours`` after it was asked.
- *satisfied*: rated 4 or 5 of 5; the share is of those who rated.

Who asks and what is written never enters.
"""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.statistics.events import EVERY, day, events
from pipelines.statistics.province import ProvinceTable

SATISFIED = 4
TABLE = ProvinceTable(
    keys=("channel",),
    flows=("conversations", "answered", "answered_by_bot", "answered_in_time", "rated", "satisfied"),
    parts=("minutes_to_answer",),
    percents=(("answered", "conversations"), ("answered_in_time", "conversations"), ("satisfied", "rated")),
    means=(("minutes_to_answer", "answered"),),
)


def count(records: Frames, context: Context) -> Frames:
    """Counts by month and channel."""
    answered = day("answered_at", context).is_not_null()
    minutes = (pl.col("answered_at") - pl.col("started_at")).dt.total_minutes()
    rated = answered & pl.col("rating").is_not_null()
    limit = 60 * context.settings["answer_within_hours"]
    sums = {
        "conversations": EVERY,
        "answered": answered,
        "answered_by_bot": answered & (pl.col("answered_by") == "bot"),
        "answered_in_time": answered & (minutes <= limit),
        "rated": rated,
        "satisfied": rated & (pl.col("rating") >= SATISFIED),
        "minutes_to_answer": pl.when(answered).then(minutes),
    }
    counts = events(records["conversation"], day("started_at", context), sums, TABLE.keys)
    return {"conversations": counts}


def tables(counts: Frames, context: Context) -> Frames:
    """The published table."""
    return {"zalo-conversations/conversations": TABLE.made(counts["conversations"])}
