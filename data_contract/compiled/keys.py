"""Keys: which rows repeat an earlier one. A row costs 8 bytes; repeats are confirmed in a second pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from .. import columns
from ..columns import ROW
from ..report import Problem
from .rows import Judged

GROWTH = 1.5
FIRST_ROWS = 65_536


@dataclass
class Key:
    """Columns whose values may not repeat, and the rule that says so.

    ``primaryKey`` compares values that are missing too, and refuses a row where all are; the other rules pass
    over rows that lack a value.
    """

    rule: str
    columns: tuple[str, ...]
    positions: tuple[int, ...]
    repeats: int = 0
    """Rows that repeat an earlier one, known after :meth:`close`."""
    _hashes: np.ndarray = field(default_factory=lambda: np.empty(FIRST_ROWS, np.uint64))
    _count: int = 0
    _suspects: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.UInt64))

    def add(self, judged: Judged) -> None:
        """Take note of a batch."""
        hashes = self._hashed(judged)["hash"].to_numpy()
        needed = self._count + len(hashes)
        if needed > len(self._hashes):
            # pages that nothing was written to take no memory
            self._hashes.resize(max(needed, int(len(self._hashes) * GROWTH)), refcheck=False)
        self._hashes[self._count : needed] = hashes
        self._count = needed

    def close(self) -> None:
        """Find the hashes that occur more than once; no batch can be added after it."""
        hashes = self._hashes[: self._count]
        hashes.sort()
        again = hashes[1:][hashes[1:] == hashes[:-1]]
        self.repeats = len(again)
        self._suspects = pl.Series(np.unique(again))
        self._hashes = np.empty(0, np.uint64)

    def empty(self, judged: Judged) -> pl.Series:
        """Rows whose primary key is missing altogether."""
        nothing = pl.all_horizontal(pl.col(self._names()).is_null())
        rows = judged.frame.filter(nothing)[ROW] if self.rule == "primaryKey" else judged.frame[ROW].clear()
        return rows.filter(~rows.is_in(judged.blank.implode()))

    def suspects(self, judged: Judged) -> Iterator[tuple[int, tuple[str | None, ...]]]:
        """Rows of a batch that may repeat or be repeated, with their keys."""
        chosen = self._hashed(judged).filter(pl.col("hash").is_in(self._suspects.implode()))
        for row, *values, _ in chosen.iter_rows():
            yield row, tuple(values)

    def missing(self, row: int) -> Problem:
        """What is said of a row without key."""
        return Problem("empty_key", row, ", ".join(self.columns), "")

    def repeated(self, judged: Judged, row: int) -> Problem:
        """What is said of a row that repeats an earlier one."""
        frame = judged.batch.frame
        cells = frame.row(row - frame[ROW][0])
        texts = [cells[position + 1] or "" for position in self.positions]
        return Problem(self.rule, row, ", ".join(self.columns), ", ".join(texts))

    def _hashed(self, judged: Judged) -> pl.DataFrame:
        names = self._names()
        present = pl.any_horizontal if self.rule == "primaryKey" else pl.all_horizontal
        keys = judged.frame.select(ROW, *names).filter(present(pl.col(names).is_not_null()))
        return keys.with_columns(hash=pl.struct(names).hash())

    def _names(self) -> list[str]:
        return [columns.key(name) for name in self.columns]


def confirmed(keys: Iterable[Key], batches: Iterable[Judged], limit: int) -> list[Problem]:
    """The first ``limit`` rows that repeat the key of an earlier row, in the order of the file."""
    wanted = [key for key in keys if key.repeats]
    seen: list[set[tuple[str | None, ...]]] = [set() for _ in wanted]
    found: list[Problem] = []
    for judged in batches if wanted else ():
        for key, before in zip(wanted, seen, strict=True):
            for row, values in key.suspects(judged):
                if values in before:
                    found.append(key.repeated(judged, row))
                before.add(values)
        if len(found) >= limit:
            break
    return found
