"""What rules are given, and what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from ..assertions import Assertion, UniqueTogether
from ..report import Problem

Published = Callable[[str], "set[str] | None"]
"""Distinct values of a column as they are published now; None where nothing is published yet."""

Referenced = Callable[[str | None, str, tuple[str, ...]], "set[tuple[str, ...]] | None"]
"""Values of columns of a resource of a dataset (None: the same one); None where they cannot be known."""


TOLD = 1000
"""Rows that one rule names at most."""


def nothing_published(column: str) -> None:
    """A resource that has never been published."""


def nothing_known(dataset: str | None, resource: str, fields: tuple[str, ...]) -> None:
    """Other tables cannot be asked."""


@dataclass(frozen=True)
class Rules:
    """What is judged beyond the schema, and facts from outside; values are in normal form."""

    assertions: tuple[Assertion, ...] = ()
    """Assertions about the file's resource."""
    published: Published = nothing_published
    """The values published before."""
    referenced: Referenced = nothing_known
    """The values of other tables, for foreign keys and code lists."""

    def unique_together(self) -> list[tuple[str, ...]]:
        """The keys beside the primary key."""
        return [tuple(item.together) for item in self.assertions if isinstance(item, UniqueTogether)]


class Watcher(Protocol):
    """Judges one rule while the rows pass by."""

    def add(self, frame: pl.DataFrame) -> None:
        """Take note of rows: ``ROW`` and the normal forms by column name."""

    def problems(self) -> Iterator[Problem]:
        """What is wrong with all rows seen."""
