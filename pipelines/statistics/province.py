"""Tables of the province as a whole, by period and codes: for systems whose records belong to no one unit.

Every combination of codes that was counted has a row in every period, zeros included. Ratios come from sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from pipelines.statistics.periods import by_period, months_between
from pipelines.statistics.ratios import mean, percent


@dataclass(frozen=True)
class ProvinceTable:
    """What one table publishes of its counts."""

    keys: tuple[str, ...]
    """Columns with codes."""
    flows: tuple[str, ...]
    """Counts that are published and added over months."""
    parts: tuple[str, ...] = ()
    """Further counts that means need."""
    percents: tuple[tuple[str, str], ...] = ()
    """Part and whole; published as ``<part>_pct``."""
    means: tuple[tuple[str, str], ...] = ()
    """Total and number; published as ``<total>_mean``."""

    def made(self, counts: pl.DataFrame) -> pl.DataFrame:
        """The table; ``counts`` has ``month``, the keys and one column for each count."""
        measures = [*self.flows, *self.parts]
        months = counts["month"].unique().sort()
        every = pl.DataFrame(
            {"month": months_between(months[0], months[-1]) if len(months) else []}, {"month": pl.String}
        )
        grid = every.join(counts.select(self.keys).unique(), how="cross")
        monthly = grid.join(counts, on=["month", *self.keys], how="left").with_columns(
            pl.col(measures).fill_null(0)
        )
        ratios = [percent(*pair) for pair in self.percents] + [mean(*pair) for pair in self.means]
        periods = by_period(monthly, self.keys, measures).with_columns(ratios)
        return periods.select(self.columns()).sort("period_type", "period", *self.keys)

    def columns(self) -> list[str]:
        """Published columns in their order."""
        shares = [f"{part}_pct" for part, _ in self.percents]
        means = [f"{total}_mean" for total, _ in self.means]
        return ["period_type", "period", *self.keys, "months", *self.flows, *shares, *means]
