"""From counts to points, as the national evaluation service computes them.

    ratio  = fix2(100 × n / d)                         percent
    points = fix2(min(max, max × ratio / target))
    group  = sum of the points; its ratio = fix2(100 × points / maximum)

``fix2`` gives two decimals, half up, of the exact binary double, as JavaScript's ``toFixed(2)`` (ECMA-262,
Number.prototype.toFixed). The rule follows from the 540 official results in ``official_scores.csv``;
decimal arithmetic misses one of them by 0.01. A ratio without a denominator is null, never 0/0.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from pipelines.public_services.index_set import Indicator

CENT = Decimal("0.01")
SPLITTER = float(2**27 + 1)


def fix2(value: float) -> float:
    """Two decimals, half up, of the exact value of a double that is not negative."""
    return float(Decimal(value).quantize(CENT, ROUND_HALF_UP))


def ratio(numerator: float | None, denominator: float | None) -> float | None:
    """Percentage with two decimals; null without a denominator."""
    if not denominator or numerator is None:
        return None
    return fix2(100 * numerator / denominator)


def points(percent: float | None, indicator: Indicator) -> float | None:
    """Points of one indicator for its percentage; null is "not scored"."""
    if percent is None:
        return {"none": None, "zero": 0.0, "full": float(indicator.max)}[indicator.empty]
    return fix2(min(float(indicator.max), indicator.max * percent / indicator.target))


def total(parts: list[float | None]) -> float:
    """Points of a group: the sum of its rounded parts, exact in cents; parts without score add nothing."""
    return float(sum((Decimal(str(part)) for part in parts if part is not None), Decimal(0)))


def fix2_expr(value: pl.Expr) -> pl.Expr:
    """:func:`fix2` of a Float64 column below 2^44, equal to it in every bit.

    100 × value is split into two exact halves (T. J. Dekker, Numer. Math. 18, 1971), so that ties are told
    from near ties.
    """
    scaled = value * SPLITTER
    high = scaled - (scaled - value)
    low = value - high
    guess = (value * 100.0).round(0)
    beyond = (high * 100.0 - (guess + 0.5)) + low * 100.0
    short = (high * 100.0 - (guess - 0.5)) + low * 100.0
    cents = guess + (beyond >= 0).cast(pl.Float64) - (short < 0).cast(pl.Float64)
    return divided(cents, pl.lit(100.0))


def divided(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """IEEE division of every row: polars multiplies by the reciprocal where the divisor is one number."""
    return numerator / (numerator * 0.0 + denominator)


def ratio_expr(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """:func:`ratio` of integer columns."""
    known = pl.when(denominator > 0).then(denominator.cast(pl.Float64))
    return fix2_expr(divided(numerator.cast(pl.Float64) * 100.0, known))


def points_expr(percent: pl.Expr) -> pl.Expr:
    """:func:`points` beside the columns ``max``, ``target`` and ``empty`` of the index set."""
    most, target, empty = pl.col("max"), pl.col("target"), pl.col("empty")
    scored = fix2_expr(pl.min_horizontal(most, divided(most * percent, target)))
    without = pl.when(empty == "zero").then(0.0).when(empty == "full").then(most)
    return pl.when(percent.is_not_null()).then(scored).otherwise(without)


def total_expr(parts: pl.Expr) -> pl.Expr:
    """:func:`total` as an aggregate of a group."""
    return divided((parts * 100.0).round(0).sum(), pl.lit(100.0))
