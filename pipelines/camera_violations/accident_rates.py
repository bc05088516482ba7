"""The published table of accidents before and after cameras came."""

from __future__ import annotations

import math

import polars as pl

from pipelines.camera_violations.accidents import Strata, rate_ratio
from pipelines.camera_violations.cases import ALL
from pipelines.pipeline import Context
from pipelines.privacy.suppression import FLAG, Suppression, flat, suppress

PHASES = ("before", "after")
MEASURES = ("rate_ratio", "rate_ratio_lower", "rate_ratio_upper", "p_value")


def accident_rates(accidents: pl.DataFrame, context: Context) -> pl.DataFrame:
    """A row for each site and for all: accidents, site-days, and the rate ratio where both counts are shown.

    :param accidents: counts by ``month``, ``site_code`` and ``phase``
    """
    strata = _strata(accidents, context)
    sites = strata["site_code"].unique().sort().to_list()
    groups = {ALL: strata, **{site: strata.filter(pl.col("site_code") == site) for site in sites}}
    rows = [{"site_code": site, **_sums(part), **_ratio(part, context)} for site, part in groups.items()]
    table = pl.DataFrame(rows, schema_overrides=dict.fromkeys(MEASURES, pl.Float64))
    hidden = table.select("site_code").join(_withheld(table, context), on="site_code", how="left")
    both = pl.all_horizontal(pl.col(f"accidents_{phase}").is_not_null() for phase in PHASES)
    return (
        table.drop("accidents_before", "accidents_after")
        .join(hidden, on="site_code")
        .with_columns(pl.when(both).then(pl.col(MEASURES)), (~both).alias(FLAG))
        .select(
            "site_code",
            *(f"{what}_{phase}" for phase in PHASES for what in ("accidents", "site_days")),
            *MEASURES,
            FLAG,
        )
        .sort("site_code")
    )


def _strata(accidents: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Accidents and days by ``site_code``, ``season`` (calendar month) and phase."""
    day = pl.col("day")
    since = pl.DataFrame(context.settings["sites"]).select("site_code", "since")
    first = context.settings["accidents"]["recorded_since"]
    days = (
        pl.DataFrame({"day": pl.date_range(first, context.as_of, eager=True)})
        .join(since, how="cross")
        .group_by("site_code", season=day.dt.month().cast(pl.Int64))
        .agg(
            site_days_before=(day < pl.col("since")).sum().cast(pl.Int64),
            site_days_after=(day >= pl.col("since")).sum().cast(pl.Int64),
        )
    )
    seasonal = accidents.with_columns(season=pl.col("month").str.tail(2).cast(pl.Int64))
    for phase in PHASES:
        counted = seasonal.filter(pl.col("phase") == phase).group_by("site_code", "season")
        days = days.join(
            counted.agg(pl.col("accidents").sum().alias(f"accidents_{phase}")),
            on=["site_code", "season"],
            how="left",
        )
    return days.with_columns(pl.col("^accidents_.*$").fill_null(0)).sort("site_code", "season")


def _sums(strata: pl.DataFrame) -> dict[str, int]:
    names = [f"{what}_{phase}" for what in ("accidents", "site_days") for phase in PHASES]
    return {name: int(strata[name].sum()) for name in names}


def _ratio(strata: pl.DataFrame, context: Context) -> dict[str, float | None]:
    names = ("accidents_before", "site_days_before", "accidents_after", "site_days_after")
    found = rate_ratio(
        Strata(*(strata[name].to_numpy() for name in names)), context.settings["accidents"]["confidence"]
    )
    values = (found.estimate, found.lower, found.upper, found.p_value)
    return {name: _rounded(value) for name, value in zip(MEASURES, values, strict=True)}


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None or math.isnan(value) else round(value, digits)


def _withheld(table: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Accidents of both phases, small ones withheld; sites add up to ``all`` in each phase."""
    long = table.unpivot([f"accidents_{phase}" for phase in PHASES], index="site_code", variable_name="phase")
    rule = Suppression(
        "value", ("site_code", "phase"), {"site_code": flat(table["site_code"].to_list(), ALL)}
    )
    shown = suppress(long, rule, context.settings["minimum_cell"]).frame
    return shown.pivot("phase", index="site_code", values="value")
