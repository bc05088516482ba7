"""Ratios of published statistics: from sums, with whole numbers, so that every engine gets the same digits.

Rounded half up to two places. Null where there is nothing to divide by; never 0 or 100 in its place.
"""

from __future__ import annotations

import polars as pl

PLACES = 100
"""Two places after the point."""


def percent(part: str, whole: str) -> pl.Expr:
    """``part`` of ``whole`` in percent."""
    return _quotient(pl.col(part) * 100, pl.col(whole)).alias(f"{part}_pct")


def mean(total: str, count: str) -> pl.Expr:
    """``total`` for each of ``count``, in the unit of ``total``."""
    return _quotient(pl.col(total), pl.col(count)).alias(f"{total}_mean")


def _quotient(above: pl.Expr, below: pl.Expr) -> pl.Expr:
    hundredths = (2 * PLACES * above + below) // (2 * below)
    return pl.when(below > 0).then((hundredths / PLACES).round(2))
