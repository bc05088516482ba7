"""Readers of a published table who solve for what is withheld; they know the table and its sums only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import polars as pl
from scipy.optimize import Bounds, LinearConstraint, milp

from pipelines.privacy.cells import Totals

Equation = tuple[dict[int, int], int]
"""Coefficients of withheld rows, and what they add up to."""


def equations(public: pl.DataFrame, count: str, keys: tuple[str, ...], totals: Totals) -> Iterator[Equation]:
    """Every sum that the table states, as an equation in its withheld rows; rows not there are zeros."""
    rows = {key: row for row, key in enumerate(public.select(keys).rows())}
    shown = public[count].to_list()
    for key, row in rows.items():
        for side, name in enumerate(keys):
            if key[side] in totals.get(name, {}):
                parts = [(*key[:side], part, *key[side + 1 :]) for part in totals[name][key[side]]]
                signs = {row: 1, **{rows[part]: -1 for part in parts if part in rows}}
                known = sum(sign * shown[at] for at, sign in signs.items() if shown[at] is not None)
                yield {at: sign for at, sign in signs.items() if shown[at] is None}, -known


def ranges_by_programme(
    public: pl.DataFrame, count: str, keys: tuple[str, ...], totals: Totals, cap: int
) -> dict[int, tuple[int, int]]:
    """Least and largest value of each withheld row, by integer programmes over the whole table."""
    unknown = public[count].is_null().arg_true().to_list()
    system = list(equations(public, count, keys, totals))
    matrix = np.array([[signs.get(row, 0) for row in unknown] for signs, _ in system])
    right = np.array([value for _, value in system])
    return {row: _range(matrix, right, at, cap) for at, row in enumerate(unknown)}


def _range(matrix: np.ndarray, right: np.ndarray, at: int, cap: int) -> tuple[int, int]:
    size = matrix.shape[1]
    ends: list[int] = []
    for sign in (1, -1):
        aim: Any = np.zeros(size)
        aim[at] = sign
        found = milp(
            aim,
            integrality=np.ones(size),
            bounds=Bounds(np.ones(size), np.full(size, cap)),
            constraints=LinearConstraint(matrix, right, right) if len(right) else [],
        )
        ends.append(round(found.x[at]))
    return ends[0], ends[1]


def ranges_by_trying(
    public: pl.DataFrame, count: str, keys: tuple[str, ...], totals: Totals, cap: int
) -> dict[int, tuple[int, int]]:
    """The same by trying all whole numbers up to ``cap``."""
    unknown = public[count].is_null().arg_true().to_list()
    system = list(equations(public, count, keys, totals))
    fits = [
        dict(zip(unknown, guess, strict=True))
        for guess in product(range(1, cap + 1), repeat=len(unknown))
        if _solves(dict(zip(unknown, guess, strict=True)), system)
    ]
    return {row: (min(fit[row] for fit in fits), max(fit[row] for fit in fits)) for row in unknown}


def _solves(guess: dict[int, int], system: list[Equation]) -> bool:
    return all(sum(sign * guess[row] for row, sign in signs.items()) == right for signs, right in system)
