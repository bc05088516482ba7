"""Months, quarters, years, and units with all that lies below them."""

from __future__ import annotations

import polars as pl

from pipelines.public_services.dossiers import PERIODS

TYPES = tuple(PERIODS)
PERIOD = ("period_type", "period")


def label(month: pl.Expr, period_type: str) -> pl.Expr:
    """``2026-07`` as itself, as ``2026-Q3`` or as ``2026``."""
    if period_type == "month":
        return month
    year = month.str.slice(0, 4)
    if period_type == "year":
        return year
    quarter = (month.str.slice(5, 2).cast(pl.Int32) + 2) // 3
    return pl.format("{}-Q{}", year, quarter)


def labels(months: pl.Series) -> pl.DataFrame:
    """``month, period_type, period``: the month, quarter and year of each."""
    frame = months.to_frame("month")
    kinds = [
        frame.with_columns(period_type=pl.lit(kind), period=label(pl.col("month"), kind)) for kind in TYPES
    ]
    return pl.concat(kinds)


def over_periods(counts: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    """Monthly counts added up for every month, quarter and year: ``period_type, period, *keys`` and sums.

    Of counts that depend on the kind of period, ``<name>_<period_type>`` becomes ``<name>``.
    """
    monthly = counts.group_by("month", *keys).agg(pl.exclude("month", *keys).sum())
    return pl.concat(_of_type(monthly, keys, period_type) for period_type in TYPES)


def _of_type(counts: pl.DataFrame, keys: tuple[str, ...], period_type: str) -> pl.DataFrame:
    sums = []
    for name in counts.columns:
        if name in ("month", *keys):
            continue
        base, _, kind = name.rpartition("_")
        if kind == period_type:
            sums.append(pl.col(name).sum().alias(base))
        elif kind not in TYPES:
            sums.append(pl.col(name).sum())
    of_period = (
        pl.lit(period_type).alias("period_type"),
        label(pl.col("month"), period_type).alias("period"),
    )
    return counts.lazy().group_by(*of_period, *keys).agg(sums).collect()


def bounds(periods: pl.DataFrame) -> pl.DataFrame:
    """``period_type, period`` with their ``first_day`` and ``last_day``."""
    month = (
        pl.when(pl.col("period_type") == "month")
        .then(pl.col("period").str.slice(5, 2))
        .when(pl.col("period_type") == "quarter")
        .then((pl.col("period").str.slice(6, 1).cast(pl.Int32, strict=False) * 3 - 2).cast(pl.String))
        .otherwise(pl.lit("1"))
        .cast(pl.Int32)
    )
    length = pl.col("period_type").replace_strict(PERIODS)
    first = pl.date(pl.col("period").str.slice(0, 4).cast(pl.Int32), month, 1)
    return periods.with_columns(first_day=first).with_columns(
        last_day=pl.col("first_day").dt.offset_by(length).dt.offset_by("-1d")
    )


def levelled(units: pl.DataFrame) -> pl.DataFrame:
    """Units with ``department`` as level of the agencies below the province's root."""
    agency = (pl.col("level") == "province") & pl.col("parent_code").is_not_null()
    return units.with_columns(level=pl.when(agency).then(pl.lit("department")).otherwise("level"))


def closure(units: pl.DataFrame) -> pl.DataFrame:
    """Pairs ``ancestor, unit_code``: every unit with itself and with all units above it."""
    parents = units.select("unit_code", "parent_code")
    pairs = step = units.select(ancestor="unit_code", unit_code="unit_code")
    while True:
        above = step.join(parents, left_on="ancestor", right_on="unit_code").drop_nulls("parent_code")
        step = above.select(ancestor="parent_code", unit_code="unit_code")
        if step.is_empty():
            return pairs
        pairs = pl.concat([pairs, step])


def over_units(frame: pl.DataFrame, pairs: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    """Sums of units and what lies below them; ``unit_code`` becomes the unit above."""
    values = [name for name in frame.columns if name not in ("unit_code", *keys)]
    return (
        frame.join(pairs, on="unit_code")
        .group_by(pl.col("ancestor").alias("unit_code"), *keys)
        .agg(pl.col(values).sum())
    )
