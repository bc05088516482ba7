"""Checks of the eleven components of the operations centre (articles C and D).

Definitions (no article of law sets them)

- *check*: one look at a component, in the month it is made; *available*: the component answered.
- *fresh*: it answered with data not older than ``fresh_minutes``.
- *delay*: age of the newest data that the component showed, over the checks that it answered.
"""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.statistics.events import EVERY, day, events
from pipelines.statistics.province import ProvinceTable

TABLE = ProvinceTable(
    keys=("component",),
    flows=("checks", "available", "fresh"),
    parts=("delay_minutes",),
    percents=(("available", "checks"), ("fresh", "checks")),
    means=(("delay_minutes", "available"),),
)


def count(records: Frames, context: Context) -> Frames:
    """Counts by month and component."""
    available = pl.col("is_available")
    sums = {
        "checks": EVERY,
        "available": available,
        "fresh": available & (pl.col("delay_minutes") <= context.settings["fresh_minutes"]),
        "delay_minutes": pl.when(available).then("delay_minutes"),
    }
    return {"checks": events(records["check"], day("checked_at", context), sums, TABLE.keys)}


def tables(counts: Frames, context: Context) -> Frames:
    """The published table."""
    return {"operations-centre-availability/checks": TABLE.made(counts["checks"])}
