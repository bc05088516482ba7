"""Rules on how a column moves from period to period."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ..assertions import Jump
from ..columns import ROW, key
from ..report import Problem
from .model import Rules
from .numbers import constant, exact, shown

YEAR_DIGITS = 4


class JumpWatcher:
    """No jump above the factor; memory grows with the rows, for the columns that the rule names."""

    def __init__(self, assertion: Jump, types: dict[str, str], rules: Rules) -> None:
        self._assertion = assertion
        self._seen: list[pl.DataFrame] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Keep the series."""
        rule = self._assertion
        series = frame.select(
            ROW,
            *(pl.col(name).alias(key(name)) for name in rule.key),
            period=pl.col(rule.period),
            value=exact(rule.column),
        )
        self._seen.append(series.drop_nulls(["period", "value"]).filter(pl.col("value") > 0))

    def problems(self) -> Iterator[Problem]:
        """The rows whose value is too far from the one before."""
        if not self._seen:
            return
        factor = constant(self._assertion.factor)
        value, before = pl.col("value"), pl.col("before")
        pairs = self._pairs(pl.concat(self._seen)).drop_nulls("before")
        jumps = pairs.filter((value > before * factor) | (value * factor < before))
        for row, now, earlier in jumps.select(ROW, "value", "before").iter_rows():
            details = {"limit": str(self._assertion.factor), "note": shown(earlier)}
            yield Problem("jump", row, self._assertion.column, shown(now), details)

    def _pairs(self, series: pl.DataFrame) -> pl.DataFrame:
        keys = [key(name) for name in self._assertion.key]
        if self._assertion.against == "previous":
            last = pl.col("value").shift()
            return series.sort("period", ROW).with_columns(before=last.over(keys) if keys else last)
        year = pl.col("period").str.head(YEAR_DIGITS).cast(pl.Int32, strict=False) + 1
        period = year.cast(pl.String).str.zfill(YEAR_DIGITS) + pl.col("period").str.slice(YEAR_DIGITS)
        earlier = series.select(*keys, period.alias("period"), before="value").unique([*keys, "period"])
        return series.join(earlier, on=[*keys, "period"], how="left", nulls_equal=True)
