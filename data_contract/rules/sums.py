"""Rules on sums: parts and their total."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ..assertions import Total
from ..columns import ROW, key
from ..report import Problem
from .model import Rules
from .numbers import constant, exact, shown


class TotalWatcher:
    """The parts of each group add up to its total; memory grows with the number of groups."""

    def __init__(self, assertion: Total, types: dict[str, str], rules: Rules) -> None:
        self._assertion = assertion
        self._by = [key(name) for name in assertion.by] or [key("")]
        self._sums: pl.DataFrame | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Add to the sums."""
        row, value = self._assertion.total_row, exact(self._assertion.column)
        is_total = pl.col(row.column).eq_missing(pl.lit(row.value)) if row else pl.lit(False)
        groups = [pl.col(name).alias(key(name)) for name in self._assertion.by] or [pl.lit("").alias(key(""))]
        sums = frame.select(
            *groups,
            parts=pl.when(~is_total).then(value),
            total=pl.when(is_total).then(value),
            row=pl.when(is_total).then(ROW),
        )
        if self._sums is not None:
            sums = pl.concat([self._sums, sums])
        parts = pl.col("parts")
        self._sums = sums.group_by(self._by, maintain_order=True).agg(
            pl.when(parts.count() > 0).then(parts.sum()),
            pl.col("total").drop_nulls().last(),
            pl.col("row").max(),
        )

    def problems(self) -> Iterator[Problem]:
        """The groups whose parts add up to something else."""
        if self._sums is None:
            return
        rule = self._assertion
        total = pl.col("total") if rule.equals is None else constant(rule.equals)
        wrong = self._sums.with_columns(total=total).filter(
            (pl.col("parts") - pl.col("total")).abs() > constant(rule.tolerance)
        )
        for *group, parts, expected, row in wrong.iter_rows():
            names = [f"{name} = {value}" for name, value in zip(rule.by, group, strict=False)]
            details = {"limit": shown(expected), "note": f" ({', '.join(names)})" if names else ""}
            yield Problem("total", row, rule.column, shown(parts), details)
