"""Proofs that a withheld cell stays unknown: other tables that fit everything published.

Such a table agrees with every shown cell and every sum, has whole numbers only and no zero in a withheld
cell; whatever an attacker computes must allow for it. Two that differ by the wanted width in one cell settle
that cell for good, since withholding further cells takes nothing away from what fits. They are looked for
among few cells around the one in question, so that the effort grows with the number of cells only; where none
is found there, the cell counts as known too closely, which errs on the safe side.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from pipelines.privacy.cells import Cells

LARGEST_NEIGHBOURHOOD = 192
"""Cells that may differ in a table that is looked for."""


class Witnesses:
    """The range of every cell over all tables found so far."""

    def __init__(self, cells: Cells, width: int) -> None:
        self._cells = cells
        self._least = cells.least
        self._sums_of = cells.sums_of()
        self._width = width
        self._low = cells.values.copy()
        self._high = cells.values.copy()

    def keep_unknown(self, cell: int, withheld: np.ndarray) -> bool:
        """Whether the cell can have values ``width`` apart while the cells ``withheld`` are unknown."""
        if self._is_wide(cell):
            return True
        for near in self._neighbourhoods(cell, withheld):
            for sign in (1, -1):
                self._move(np.array(near), sign)
                if self._is_wide(cell):
                    return True
        return False

    def _is_wide(self, cell: int) -> bool:
        return bool(self._high[cell] - self._low[cell] >= self._width)

    def _neighbourhoods(self, cell: int, withheld: np.ndarray) -> Iterator[list[int]]:
        """Growing lists of withheld cells, the one in question first; sums get a second if there is one."""
        near, touched = {cell: None}, Counter(self._sums_of[cell])
        tried, grown = 0, 0
        while len(near) > grown:
            grown = len(near)
            waiting = deque((number, cells + 1) for number, cells in touched.items())
            while waiting and len(near) < LARGEST_NEIGHBOURHOOD:
                number, wanted = waiting.popleft()
                found = self._choice(number, near, touched, withheld) if touched[number] < wanted else None
                if found is not None:
                    near[found] = None
                    touched.update(self._sums_of[found])
                    waiting.extend((other, 2) for other in self._sums_of[found])
            if len(near) >= 2 * tried or len(near) == LARGEST_NEIGHBOURHOOD > tried:
                tried = len(near)
                yield list(near)

    def _choice(
        self, number: int, near: dict[int, None], touched: Counter[int], withheld: np.ndarray
    ) -> int | None:
        """The withheld cell of a sum that closes most sums, opens fewest and has most room."""
        options = [
            (
                sum(touched[other] == 0 for other in self._sums_of[cell])
                - sum(touched[other] == 1 for other in self._sums_of[cell]),
                -int(self._cells.values[cell]),
                cell,
            )
            for cell in self._cells.sums[number]
            if withheld[cell] and cell not in near
        ]
        return min(options)[-1] if options else None

    def _move(self, near: np.ndarray, sign: int) -> None:
        """Take the table in which the first cell is as large (1) or small (-1) as cells ``near`` allow."""
        truth = self._cells.values[near]
        equations = self._equations(near)
        bounds = Bounds(self._least[near].astype(float), np.full(len(near), np.inf))
        bounds.ub[0] = truth[0] + 10 * self._width
        aim = np.zeros(len(near))
        aim[0] = -sign
        kept = equations @ truth
        fits = [LinearConstraint(equations, kept, kept)] if len(kept) else []
        found = milp(aim, integrality=np.ones(len(near)), bounds=bounds, constraints=fits)
        if found.x is None:
            return
        other = np.rint(found.x).astype(np.int64)
        if np.array_equal(equations @ other, kept) and (other >= self._least[near]).all():
            self._low[near] = np.minimum(self._low[near], other)
            self._high[near] = np.maximum(self._high[near], other)

    def _equations(self, near: np.ndarray) -> csr_array:
        """One row for each sum that the cells take part in: total minus parts."""
        touched = sorted({number for cell in near for number in self._sums_of[cell]})
        row = {number: at for at, number in enumerate(touched)}
        entries = [
            (row[number], at, 1 if self._cells.sums[number][0] == cell else -1)
            for at, cell in enumerate(near)
            for number in self._sums_of[cell]
        ]
        rows, columns, signs = np.array(entries, dtype=np.int64).reshape(-1, 3).T
        return csr_array((signs, (rows, columns)), shape=(len(touched), len(near)))
