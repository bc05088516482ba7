"""Withholding counts below ``k``, and as many others as it takes to keep them from being recomputed.

*Primary*: counts from 1 to ``k - 1``. Zeros are shown: they speak of nobody. *Complementary*: further counts,
until everything published leaves at least ``k + 1`` whole numbers (a range ``k`` wide) for every withheld
cell, whichever sums are solved together: rows, columns, parent units, quarters, years, several at once. What
is computed from a withheld count is withheld too. One flag says that a row lacks something; it does not say
which of the two kinds it is, since that would tell that the count is below ``k``.

Sources: A. Hundepool et al., Statistical Disclosure Control (2012), chapter 4; Law 91/2025/QH15.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from pipelines.privacy.cells import Cells, Totals, numbered
from pipelines.privacy.witnesses import Witnesses

FLAG = "suppressed"
"""Column that says whether something of the row is withheld."""


@dataclass(frozen=True)
class Suppression:
    """How the rows of one table hang together. Tables that share counts are suppressed as one frame."""

    count: str
    """Column of the count that must not be small."""
    keys: tuple[str, ...]
    """Columns that together name a row."""
    totals: Totals = field(default_factory=dict)
    """For each key, the values that stand for sums, and what they sum."""
    parts: tuple[str, ...] = ()
    """Columns with parts of the count, such as those on time; what they leave is guarded as well."""
    dependent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns computed from counts, such as shares and sums of money, and the counts that they tell of."""


@dataclass(frozen=True)
class Suppressed:
    """A frame that may be published, and how many of its counts are withheld."""

    frame: pl.DataFrame
    """The rows in their order; withheld values are null, and ``suppressed`` says in which rows."""
    primary: int
    """Counts withheld because they are small."""
    complementary: int
    """Counts withheld because others could be recomputed from them."""


def flat(values: Sequence[Any], total: Any) -> dict[Any, Sequence[Any]]:
    """One value stands for the sum of all the others."""
    return {total: sorted(set(values) - {total})}


def suppress(frame: pl.DataFrame, rule: Suppression, k: int) -> Suppressed:
    """Withhold what could point at fewer than ``k``.

    Raises:
        ImpossibleTable: counts are missing or negative, keys are not unique, or parts exceed their total.
    """
    counts = (rule.count, *rule.parts)
    order = frame.with_row_index("_row").sort(rule.keys)
    cells = numbered(order, counts, rule.keys, rule.totals)
    withheld = withheld_cells(cells, k)[: cells.published]
    primary = int(np.sum(withheld & (cells.values[: cells.published] < k)))
    back = np.argsort(order["_row"].to_numpy())
    marks = {name: withheld[n :: len(counts)][back] for n, name in enumerate(counts)}
    return Suppressed(_blanked(frame, rule, marks), primary, int(withheld.sum()) - primary)


def _blanked(frame: pl.DataFrame, rule: Suppression, marks: Mapping[str, np.ndarray]) -> pl.DataFrame:
    hidden = {
        **marks,
        **{name: np.any([marks[of] for of in origin], axis=0) for name, origin in rule.dependent.items()},
    }
    columns = [
        pl.when(pl.Series(mark)).then(None).otherwise(pl.col(name)).alias(name)
        for name, mark in hidden.items()
    ]
    flag = pl.Series(FLAG, np.any(list(marks.values()), axis=0), dtype=pl.Boolean)
    return frame.with_columns(columns).with_columns(flag)


def withheld_cells(cells: Cells, k: int) -> np.ndarray:
    """Which cells are unknown to the public, remainders among them."""
    guard, witnesses = _Guard(cells, k), Witnesses(cells, k)
    guard.close(range(len(cells.sums)))
    for cell in guard.sensitive:
        while not witnesses.keep_unknown(cell, guard.withheld):
            guard.strengthen(cell)
    return guard.withheld


class _Guard:
    """Chooses which further cells are withheld; the choice depends on keys and counts alone."""

    def __init__(self, cells: Cells, k: int) -> None:
        self._cells = cells
        self._sums_of = cells.sums_of()
        self._k = k
        remainder = np.arange(len(cells.values)) >= cells.published
        small = (cells.values > 0) & (cells.values < k)
        self.withheld = small | remainder
        self.sensitive = np.flatnonzero(small).tolist()
        """Cells that an attacker must not come close to, in the order in which they were withheld."""

    def close(self, sums: Sequence[int] | range) -> None:
        """Withhold further cells until each sum by itself leaves every sensitive cell a range of ``k``."""
        waiting = list(sums)
        while waiting:
            number = waiting.pop()
            if self._gives_away(number):
                waiting.append(number)
                waiting.extend(self._withhold(self._choice([number])))

    def strengthen(self, cell: int) -> None:
        """Withhold one more cell near this one, and what that takes."""
        near = self._sums_of[cell]
        seen = {cell}
        while not (candidates := self._candidates(near)):
            seen |= {member for number in near for member in self._cells.sums[number]}
            near = sorted({number for member in seen for number in self._sums_of[member]})
        self.close(self._withhold(min(candidates)[-1]))

    def _gives_away(self, number: int) -> bool:
        total, *parts = self._cells.sums[number]
        unknown = [part for part in parts if self.withheld[part]]
        if self.withheld[total]:
            return not unknown
        if not any(self._is_sensitive(part) for part in unknown):
            return False
        room = sum(int(self._cells.values[part] - self._cells.least[part]) for part in unknown)
        return len(unknown) == 1 or room < self._k

    def _is_sensitive(self, cell: int) -> bool:
        """Remainders of ``k`` or more may be known."""
        return cell < self._cells.published or bool(self._cells.values[cell] < self._k)

    def _choice(self, sums: Sequence[int]) -> int:
        return min(self._candidates(sums))[-1]

    def _candidates(self, sums: Sequence[int]) -> list[tuple[bool, int, int, int]]:
        """Cells that could be withheld: no totals if possible, few new sums to close, small counts first."""
        found = []
        for number in sums:
            for cell in self._cells.sums[number]:
                if not self.withheld[cell] and self._cells.values[cell]:
                    opened = sum(not self._touched(other) for other in self._sums_of[cell])
                    is_total = cell == self._cells.sums[number][0]
                    found.append((is_total, opened, int(self._cells.values[cell]), cell))
        return found

    def _touched(self, number: int) -> bool:
        return any(self.withheld[cell] for cell in self._cells.sums[number])

    def _withhold(self, cell: int) -> list[int]:
        self.withheld[cell] = True
        self.sensitive.append(cell)
        return self._sums_of[cell]
