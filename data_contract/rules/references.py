"""Values that belong to another table: Table Schema's foreign keys and our code lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from ..columns import ROW
from ..report import Problem
from .model import TOLD


@dataclass(frozen=True)
class Reference:
    """Columns whose values stand in columns of another table."""

    columns: tuple[str, ...]
    dataset: str | None
    """Dataset of the other table; None for the same dataset."""
    resource: str
    fields: tuple[str, ...]

    @property
    def target(self) -> str:
        """The other columns, as people name them."""
        place = f"{self.dataset}/{self.resource}" if self.dataset else self.resource
        return f"{place} ({', '.join(self.fields)})"


def references(schema: dict[str, Any]) -> Iterator[Reference]:
    """Every foreign key and code list of a schema; keys into the same table are no facts from outside."""
    for key in schema.get("foreignKeys", ()):
        if resource := key["reference"].get("resource"):
            yield Reference(_names(key["fields"]), None, resource, _names(key["reference"]["fields"]))
    for field in schema["fields"]:
        if listed := field.get("code_list"):
            yield Reference((field["name"],), listed["dataset"], listed["resource"], (listed["field"],))


class ReferenceWatcher:
    """Every value is among the allowed ones; the first row of each other value is named."""

    def __init__(self, reference: Reference, allowed: set[tuple[str, ...]]) -> None:
        self._reference = reference
        schema = dict.fromkeys(reference.columns, pl.String)
        self._known = pl.DataFrame(list(allowed), schema=schema, orient="row")
        self._found: list[Problem] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Keep the first row of each value that is not there."""
        if len(self._found) >= TOLD:
            return
        columns = list(self._reference.columns)
        values = frame.select(ROW, *columns).drop_nulls().unique(columns, keep="first", maintain_order=True)
        strange = values.join(self._known, on=columns, how="anti", maintain_order="left")
        self._known = pl.concat([self._known, strange.select(columns)])
        for row, *value in strange.iter_rows():
            details = {"limit": self._reference.target}
            self._found.append(Problem("foreign_key", row, ", ".join(columns), ", ".join(value), details))

    def problems(self) -> Iterator[Problem]:
        """The first row of each strange value."""
        yield from self._found


def _names(names: str | list[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
