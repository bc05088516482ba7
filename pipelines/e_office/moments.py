"""Days and deadlines that the counts of e-office share.

Everything is measured at the end of ``Context.as_of``: what happened later has not happened yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from pipelines.pipeline import Context
from pipelines.statistics.periods import month_of


def day(column: str, context: Context) -> pl.Expr:
    """The day of a time or date; null while it still lies ahead."""
    value = pl.col(column).dt.date()
    return pl.when(value <= context.as_of).then(value)


def deadline(column: str, context: Context) -> pl.Expr:
    """Last day to be in time: the due day, or the next working day when that is a day off.

    Civil Code 91/2015/QH13, article 148(5).
    """
    due = pl.col(column).dt.date()
    if not context.settings["deadline_on_a_day_off"]["moves_to_next_working_day"]:
        return due
    return context.calendar.add_working_days(due - pl.duration(days=1), 1)


EVERY = pl.col("month").is_not_null()
"""Counts every row of :func:`events`."""


def events(
    frame: pl.DataFrame,
    when: pl.Expr,
    sums: Mapping[str, pl.Expr],
    keys: Sequence[str] = ("agency_code",),
) -> pl.DataFrame:
    """How often each thing happened, by month and keys; rows where ``when`` is null are left out.

    :param sums: truths or whole numbers, by the name of their sum; nulls add nothing
    """
    return (
        frame.with_columns(month=month_of(when))
        .filter(EVERY)
        .group_by("month", *keys)
        .agg(expression.sum().cast(pl.Int64).alias(name) for name, expression in sums.items())
    )


def added(*parts: pl.DataFrame) -> pl.DataFrame:
    """Counts of several kinds of events as one frame by month and agency; what did not happen is 0."""
    together = pl.concat(parts, how="diagonal").fill_null(0)
    return together.group_by("month", "agency_code").agg(pl.all().sum())
