"""Counts are added: integer columns are summed, all other columns are keys.

Addition is associative and commutative, and sums of integers are exact: the result is the same for any chunks
in any order, to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipelines.pipeline import Frames

MONTH = "month"


class NotAdditive(Exception):
    """A frame of counts that cannot be added; the argument names frame and column."""


def keys(frame: pl.DataFrame) -> list[str]:
    """The columns that name a row: all but integers."""
    return [name for name, dtype in frame.schema.items() if not dtype.is_integer()]


def add(chunks: Iterable[Frames]) -> dict[str, pl.DataFrame]:
    """The counts of all chunks by name: one row for each key, sorted by key, sums as Int64.

    Raises:
        NotAdditive: a count has no column ``month``, or a column of fractions.
    """
    found: dict[str, list[pl.DataFrame]] = {}
    for chunk in chunks:
        for name, frame in chunk.items():
            _require(name, frame)
            found.setdefault(name, []).append(frame)
    return {name: _summed(pl.concat(frames)) for name, frames in sorted(found.items())}


def changed_months(before: Frames, after: Frames) -> list[str]:
    """Months whose counts are not the same, in their order."""
    months: set[str] = set()
    for name in before.keys() | after.keys():
        one, other = before.get(name), after.get(name)
        if one is None or other is None or one.schema != other.schema:
            known = [frame[MONTH] for frame in (one, other) if frame is not None]
            months |= {month for column in known for month in column}
            continue
        for left, right in ((one, other), (other, one)):
            new = left.join(right, on=left.columns, how="anti", nulls_equal=True)
            months |= set(new[MONTH])
    return sorted(months)


def _require(name: str, frame: pl.DataFrame) -> None:
    if frame.schema.get(MONTH) != pl.String:
        raise NotAdditive(f"{name}.{MONTH}: {frame.schema.get(MONTH)}")
    for column, dtype in frame.schema.items():
        if dtype.is_float() or dtype.is_decimal():
            raise NotAdditive(f"{name}.{column}: {dtype}")


def _summed(frame: pl.DataFrame) -> pl.DataFrame:
    names = keys(frame)
    sums = pl.exclude(names).cast(pl.Int64).sum()
    return frame.group_by(names).agg(sums).sort(names)
