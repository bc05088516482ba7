"""Withholding counts below ``k``, and as many others as it takes to keep them from being recomputed.

*Primary*: counts from 1 to ``k - 1``. Zeros are shown: they speak of nobody. *Complementary*: further counts,
until everything published leaves at least ``k + 1`` whole numbers (a range ``k`` wide) for every small count,
whichever sums are solved together: rows, columns, parent units, quarters, years, several at once. What
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
    """Columns computed from counts, such as shares, and the counts that they tell of."""
    amounts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Sums over cases, such as money, and the counts of those cases. They are shown only where no row with
    a part of the amount is withheld: with a usual amount for each case they would be a second equation in the
    same counts."""


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
    withheld = withheld_cells(cells, k)
    stated = withheld[: cells.published]
    primary = int(np.sum(stated & (cells.values[: cells.published] < k)))
    back = np.argsort(order["_row"].to_numpy())
    marks = _by_count(stated, counts, back)
    hidden = {
        **marks,
        **{name: np.any([marks[of] for of in origin], axis=0) for name, origin in rule.dependent.items()},
    }
    for name, origin in rule.amounts.items():
        carried = order[name].is_not_null().to_numpy().repeat(len(counts))
        marred = _by_count(_marred(cells, withheld, k, carried)[: cells.published], counts, back)
        hidden[name] = np.any([marred[of] for of in origin], axis=0)
    return Suppressed(_blanked(frame, hidden, counts), primary, int(stated.sum()) - primary)


def _by_count(cells: np.ndarray, counts: Sequence[str], rows: np.ndarray) -> dict[str, np.ndarray]:
    return {name: cells[n :: len(counts)][rows] for n, name in enumerate(counts)}


def _blanked(frame: pl.DataFrame, hidden: Mapping[str, np.ndarray], counts: Sequence[str]) -> pl.DataFrame:
    columns = [
        pl.when(pl.Series(mark)).then(None).otherwise(pl.col(name)).alias(name)
        for name, mark in hidden.items()
    ]
    flag = pl.Series(FLAG, np.any([hidden[name] for name in counts], axis=0), dtype=pl.Boolean)
    return frame.with_columns(columns).with_columns(flag)


def _marred(cells: Cells, withheld: np.ndarray, k: int, carried: np.ndarray) -> np.ndarray:
    """Cells with an amount that are withheld, small remainders, and what sums any of them."""
    small = cells.values[cells.published :] < k
    marred, before = withheld & np.concatenate([carried, small]), -1
    while before != marred.sum():
        before = marred.sum()
        for total, *parts in cells.sums:
            marred[total] |= marred[parts].any()
    return marred


def withheld_cells(cells: Cells, k: int) -> np.ndarray:
    """Which cells are unknown to the public, remainders among them."""
    small = (cells.values > 0) & (cells.values < k)
    withheld = small | (np.arange(len(small)) >= cells.published)
    witnesses = Witnesses(cells, k)
    for cell in np.flatnonzero(small).tolist():
        if not witnesses.keep_unknown(cell, withheld):
            withheld[witnesses.cheapest(cell, withheld)] = True
    return withheld
