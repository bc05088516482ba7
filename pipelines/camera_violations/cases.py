"""Violations and their handling: two tables over the same cases, suppressed as one.

Every row is a sum over cases; ``all`` in a column sums over its values. A kind of violation sums its bands of
speed, a group of vehicles its classes, and a violation has exactly one status.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import polars as pl

from pipelines.camera_violations.counting import STATUSES
from pipelines.pipeline import Context
from pipelines.privacy.periods import PERIOD, period_totals
from pipelines.privacy.suppression import Suppression, suppress
from pipelines.statistics.periods import by_period, months_between

ALL = "all"
KEYS = ("site_code", "violation_kind", "vehicle_class", "hour_band", "weather", "status")
AMOUNTS = ("fined_vnd", "paid_vnd")
MEASURES = ("violations", *AMOUNTS)
HANDLING_PERIODS = ("quarter", "year")
"""Cases of a month are too young to be judged by their handling."""

Sides = dict[str, dict[str, Sequence[str]]]
"""Key -> value that sums others -> those."""
Patterns = list[tuple[tuple[str, ...], ...]]
"""Values of each key; a pattern stands for all their combinations."""


def sides(settings: Mapping[str, Any]) -> Sides:
    """What the values of every key sum."""
    groups = {group: classes for group, classes in settings["vehicle_groups"].items() if classes != [group]}
    return {
        "site_code": {ALL: [site["site_code"] for site in settings["sites"]]},
        "violation_kind": {
            ALL: settings["violation_kinds"],
            "speeding": list(settings["speeding_bands"]),
        },
        "vehicle_class": {ALL: list(settings["vehicle_groups"]), **groups},
        "hour_band": {ALL: list(settings["hour_bands"])},
        "weather": {ALL: settings["weather"]},
        "status": {ALL: STATUSES},
    }


def public_cases(cases: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Every published sum over ``cases`` (counts by month and :data:`KEYS`), with small ones withheld."""
    last = f"{context.as_of:%Y-%m}"
    months = months_between(str(cases["month"].min() or last), last)
    by_site = _summed(cases, context, months, violation_patterns(context.settings))
    handled = _summed(cases, context, months, handling_patterns(context.settings))
    handled = handled.filter(pl.col("period_type").is_in(HANDLING_PERIODS))
    by_site = by_site.with_columns(pl.lit(None, pl.Int64).alias(name) for name in AMOUNTS)
    rows = pl.concat([handled, by_site]).unique(["period_type", "period", *KEYS], keep="first")
    return _suppressed(rows, context, months)


def violation_patterns(settings: Mapping[str, Any]) -> Patterns:
    """Each site by one other column at a time."""
    side = sides(settings)
    places = (ALL, *side["site_code"][ALL])
    classes = tuple(name for group in settings["vehicle_groups"].values() for name in group)
    one = (ALL,)
    return [
        (places, one, one, one, one, one),
        (places, tuple(settings["violation_kinds"]), one, one, one, one),
        (places, one, classes, one, one, one),
        (places, one, one, tuple(settings["hour_bands"]), one, one),
        (places, one, one, one, tuple(settings["weather"]), one),
    ]


def handling_patterns(settings: Mapping[str, Any]) -> Patterns:
    """The whole province by kind, group of vehicles and status."""
    kinds = (ALL, *settings["violation_kinds"], *settings["speeding_bands"])
    return [((ALL,), kinds, (ALL, *settings["vehicle_groups"]), (ALL,), (ALL,), (ALL, *STATUSES))]


def _summed(
    cases: pl.DataFrame,
    context: Context,
    months: Sequence[str],
    patterns: Sequence[tuple[tuple[str, ...], ...]],
) -> pl.DataFrame:
    """All combinations of the patterns in the periods that bear them; what did not happen is 0."""
    side = sides(context.settings)
    summed = [by_period(_monthly(cases, side, months, one), KEYS, MEASURES) for one in patterns]
    return pl.concat([_borne(one, context.settings) for one in summed]).drop("months")


def _borne(rows: pl.DataFrame, settings: Mapping[str, Any]) -> pl.DataFrame:
    """The rows in the types of period in which few of them are small.

    Where most counts of a breakdown are small, nearly all would have to be withheld: then it is published for
    longer periods only, at least by year. The year to date follows the months that it adds up.
    """
    count = pl.col("violations")
    small, some = count.is_between(1, settings["minimum_cell"] - 1).sum(), (count > 0).sum()
    bears = small * 100 <= settings["thin_percent"] * some
    found = rows.group_by("period_type").agg(bears.alias("bears")).filter("bears")["period_type"]
    borne = {*found, "year"}
    if "month" not in borne:
        borne -= {"year_to_date"}
    return rows.filter(pl.col("period_type").is_in(list(borne)))


def _monthly(
    cases: pl.DataFrame, side: Sides, months: Sequence[str], pattern: tuple[tuple[str, ...], ...]
) -> pl.DataFrame:
    values = {key: list(chosen) for key, chosen in zip(KEYS, pattern, strict=True)}
    places = pl.DataFrame(list(product(months, *values.values())), schema=["month", *KEYS], orient="row")
    summed = cases
    for key, chosen in values.items():
        members = [(value, leaf) for value in chosen for leaf in _leaves(value, side[key])]
        table = pl.DataFrame(members, schema=[f"{key}_", key], orient="row")
        summed = (
            summed.join(table, on=key)
            .drop(key)
            .rename({f"{key}_": key})
            .group_by("month", *KEYS)
            .agg(pl.col(MEASURES).sum())
        )
    return places.join(summed, on=["month", *KEYS], how="left").with_columns(pl.col(MEASURES).fill_null(0))


def _leaves(value: str, parts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if value not in parts:
        yield value
    for part in parts.get(value, ()):
        yield from _leaves(part, parts)


def _suppressed(rows: pl.DataFrame, context: Context, months: Sequence[str]) -> pl.DataFrame:
    rule = Suppression(
        count="violations",
        keys=("_period", *KEYS),
        totals={"_period": period_totals(months), **sides(context.settings)},
        amounts=dict.fromkeys(AMOUNTS, ("violations",)),
    )
    named = rows.with_columns(PERIOD.alias("_period"))
    return suppress(named, rule, context.settings["minimum_cell"]).frame.drop("_period")
