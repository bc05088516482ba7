"""Meetings held and entries of the work calendar.

Definitions

- *meeting*: held by the agency, counted in the month it starts; *online*: all take part at a distance;
  *hybrid*: some in the room, some at a distance. The share of online meetings counts both (Decision
  45/2018/QĐ-TTg on meetings of state agencies).
- *paperless*: papers are handed out and opinions are given in the meeting system only.
- *sites*: places connected to online and hybrid meetings, the chair's included.
- *work-calendar entry*: what leaders plan, counted in the month that it is planned for; *published in
  advance*: before Monday of its week; *changed*: time, place or attendants changed after it was published.
  No article sets this measure; it is the project's own.
- *citizen reception*: heads of agencies receive citizens in person at least one day a month (Law on Citizen
  Reception 42/2013/QH13, article 18).
"""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context
from pipelines.statistics.events import EVERY, day, events

MODES = ("in_person", "online", "hybrid")
PURPOSES = ("meeting", "field_visit", "citizen_reception", "other")


def meetings(records: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Counts of meetings by month and agency."""
    held = pl.col("status") == "held"
    mode = pl.col("mode")
    length = (pl.col("ends_at") - pl.col("starts_at")).dt.total_minutes()
    return events(
        records,
        day("starts_at", context),
        {
            "held": held,
            "cancelled": ~held,
            **{name: held & (mode == name) for name in MODES},
            "at_a_distance": held & (mode != "in_person"),
            "paperless": held & pl.col("is_paperless"),
            "sites": pl.when(held & (mode != "in_person")).then("sites"),
            "minutes": pl.when(held).then(length),
        },
    )


def calendar_entries(records: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Counts of work-calendar entries by month and agency."""
    week = pl.col("starts_at").dt.date().dt.truncate("1w")
    return events(
        records,
        day("starts_at", context),
        {
            "entries": EVERY,
            "published_in_advance": pl.col("published_at").dt.date() < week,
            "changed": pl.col("changed_at").is_not_null(),
            "cancelled": pl.col("status") == "cancelled",
            **{f"for_{purpose}": pl.col("purpose") == purpose for purpose in PURPOSES},
        },
    )
