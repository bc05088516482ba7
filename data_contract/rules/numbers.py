"""Exact numbers of normal forms."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

NUMBERS = ("integer", "number", "year")
EXACT = pl.Decimal(38, 12)


def exact(column: str) -> pl.Expr:
    """The column as decimals; null where a number has more than 26 digits before its point."""
    return pl.col(column).cast(EXACT, strict=False)


def constant(value: int | float) -> pl.Expr:
    """A number of the contract, as it is written there."""
    return pl.lit(str(value)).cast(EXACT)


def shown(value: Decimal) -> str:
    """A decimal without zeros that say nothing."""
    return format(value, "f").rstrip("0").rstrip(".") if "." in format(value, "f") else str(value)
