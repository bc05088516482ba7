"""Months added up to the periods that statistics are published for.

Types of period: ``month`` (``2024-06``), ``quarter`` (``2024-Q2``), ``year`` (``2024``) and ``year_to_date``
(``2024-06``: January to that month). Flows are added; of a stock the value at the end counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

YEAR, MONTH = pl.col("month").str.head(4), pl.col("month").str.tail(2).cast(pl.Int32)
QUARTER = pl.format("{}-Q{}", YEAR, (MONTH + 2) // 3)


def month_of(day: pl.Expr) -> pl.Expr:
    """The month ``YYYY-MM`` of dates or times."""
    return day.dt.strftime("%Y-%m")


def months_between(first: str, last: str) -> list[str]:
    """Every month from ``first`` to ``last``, both included."""
    low, high = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(low, high + 1)]


def by_period(
    monthly: pl.DataFrame, keys: Sequence[str], flows: Sequence[str], stocks: Sequence[str] = ()
) -> pl.DataFrame:
    """Monthly figures for every type of period.

    :param monthly: columns ``month``, keys, flows and stocks; a row for each month that is covered
    :returns: columns ``period_type``, ``period``, ``months`` (how many were added up), keys, flows, stocks
    """
    ordered = monthly.sort("month")
    measures = [
        pl.col("month").n_unique().cast(pl.Int64).alias("months"),
        *(pl.col(name).sum() for name in flows),
        *(pl.col(name).last() for name in stocks),
    ]
    parts = []
    for type_, period in (("month", pl.col("month")), ("quarter", QUARTER), ("year", YEAR)):
        named = ordered.with_columns(pl.lit(type_).alias("period_type"), period.alias("period"))
        parts.append(named.group_by("period_type", "period", *keys, maintain_order=True).agg(measures))
    parts.append(_to_date(ordered, keys, flows, stocks))
    return pl.concat([part.select(parts[0].columns) for part in parts])


def _to_date(
    ordered: pl.DataFrame, keys: Sequence[str], flows: Sequence[str], stocks: Sequence[str]
) -> pl.DataFrame:
    within = ["year", *keys]
    return ordered.with_columns(YEAR.alias("year")).select(
        pl.lit("year_to_date").alias("period_type"),
        pl.col("month").alias("period"),
        *keys,
        pl.col("month").cum_count().over(within).cast(pl.Int64).alias("months"),
        *(pl.col(name).cum_sum().over(within) for name in flows),
        *stocks,
    )
