"""Tables of statistics by period and unit, made from counts by month and agency.

Rows are given for every unit and every month from the first to the last one counted, zeros included, so that
a month without events is told from one without data. Ratios come from sums, never from other ratios.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from pipelines.statistics.hierarchy import known, scoped_units, with_scopes
from pipelines.statistics.periods import by_period, months_between
from pipelines.statistics.ratios import mean, percent

UNIT = ("scope", "unit_code")


@dataclass(frozen=True)
class Stock:
    """What is there at the end of a month: all that came so far without all that went."""

    name: str
    """Published column."""
    came: str
    """Count of what came."""
    went: tuple[str, ...]
    """Counts of what went."""


@dataclass(frozen=True)
class PeriodTable:
    """What one table publishes of its counts."""

    flows: tuple[str, ...]
    """Counts that are published and added over months."""
    parts: tuple[str, ...] = ()
    """Further counts that stocks and means need."""
    keys: tuple[str, ...] = ()
    """Key columns beside period and unit."""
    stocks: tuple[Stock, ...] = ()
    """Columns that follow from what came and went."""
    snapshots: tuple[str, ...] = ()
    """Counts of what there was in the last month; they are not added over months."""
    percents: tuple[tuple[str, str], ...] = ()
    """Part and whole; published as ``<part>_pct``."""
    means: tuple[tuple[str, str], ...] = ()
    """Total and number; published as ``<total>_mean``."""

    def made(self, counts: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
        """The table.

        :param counts: ``month``, ``agency_code``, keys and counts; a missing count is an error
        :param units: as in :class:`pipelines.pipeline.Context`
        :raises ValueError: for an agency that the units do not have
        """
        known(counts["agency_code"], units)
        flows = [*self.flows, *self.parts]
        measures = [*flows, *self.snapshots]
        summed = with_scopes(
            counts.select("month", "agency_code", *self.keys, *measures), units, self._within
        )
        monthly = self._grid(summed, units).join(summed, on=[*UNIT, *self._within], how="left")
        monthly = monthly.with_columns(pl.col(measures).fill_null(0)).sort("month")
        monthly = monthly.with_columns(self._stock(stock) for stock in self.stocks)
        stocks = [*(stock.name for stock in self.stocks), *self.snapshots]
        periods = by_period(monthly, [*UNIT, *self.keys], flows, stocks)
        ratios = [percent(*pair) for pair in self.percents] + [mean(*pair) for pair in self.means]
        shown = periods.with_columns(ratios).join(_named(units), on=UNIT, nulls_equal=True)
        return shown.select(self.columns()).sort(self.primary_key())

    def columns(self) -> list[str]:
        """Published columns in their order."""
        return [
            *self.primary_key(), "months", "parent_code", "level", "unit_name", "unit_name_en", *self.flows,
            *(stock.name for stock in self.stocks), *self.snapshots,
            *(f"{part}_pct" for part, _ in self.percents), *(f"{total}_mean" for total, _ in self.means),
        ]  # fmt: skip

    def primary_key(self) -> list[str]:
        """Columns that name a row."""
        return ["period_type", "period", *UNIT, *self.keys]

    @property
    def _within(self) -> list[str]:
        return ["month", *self.keys]

    def _grid(self, summed: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
        months = summed["month"].unique().sort()
        every = months_between(months[0], months[-1]) if len(months) else []
        grid = (
            scoped_units(units)
            .select(UNIT)
            .join(pl.DataFrame({"month": every}, {"month": pl.String}), how="cross")
        )
        return grid.join(summed.select(self.keys).unique(), how="cross") if self.keys else grid

    def _stock(self, stock: Stock) -> pl.Expr:
        change = pl.col(stock.came) - pl.sum_horizontal(stock.went)
        return change.cum_sum().over([*UNIT, *self.keys]).alias(stock.name)


def _named(units: pl.DataFrame) -> pl.DataFrame:
    return scoped_units(units).rename({"name": "unit_name", "name_en": "unit_name_en"})
