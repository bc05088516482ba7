"""Reflections and recommendations of citizens: handled on time (5.2) and to their satisfaction (5.3).

All clocks are working days. They start with the sending date, or with the latest transfer where the
petition came through another agency. A petition is late when a step took too long: refusing or returning
it, asking for more before it was accepted and without handling it afterwards, answering, publishing the
answer, or leaving it waiting. What is not done yet is measured to the last day of the period, not later
than today. A petition counts in every month, quarter and year in which it was being handled: its row lies
in the first such month, so that counts of months still add up.

Source: Decision 766/QĐ-TTg, indicators 5.1 to 5.3; limits are in ``settings.yaml``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.pipeline import Context
from pipelines.public_services.dossiers import PERIODS


def counts(petitions: pl.LazyFrame, events: pl.LazyFrame, context: Context) -> pl.LazyFrame:
    """Additive counts by ``month, unit_code, petition_class``.

    ``handled_*`` and ``in_time_*`` are those of 5.2, ``satisfied_*`` of 5.3, ``received_petitions`` of both
    5.1 and 5.3.
    """
    rows = judged(petitions, events, context).with_columns(
        is_received=pl.col("month_start") == pl.col("start").dt.truncate("1mo").dt.date()
    )
    unhappy = (pl.col("dislikes") > pl.col("likes")) | pl.col("is_repeated")
    columns = {"received_petitions": pl.col("is_received")}
    for period, step in PERIODS.items():
        first = pl.col("is_received") | (pl.col("month_start").dt.truncate(step) == pl.col("month_start"))
        late = pl.col(f"late_{period}")
        columns[f"handled_{period}"] = first
        columns[f"in_time_{period}"] = first & ~late
        columns[f"satisfied_{period}"] = pl.col("is_received") & ~late & ~unhappy
    keys = ("month", "unit_code", "petition_class")
    month = pl.col("month_start").dt.strftime("%Y-%m")
    flat = rows.select("unit_code", "petition_class", month=month, **columns)
    return flat.group_by(keys).agg(pl.col(name).sum().cast(pl.Int64) for name in columns)


def judged(petitions: pl.LazyFrame, events: pl.LazyFrame, context: Context) -> pl.LazyFrame:
    """A row for each petition and month in which it was being handled, with ``late_<period>``."""
    active = _active_months(_with_steps(petitions, events, context), context.as_of)
    return active.with_columns(_late(period, context).alias(f"late_{period}") for period in PERIODS)


def _with_steps(petitions: pl.LazyFrame, events: pl.LazyFrame, context: Context) -> pl.LazyFrame:
    statuses = context.settings["petition_statuses"]
    joined = petitions.join(_steps(events, statuses), on="petition_number", how="left")
    start = (
        pl.when(pl.col("is_direct"))
        .then(pl.col("sent_at"))
        .otherwise(pl.coalesce("transferred_at", "sent_at"))
    )
    is_finished = pl.col("last_status").is_in(statuses["finished"]).fill_null(False)
    return joined.with_columns(
        start=start,
        likes=pl.col("likes").fill_null(0),
        dislikes=pl.col("dislikes").fill_null(0),
        is_repeated=pl.col("is_repeated").fill_null(False),
        finished_at=pl.when(is_finished).then(pl.col("last_at")),
    ).with_columns(waiting_at=pl.coalesce("waiting_at", "start"))


def _steps(events: pl.LazyFrame, statuses: Mapping[str, Any]) -> pl.LazyFrame:
    """One row a petition: the times that the clocks need, and its last status."""
    status, at = pl.col("status"), pl.col("occurred_at")

    def times(*names: str) -> pl.Expr:
        return at.filter(status.is_in(list(names)))

    return (
        events.sort("petition_number", "occurred_at", "status")
        .group_by("petition_number", maintain_order=True)
        .agg(
            transferred_at=times(*statuses["transferred"]).max(),
            refused_at=times(*statuses["refused"]).min(),
            requested_at=times(statuses["request"]).min(),
            accepted_at=times(statuses["accepted"]).min(),
            handling_at=times(statuses["handling"]).max(),
            answered_at=times(*statuses["answered"]).min(),
            published_at=times(statuses["published"]).min(),
            waiting_at=times(*statuses["waiting"]).max(),
            last_status=status.last(),
            last_at=at.last(),
        )
    )


def _active_months(frame: pl.LazyFrame, as_of: dt.date) -> pl.LazyFrame:
    """A row for each month from the start to the end of handling, today's month at the latest."""
    first = pl.col("start").dt.truncate("1mo").dt.date()
    last = pl.coalesce(pl.col("finished_at").dt.date(), pl.lit(as_of)).dt.truncate("1mo")
    months = pl.date_ranges(first, pl.max_horizontal(first, last), interval="1mo")
    return frame.with_columns(month_start=months).explode("month_start")


def _late(period: str, context: Context) -> pl.Expr:
    """Whether any step of the petition took too long, as known at the end of the period."""
    limits, between = context.settings["petitions"], context.calendar.working_days_between
    step = PERIODS[period]
    period_end = pl.col("month_start").dt.truncate(step).dt.offset_by(step).dt.offset_by("-1d")
    known = pl.max_horizontal(pl.min_horizontal(period_end, pl.lit(context.as_of)), pl.col("start").dt.date())
    start = pl.col("start")
    asked = (pl.col("accepted_at") <= pl.col("requested_at")).fill_null(False)
    handled = (pl.col("handling_at") >= pl.col("requested_at")).fill_null(False)
    is_open = pl.col("finished_at").is_null()
    published = pl.coalesce(pl.col("published_at").dt.date(), known)
    return pl.any_horizontal(
        between(start, pl.col("refused_at")).fill_null(0) > limits["refuse"],
        (between(start, pl.col("requested_at")).fill_null(0) > limits["request_more"]) & ~asked & ~handled,
        between(start, pl.col("answered_at")).fill_null(0) > limits["answer"],
        between(pl.col("answered_at"), published).fill_null(0) > limits["publish"],
        (between(pl.col("waiting_at"), known) > limits["answer"]) & is_open,
    )
