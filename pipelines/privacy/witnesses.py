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
from scipy.sparse import csr_array, hstack

from pipelines.privacy.cells import Cells, ImpossibleTable

FEW = 192
"""Cells that may differ in a table that is looked for before further cells are withheld."""
FREE = 0.001
"""Price of moving a withheld cell by one; far moves are not wanted for nothing."""
TOTAL = 4
"""How much dearer a total is than another cell of its size."""
SOME = 48
"""Cells that a choice is made among, at least."""


class Witnesses:
    """The range of every cell over all tables found so far."""

    def __init__(self, cells: Cells, width: int) -> None:
        self._cells = cells
        self._least = cells.least
        self._sums_of = cells.sums_of()
        self._sums = np.zeros(len(cells.values), bool)
        self._sums[[total for total, *_ in cells.sums]] = True
        self._width = width
        self._low = cells.values.copy()
        self._high = cells.values.copy()

    def keep_unknown(self, cell: int, withheld: np.ndarray) -> bool:
        """Whether the cell can have values ``width`` apart while the cells ``withheld`` are unknown."""
        if self._is_wide(cell):
            return True
        for near in self._neighbourhoods(cell, withheld, withheld, 0, FEW):
            for sign in (1, -1):
                self._move(np.array(near), sign)
                if self._is_wide(cell):
                    return True
        return False

    def _is_wide(self, cell: int) -> bool:
        return bool(self._high[cell] - self._low[cell] >= self._width)

    def cheapest(self, cell: int, withheld: np.ndarray) -> list[int]:
        """Cells that have to be withheld too for ``cell`` to be unknown.

        They are those of a move of ``cell`` by ``width`` that all sums allow, at the least price: withheld
        cells move almost freely, others at a price that grows with their count, so that totals stay.
        """
        everything = len(self._cells.values)
        for near in self._neighbourhoods(cell, self._cells.values > 0, withheld, SOME, everything):
            moved = self._cheapest_among(np.array(near), withheld)
            if moved:
                return moved
        raise ImpossibleTable(f"cell {cell} cannot be kept unknown, whatever is withheld")

    def _cheapest_among(self, near: np.ndarray, withheld: np.ndarray) -> list[int]:
        """Cells of the cheapest move, which is kept as a witness; none where these cells allow no move."""
        truth, size = self._cells.values[near], len(near)
        price = np.where(withheld[near], FREE, np.log2(1 + truth) * np.where(self._sums[near], TOTAL, 1))
        equations = self._equations(near)
        bounds = Bounds(
            np.zeros(2 * size), np.concatenate([np.full(size, np.inf), truth - self._least[near]])
        )
        bounds.lb[0] = bounds.ub[0] = self._width
        bounds.ub[size] = 0
        none = np.zeros(equations.shape[0])
        kept = [LinearConstraint(hstack([equations, -equations]), none, none)] if len(none) else []
        for whole in (0, 1):
            integrality = np.full(2 * size, whole)
            found = milp(np.tile(price, 2), integrality=integrality, bounds=bounds, constraints=kept)
            if found.x is None:
                return []
            move = np.rint(found.x[:size] - found.x[size:]).astype(np.int64)
            if self._keep(near, truth + move, equations):
                return near[move != 0].tolist()
        return []

    def _keep(self, near: np.ndarray, other: np.ndarray, equations: csr_array) -> bool:
        """Whether ``other`` fits all that is published; then it is a witness."""
        fits = not np.any(equations @ (other - self._cells.values[near]))
        fits = fits and bool((other >= self._least[near]).all())
        if fits:
            self._low[near] = np.minimum(self._low[near], other)
            self._high[near] = np.maximum(self._high[near], other)
        return fits

    def _neighbourhoods(
        self, cell: int, allowed: np.ndarray, withheld: np.ndarray, least: int, most: int
    ) -> Iterator[list[int]]:
        """Growing lists of allowed cells, the one in question first; sums get a second if there is one."""
        near, touched = {cell: None}, Counter(self._sums_of[cell])
        tried, grown = 0, 0
        while len(near) > grown:
            grown = len(near)
            waiting = deque((number, cells + 1) for number, cells in touched.items())
            while waiting and len(near) < most:
                number, wanted = waiting.popleft()
                found = (
                    self._choice(number, near, touched, allowed, withheld)
                    if touched[number] < wanted
                    else None
                )
                if found is not None:
                    near[found] = None
                    touched.update(self._sums_of[found])
                    waiting.extend((other, 2) for other in self._sums_of[found])
            if len(near) > tried and (len(near) >= max(least, 2 * tried) or len(near) in (most, grown)):
                tried = len(near)
                yield list(near)

    def _choice(
        self,
        number: int,
        near: dict[int, None],
        touched: Counter[int],
        allowed: np.ndarray,
        withheld: np.ndarray,
    ) -> int | None:
        """The cell of a sum that closes most sums, opens fewest and has most room; withheld ones first."""
        options = []
        for cell in self._cells.sums[number]:
            if allowed[cell] and cell not in near:
                cells = [touched[other] for other in self._sums_of[cell]]
                opened = cells.count(0) - cells.count(1)
                options.append((not withheld[cell], opened, -int(self._cells.values[cell]), cell))
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
        if found.x is not None:
            self._keep(near, np.rint(found.x).astype(np.int64), equations)

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
