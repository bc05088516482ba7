"""Events counted by month and agency.

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
