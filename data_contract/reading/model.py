"""What is known of a file before it is read, and what was found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..report import Problem

LARGEST = 2 * 1024**3


@dataclass(frozen=True)
class Hints:
    """What is known of the file before it is read.

    ``schema`` is the contract's Table Schema, ``sheet`` the sheet that the steward chose, ``largest`` the
    number of bytes that an archive or a workbook may unpack to.
    """

    schema: dict[str, Any] | None = None
    sheet: str | None = None
    largest: int = LARGEST

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The contract's fields in order; none without a contract."""
        return list(self.schema["fields"]) if self.schema else []


@dataclass(frozen=True)
class Reading:
    """What was found in a file that could be read.

    ``path`` is the canonical CSV: the target, or the source itself where it already was canonical.
    ``first_row`` is the number that the header row has in the source; ``columns`` gives for each label of
    the canonical file the number of its column there. Both count from 1. ``words`` gives the label that a
    column has in the source where that is not its name.
    """

    path: Path
    format: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    member: str | None = None
    first_row: int = 1
    columns: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def source_row(self, row: int) -> int:
        """The number that a row of the canonical file (header: 1) has in the source."""
        return row + self.first_row - 1

    def located(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems that a check found in the canonical file, with the source's sheet, rows and labels."""
        return tuple(map(self._located, problems))

    def _located(self, problem: Problem) -> Problem:
        row = None if problem.row is None else self.source_row(problem.row)
        details = {**problem.details, "sheet": self.sheet} if self.sheet else dict(problem.details)
        if problem.column and self.words:
            names = problem.column.split(", ")
            details["label"] = ", ".join(self.words.get(name, name) for name in names)
        return replace(problem, row=row, details=details)


Read = Callable[[Path, Path, str, Hints], Reading]
