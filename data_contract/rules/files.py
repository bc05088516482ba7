"""Rules on the file as a whole: its number of rows and the values that it covers."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ..assertions import CoverageNotShrinking
from ..assertions import Rows as RowsAssertion
from ..report import Problem
from .model import Rules


class RowsWatcher:
    """The number of rows lies within the bounds."""

    def __init__(self, assertion: RowsAssertion, types: dict[str, str], rules: Rules) -> None:
        self._low, self._high = assertion.min, assertion.max
        self._count = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Count."""
        self._count += frame.height

    def problems(self) -> Iterator[Problem]:
        """Too few or too many rows."""
        if self._low is not None and self._count < self._low:
            yield Problem("rows_min", value=str(self._count), details={"limit": self._low})
        if self._high is not None and self._count > self._high:
            yield Problem("rows_max", value=str(self._count), details={"limit": self._high})


class CoverageWatcher:
    """No published value of the key is absent; each absent one is named."""

    def __init__(self, assertion: CoverageNotShrinking, types: dict[str, str], rules: Rules) -> None:
        self._key = assertion.key
        self._lost = set(rules.published(assertion.key) or ())

    def add(self, frame: pl.DataFrame) -> None:
        """Strike out what is still there."""
        if self._lost:
            self._lost.difference_update(frame[self._key].unique())

    def problems(self) -> Iterator[Problem]:
        """The values that are gone."""
        for value in sorted(self._lost):
            yield Problem("coverage_not_shrinking", column=self._key, value=value)
