"""Alerts of surveillance cameras and sensors in public places (article D: 95 cameras, two kinds of alert).

Definitions (no article of law sets them)

- *alert*: raised by the system, in the month it is raised; *acknowledged*: somebody has seen to it by the end
  of the last known day, *in time* within ``acknowledge_within_minutes``.
- *confirmed*: there was what the alert said; *false alarm*: there was not.

No picture and no person enters: an alert is a place, a kind and moments.
"""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.statistics.events import EVERY, day, events
from pipelines.statistics.province import ProvinceTable

TABLE = ProvinceTable(
    keys=("alert_type", "place_type"),
    flows=("alerts", "acknowledged", "acknowledged_in_time", "confirmed", "false_alarms"),
    parts=("minutes_to_acknowledge",),
    percents=(("acknowledged_in_time", "alerts"), ("false_alarms", "alerts")),
    means=(("minutes_to_acknowledge", "acknowledged"),),
)


def count(records: Frames, context: Context) -> Frames:
    """Counts by month, kind of alert and kind of place."""
    seen = day("acknowledged_at", context).is_not_null()
    minutes = (pl.col("acknowledged_at") - pl.col("raised_at")).dt.total_minutes()
    sums = {
        "alerts": EVERY,
        "acknowledged": seen,
        "acknowledged_in_time": seen & (minutes <= context.settings["acknowledge_within_minutes"]),
        "confirmed": seen & (pl.col("outcome") == "confirmed"),
        "false_alarms": seen & (pl.col("outcome") == "false_alarm"),
        "minutes_to_acknowledge": pl.when(seen).then(minutes),
    }
    return {"alerts": events(records["alert"], day("raised_at", context), sums, TABLE.keys)}


def tables(counts: Frames, context: Context) -> Frames:
    """The published table."""
    return {"surveillance-alerts/alerts": TABLE.made(counts["alerts"])}
