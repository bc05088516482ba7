"""Rows of a batch, judged column by column: polars is sure of most cells, frictionless reads the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from frictionless import Field, Schema

from .. import normal
from ..report import Problem
from .batches import ROW, Batch
from .cells import Cell, Reader
from .constraints import kept, readable


@dataclass(frozen=True)
class Judged:
    """A batch after its check.

    ``frame`` has ``row``, the normal forms by field name and the keys by field name with the prefix ``key:``. Cells
    that are missing or not of their type are null. ``bad`` has the rows with a problem, each once.
    """

    frame: pl.DataFrame
    bad: pl.Series
    broken: tuple[tuple[int, pl.DataFrame], ...]
    """Broken cells by position of their column: row and text."""
    batch: Batch
    """The batch as it was read."""
    blank: pl.Series
    """Rows without any value."""


class Columns:
    """The fields of a schema, compiled; ``keyed`` names those whose keys are wanted."""

    def __init__(self, schema: Schema, width: int, keyed: Collection[str]) -> None:
        self.width = width
        self.fields: list[Field] = schema.fields[:width]
        self.names = [field.name for field in self.fields]
        for field in self.fields:
            readable(field)
        self._readers = [Reader(field) for field in self.fields]
        self._keyed = [field.name in keyed for field in self.fields]
        self._wanted = [
            expression for index in range(len(self.fields)) for expression in self._expressions(index, schema)
        ]

    def judge(self, batch: Batch) -> Judged:
        """Judge every cell of a batch."""
        missing = [pl.col(str(index)).fill_null("") == "" for index in range(len(self.fields), self.width)]
        blank = pl.all_horizontal(*(f"m{index}" for index in range(len(self.fields))), *missing)
        frame = batch.frame.lazy().with_columns(self._wanted).with_columns(blank=blank).collect()
        found, columns = [], [frame[ROW]]
        for index, field in enumerate(self.fields):
            written, keys, broken = self._settled(frame, index)
            columns.append(written.alias(field.name))
            if self._keyed[index]:
                columns.append(keys.alias(f"key:{field.name}"))
            if broken is not None and broken.height:
                found.append((index, broken))
        empty = frame.filter("blank")[ROW]
        uneven = pl.Series(ROW, [*batch.short, *batch.extra], empty.dtype)
        bad = pl.concat([empty, uneven, *(broken[ROW] for _, broken in found)]).unique()
        return Judged(pl.DataFrame(columns), bad, tuple(found), batch, empty)

    def problems(self, judged: Judged) -> Iterator[Problem]:
        """The problems of a batch by row; within a row in the order of its columns."""
        blank = set(judged.blank)
        found: dict[int, list[Problem]] = {row: [Problem("blank_row", row)] for row in blank}
        for index, broken in judged.broken:
            for row, text in broken.iter_rows():
                if row not in blank:
                    found.setdefault(row, []).extend(self._cell_problems(index, row, text))
        for row, count in judged.batch.short.items():
            if row not in blank:
                names = [field.name for field in self.fields[count:]]
                found.setdefault(row, []).extend(Problem("missing_cell", row, name, "") for name in names)
        for row, cells in judged.batch.extra.items():
            if row not in blank:
                found.setdefault(row, []).extend(Problem("extra_cell", row, None, cell) for cell in cells)
        for row in sorted(found):
            yield from found[row]

    def _expressions(self, index: int, schema: Schema) -> Iterator[pl.Expr]:
        field, raw = self.fields[index], pl.col(str(index))
        listed = field.missing_values if field.has_defined("missing_values") else schema.missing_values
        missing = raw.is_null() | (raw.is_in(listed) if listed else pl.lit(False))
        text = pl.when(~missing).then(raw)
        form = normal.form(field, text)
        certain = form.certain & kept(field, form, text) if form else pl.lit(False)
        optional = pl.lit(not field.constraints.get("required"))
        sure = pl.when(missing).then(optional).otherwise(certain.fill_null(False))
        yield missing.alias(f"m{index}")
        yield sure.alias(f"s{index}")
        written, key = (form.text, form.key) if form else (text, text)
        yield pl.when(sure & ~missing).then(written).alias(f"n{index}")
        if self._keyed[index]:
            yield pl.when(sure & ~missing).then(key).alias(f"k{index}")

    def _settled(self, frame: pl.DataFrame, index: int) -> tuple[pl.Series, pl.Series, pl.DataFrame | None]:
        written = frame[f"n{index}"]
        keys = frame[f"k{index}"] if self._keyed[index] else written
        sure = frame[f"s{index}"]
        if sure.all():
            return written, keys, None
        doubtful = frame.select(ROW, pl.col(str(index)).alias("text")).filter(~sure)
        read: dict[str | None, Cell] = {text: self._readers[index](text) for text in doubtful["text"].unique()}
        cells = [read[text] for text in doubtful["text"]]
        written = _filled(written, sure, [cell.normal for cell in cells])
        keys = _filled(keys, sure, [cell.key for cell in cells])
        broken = pl.Series([bool(cell.broken) for cell in cells], dtype=pl.Boolean)
        return written, keys, doubtful.filter(broken)

    def _cell_problems(self, index: int, row: int, text: str | None) -> Iterator[Problem]:
        field, cell = self.fields[index], self._readers[index](text)
        for rule, limit in zip(cell.broken, cell.limits, strict=True):
            yield Problem(rule, row, field.name, text or "", _details(field, rule, limit))


def _filled(series: pl.Series, sure: pl.Series, values: list[str | None]) -> pl.Series:
    places = sure.not_().arg_true()
    return series.scatter(places, pl.Series(values, dtype=pl.String)) if values else series


def _details(field: Field, rule: str, limit: Any) -> dict[str, Any]:
    if rule in ("type", "finite"):
        return {"type": field.type}
    return {"limit": ", ".join(map(str, limit)) if isinstance(limit, list) else limit}
