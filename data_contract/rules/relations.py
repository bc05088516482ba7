"""Rules between columns of one row."""

from __future__ import annotations

import operator
from collections.abc import Iterator

import polars as pl

from ..assertions import Compare
from ..columns import ROW
from ..report import Problem
from .model import TOLD, Rules
from .numbers import NUMBERS, constant, exact, shown

PLAIN = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


class CompareWatcher:
    """The left column stands in the asserted relation to the sum of the right ones."""

    def __init__(self, assertion: Compare, types: dict[str, str], rules: Rules) -> None:
        self._assertion = assertion
        self._numeric = types[assertion.left] in NUMBERS
        self._found: list[Problem] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Keep the rows where it does not."""
        rule = self._assertion
        read = exact if self._numeric else pl.col
        # ISO dates, times and months sort as texts
        right = read(rule.right[0])
        for column in rule.right[1:]:
            right = right + read(column)
        sides = frame.select(ROW, shown=rule.left, left=read(rule.left), right=right)
        broken = sides.filter(~self._holds(pl.col("left"), pl.col("right"))).select(ROW, "shown", "right")
        for row, left, sum_ in broken.head(TOLD - len(self._found)).iter_rows():
            total = shown(sum_) if self._numeric else sum_
            limit = f"{rule.op} {' + '.join(rule.right)} ({total})"
            self._found.append(Problem("compare", row, rule.left, left, {"limit": limit}))

    def problems(self) -> Iterator[Problem]:
        """Each row that breaks it."""
        yield from self._found

    def _holds(self, left: pl.Expr, right: pl.Expr) -> pl.Expr:
        op, tolerance = self._assertion.op, constant(self._assertion.tolerance)
        if not self._numeric or not self._assertion.tolerance:
            return PLAIN[op](left, right)
        if op in ("==", "!="):
            near = (left - right).abs() <= tolerance
            return near if op == "==" else ~near
        return PLAIN[op](left, right + tolerance if op.startswith("<") else right - tolerance)
