"""Which periods add up to which: month, quarter, year and year to date, for the audit of published tables."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

PERIOD = pl.format("{}:{}", pl.col("period_type"), pl.col("period"))
"""Type and name of a period as one value, such as ``quarter:2024-Q2``."""


def period_totals(months: Iterable[str]) -> dict[str, list[str]]:
    """Parts of every longer period of ``months`` (``YYYY-MM``), by the values of :data:`PERIOD`."""
    totals: dict[str, list[str]] = {}
    for month in sorted(set(months)):
        year, number = month[:4], int(month[5:])
        quarter = f"quarter:{year}-Q{(number + 2) // 3}"
        totals.setdefault(quarter, []).append(f"month:{month}")
        quarters = totals.setdefault(f"year:{year}", [])
        if quarter not in quarters:
            quarters.append(quarter)
        before = [f"year_to_date:{year}-{number - 1:02d}"] if number > 1 else []
        totals[f"year_to_date:{month}"] = [*before, f"month:{month}"]
    return totals
