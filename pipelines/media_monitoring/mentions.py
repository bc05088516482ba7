"""Mentions of the province in the press and on social media (article D).

Definitions (no article of law sets them)

- *mention*: an article or post that monitoring finds, in the month it is found, with the tone that monitoring
  gives it.
- *forwarded*: sent to the agency concerned; *handled*: the agency has answered or acted by the end of the
  last known day, *in time* within ``handle_within_hours`` after it was forwarded.

Authors, accounts and texts never enter.
"""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.statistics.events import EVERY, day, events
from pipelines.statistics.province import ProvinceTable

TONES = ("positive", "neutral", "negative")
TABLE = ProvinceTable(
    keys=("medium",),
    flows=("mentions", *TONES, "forwarded", "handled", "handled_in_time"),
    percents=(("negative", "mentions"), ("handled_in_time", "forwarded")),
)


def count(records: Frames, context: Context) -> Frames:
    """Counts by month and medium."""
    forwarded = day("forwarded_at", context).is_not_null()
    handled = day("handled_at", context).is_not_null()
    minutes = (pl.col("handled_at") - pl.col("forwarded_at")).dt.total_minutes()
    sums = {
        "mentions": EVERY,
        **{tone: pl.col("tone") == tone for tone in TONES},
        "forwarded": forwarded,
        "handled": handled,
        "handled_in_time": handled & (minutes <= 60 * context.settings["handle_within_hours"]),
    }
    return {"mentions": events(records["mention"], day("found_at", context), sums, TABLE.keys)}


def tables(counts: Frames, context: Context) -> Frames:
    """The published table."""
    return {"media-mentions/mentions": TABLE.made(counts["mentions"])}
