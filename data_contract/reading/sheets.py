"""What every workbook offers, whatever its file format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class CellError:
    """A cell that shows an error, or a formula whose result was never stored."""

    text: str


Row = tuple[int, list[Any]]


class Book(Protocol):
    """A workbook, read sheet by sheet."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """All sheets in order."""

    @property
    def visible(self) -> tuple[str, ...]:
        """The sheets that people see."""

    def rows(self, sheet: str) -> Iterator[Row]:
        """Rows that have a value, with their number from 1; cells from the first column on, None if empty."""

    def merged(self, sheet: str) -> list[str]:
        """Ranges of merged cells, such as ``A1:C1``."""

    def close(self) -> None:
        """Let go of the file."""


def letters(column: int) -> str:
    """A column's letters by its number from 1: ``28`` is ``AB``."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def number(name: str) -> int:
    """A column's number from 1 by its letters: the inverse of :func:`letters`."""
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column
