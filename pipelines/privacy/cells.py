"""A published table as an attacker sees it: numbered counts, and sums that tie them together.

Where the parts of a sum are published only in part, they leave a *remainder*: a count that no row states and
that anybody can compute as long as the total and the parts are shown. Remainders are places of the table like
all others: those of single units add up to that of the province.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

Totals = Mapping[str, Mapping[Any, Sequence[Any]]]
"""Key column -> value that stands for a sum -> the values that it sums."""
Place = tuple[Any, ...]
"""Values of the keys, then the name of the count."""


class ImpossibleTable(ValueError):
    """The rows contradict each other, so that nothing can be said about what they disclose."""


@dataclass(frozen=True)
class Cells:
    """Counts and the sums between them; cells from number ``published`` on are remainders."""

    values: np.ndarray
    """Counts, by number."""
    sums: list[tuple[int, ...]]
    """Each sum: the number of its total, then the numbers of its parts; empty parts are left out."""
    published: int
    """Number of cells that rows state."""

    @property
    def least(self) -> np.ndarray:
        """Least value that a withheld cell can have: zeros are shown, a remainder may be none."""
        return (np.arange(len(self.values)) < self.published).astype(np.int64)

    def sums_of(self) -> list[list[int]]:
        """For each cell, the numbers of the sums that it takes part in."""
        found: list[list[int]] = [[] for _ in self.values]
        for number, members in enumerate(self.sums):
            for cell in members:
                found[cell].append(number)
        return found


@dataclass(frozen=True)
class _Remainder:
    """What the published parts leave of ``total``."""

    total: Any


def numbered(frame: pl.DataFrame, counts: Sequence[str], keys: Sequence[str], totals: Totals) -> Cells:
    """The cells of a frame; the cell of a row's n-th count is ``row * len(counts) + n``.

    The first of ``counts`` is the sum of the others and of a remainder. A row that is not there is a zero,
    unless its place stands for a sum whose parts are there: then the parts take its place. A row of which no
    part is there is not broken down.
    """
    places = _stated(frame, counts, keys)
    published = len(places)
    sides = [*(totals.get(key, {}) for key in keys), {counts[0]: counts[1:]} if counts[1:] else {}]
    for side, parts_of in enumerate(sides):
        _add_remainders(places, side, parts_of)
    number = {place: at for at, place in enumerate(places)}
    sums = [
        (number[place], *(number[part] for part in parts if places[part]))
        for side, parts_of in enumerate(sides)
        for place, parts in _breakdowns(places, side, parts_of)
        if places[place] and places[place] == sum(places[part] for part in parts)
    ]
    return Cells(np.array(list(places.values()), dtype=np.int64), sums, published)


def _stated(frame: pl.DataFrame, counts: Sequence[str], keys: Sequence[str]) -> dict[Place, int]:
    for name in counts:
        column = frame[name]
        if not column.dtype.is_integer() or column.null_count() or (column < 0).any():
            raise ImpossibleTable(f"{name}: counts are whole numbers of 0 or more, and none is missing")
    rows = zip(frame.select(keys).rows(), frame.select(counts).rows(), strict=True)
    places = {(*row, name): value for row, values in rows for name, value in zip(counts, values, strict=True)}
    if len(places) != frame.height * len(counts):
        raise ImpossibleTable(f"two rows share their {', '.join(keys)}")
    return places


def _add_remainders(places: dict[Place, int], side: int, parts_of: Mapping[Any, Sequence[Any]]) -> None:
    found: dict[Place, int] = {}
    for place, parts in _breakdowns(places, side, parts_of):
        left = places[place] - sum(places[part] for part in parts)
        if left < 0 and not any(isinstance(value, _Remainder) for value in place):
            raise ImpossibleTable(f"{place}: its parts add up to {-left} more than its {places[place]}")
        if left > 0:
            found[_left(place, side)] = left
    places.update(found)


def _breakdowns(
    places: Mapping[Place, int], side: int, parts_of: Mapping[Any, Sequence[Any]]
) -> Iterator[tuple[Place, list[Place]]]:
    """Each place that is a sum along one side, and the places that are there of what it sums."""
    for place in places:
        if place[side] in parts_of:
            parts = list(_parts(places, place, side, parts_of))
            left = _left(place, side)
            parts += [left] if left in places else []
            if parts:
                yield place, parts


def _left(place: Place, side: int) -> Place:
    return (*place[:side], _Remainder(place[side]), *place[side + 1 :])


def _parts(
    places: Mapping[Place, int], place: Place, side: int, parts_of: Mapping[Any, Sequence[Any]]
) -> Iterator[Place]:
    for value in parts_of[place[side]]:
        part = (*place[:side], value, *place[side + 1 :])
        if part in places:
            yield part
        elif value in parts_of:
            yield from _parts(places, part, side, parts_of)
