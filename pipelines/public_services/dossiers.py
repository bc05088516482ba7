"""Is a dossier on time? The rules of indicator 2.1, which 2.2 and 5.4 use too.

Only accepted dossiers count (``received_at``). A dossier ends with the first existing of *done*,
*returned*, and the earliest of *stopped*, *refused*, *withdrawn*; of a status that occurs twice the earlier
counts. Without an end it waits for the citizen since an unanswered last request, or it is open and measured
to the end of the period, not later than today. Time between a request and its answer is not the agency's;
an answer belongs to the request just before it. Equality is on time. Everything is expressed by one
instant, ``late_from``: a dossier is on time when it ends before it.

Source: Decision 766/QĐ-TTg and the published description of its formulas; readings: docs/decisions/0011.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.pipeline import Context

PERIODS = {"month": "1mo", "quarter": "1q", "year": "1y"}
SUMS = ("requests", "pause", "pause_days", "pause_working_days")
INSTANT = pl.duration(microseconds=1)
DAY = pl.duration(days=1)


def judged(dossiers: pl.LazyFrame, events: pl.LazyFrame, context: Context) -> pl.LazyFrame:
    """Dossiers with their end, their last permitted instant and ``on_time_<period>`` for their own periods.

    :param dossiers: one row a dossier, with the procedure's limit when it was accepted
    :param events: its status changes
    """
    changes = pl.concat(
        [ends(events, context.settings["dossier_statuses"]), pauses(events, context)], how="diagonal"
    )
    first, sums = pl.col("done_at", "returned_at", "ended_at").min(), pl.col(SUMS).sum()
    course = changes.group_by("dossier_number").agg(first, sums, pl.col("waiting_since").max())
    return (
        dossiers.join(course, on="dossier_number", how="left")
        .with_columns(end=_end(), late_from=_late_from(context), requests=pl.col("requests").fill_null(0))
        .with_columns(_too_many_requests(context.settings["readings"]))
        .with_columns(on_time(period, context.as_of) for period in PERIODS)
    )


def ends(events: pl.LazyFrame, statuses: Mapping[str, Any]) -> pl.LazyFrame:
    """Ending statuses as ``done_at``, ``returned_at``, ``ended_at``: a row for each change."""
    groups = {
        "done_at": [statuses["done"]],
        "returned_at": [statuses["returned"]],
        "ended_at": statuses["ended"],
    }
    wanted = [name for names in groups.values() for name in names]
    times = {
        name: pl.when(pl.col("status").is_in(names)).then(pl.col("occurred_at"))
        for name, names in groups.items()
    }
    return events.filter(pl.col("status").is_in(wanted)).select("dossier_number", **times)


def pauses(events: pl.LazyFrame, context: Context) -> pl.LazyFrame:
    """Requests for more papers and the time that each took: a row for each request.

    Columns: ``requests`` (1), ``waiting_since`` (where the last one is unanswered), ``pause`` (duration),
    ``pause_days``, ``pause_working_days`` where it was answered.
    """
    request, answer = (context.settings["dossier_statuses"][name] for name in ("request", "answer"))
    at, number = pl.col("occurred_at"), pl.col("dossier_number")
    is_last = (number.shift(-1) != number).fill_null(True)
    is_answered = ~is_last & (pl.col("status").shift(-1) == answer)
    requests = (
        events.filter(pl.col("status").is_in([request, answer]))
        .sort("dossier_number", "occurred_at", "status")
        .with_columns(answered_at=pl.when(is_answered).then(at.shift(-1)), is_last=is_last)
        .filter(pl.col("status") == request)
    )
    answered = pl.col("answered_at")
    return requests.select(
        "dossier_number",
        requests=pl.lit(1, pl.Int64),
        waiting_since=pl.when("is_last").then(at),
        pause=answered - at,
        pause_days=(answered.dt.date() - at.dt.date()).dt.total_days(),
        pause_working_days=context.calendar.working_days_between(at, answered),
    )


def _end() -> pl.Expr:
    """When the dossier ended; a withdrawal or refusal ends only what had been accepted."""
    ended = pl.when(pl.col("ended_at") >= pl.col("received_at")).then(pl.col("ended_at"))
    return pl.coalesce("done_at", "returned_at", ended)


def _late_from(context: Context) -> pl.Expr:
    """The first instant at which an end is late; null where neither due date nor time limit is known."""
    return pl.when(pl.col("due_at").is_not_null()).then(_after_due(context)).otherwise(_after_limit(context))


def _after_due(context: Context) -> pl.Expr:
    """A due time without hours means the whole day."""
    due = pl.col("due_at")
    after = due + pl.when(due.dt.time() == dt.time()).then(DAY).otherwise(INSTANT)
    pause = pl.col("pause").fill_null(pl.duration(days=0))
    if context.settings["readings"]["subtract_supplements"] == "always":
        return after + pause
    is_original = (due == pl.col("original_due_at")).fill_null(True)
    return after + pl.when(is_original).then(pause).otherwise(pl.duration(days=0))


def _after_limit(context: Context) -> pl.Expr:
    """The statutory maximum of the procedure, in its own unit of time, from acceptance on."""
    start, limit, unit = pl.col("received_at"), pl.col("limit_value"), pl.col("limit_unit")
    days = limit + pl.col("pause_days").fill_null(0)
    working = limit + pl.col("pause_working_days").fill_null(0) + 1
    midnight = start.dt.truncate("1d")
    month_later = midnight.dt.offset_by(pl.format("{}mo", limit.fill_null(0)))
    hours = start + pl.duration(hours=limit) + pl.col("pause").fill_null(pl.duration(days=0)) + INSTANT
    by_working_days = context.calendar.add_working_days(start, working).cast(pl.Datetime("us"))
    return (
        pl.when(unit == "hour")
        .then(hours)
        .when(unit == "day")
        .then(midnight + pl.duration(days=days + 1))
        .when(unit == "month")
        .then(month_later + pl.duration(days=pl.col("pause_days").fill_null(0) + 1))
        .when(unit == "working_day")
        .then(by_working_days)
    )


def _too_many_requests(readings: Mapping[str, Any]) -> pl.Expr:
    """Asked twice or more: late, by the sentence about dossiers without result, or of every dossier."""
    several = pl.col("requests") > 1
    if readings["repeated_requests_are_late"] == "any":
        return several.alias("is_asked_too_often")
    waits = pl.col("end").is_null() & pl.col("waiting_since").is_not_null()
    return (several & waits).alias("is_asked_too_often")


def on_time(period: str, as_of: dt.date) -> pl.Expr:
    """On time, or open and within time at the end of the dossier's own month, quarter or year."""
    today_over = pl.lit(dt.datetime.combine(as_of, dt.time()) + dt.timedelta(days=1))
    step = PERIODS[period]
    period_over = pl.col("received_at").dt.truncate(step).dt.offset_by(step)
    known = pl.coalesce("end", "waiting_since")
    measured_before = pl.min_horizontal(period_over, today_over)
    in_time = (
        pl.when(known.is_not_null())
        .then(known < pl.col("late_from"))
        .otherwise(measured_before <= pl.col("late_from"))
    )
    accepted = pl.col("received_at").is_not_null()
    return (accepted & in_time.fill_null(False) & ~pl.col("is_asked_too_often")).alias(f"on_time_{period}")
