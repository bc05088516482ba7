"""Rows of a batch, judged column by column: polars is sure of most cells, frictionless reads the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from frictionless import Field, Schema

from .. import normal
from ..columns import ROW, key
from ..report import Problem
from .batches import Batch
from .cells import Cell, Reader
from .constraints import kept, readable


@dataclass(frozen=True)
class Judged:
    """A batch after its check.

    ``frame`` has ``ROW``, the normal forms by field name and the keys by the name that ``key()`` makes of it.
    Cells that are missing or not of their type are null. ``bad`` has the rows with a problem, each once.
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
        self._steps = [self._compiled(index, schema) for index in range(len(self.fields))]

    def judge(self, batch: Batch) -> Judged:
        """Judge every cell of a batch."""
        missing = [pl.col(str(index)).fill_null("") == "" for index in range(len(self.fields), self.width)]
        blank = pl.all_horizontal(*(f"m{index}" for index in range(len(self.fields))), *missing)
        lazy = batch.frame.lazy()
        for step in zip(*self._steps, strict=True):
            lazy = lazy.with_columns(expression for column in step for expression in column)
        frame = lazy.with_columns(blank=blank).collect()
        found, columns = [], [frame[ROW]]
        for index, field in enumerate(self.fields):
            written, keys, broken = self._settled(frame, index)
            columns.append(written.alias(field.name))
            if self._keyed[index]:
                columns.append(keys.alias(key(field.name)))
            if broken is not None and broken.height:
                found.append((index, broken))
        empty = frame.filter("blank")[ROW]
        uneven = pl.Series(ROW, [*batch.short, *batch.extra], empty.dtype)
        bad = pl.concat([empty, uneven, *(broken[ROW] for _, broken in found)]).unique()
        return Judged(pl.DataFrame(columns), bad, tuple(found), batch, empty)

    def problems(self, judged: Judged, rows: int) -> Iterator[Problem]:
        """The problems of the first bad ``rows`` of a batch; within a row in the order of its columns."""
        told = judged.bad.sort().head(rows)
        blank = set(judged.blank) & set(told)
        found: dict[int, list[Problem]] = {row: [Problem("blank_row", row)] for row in blank}
        for index, broken in judged.broken:
            for row, text in broken.filter(broken[ROW].is_in(told.implode())).iter_rows():
                if row not in blank:
                    found.setdefault(row, []).extend(self._cell_problems(index, row, text))
        known = set(told) - blank
        for row, count in judged.batch.short.items():
            if row in known:
                names = [field.name for field in self.fields[count:]]
                found.setdefault(row, []).extend(Problem("missing_cell", row, name, "") for name in names)
        for row, cells in judged.batch.extra.items():
            if row in known:
                found.setdefault(row, []).extend(Problem("extra_cell", row, None, cell) for cell in cells)
        for row in sorted(found):
            yield from found[row]

    def _compiled(self, index: int, schema: Schema) -> list[list[pl.Expr]]:
        """Expressions of a column in steps, so that none is computed twice."""
        field, raw = self.fields[index], pl.col(str(index))
        listed = field.missing_values if field.has_defined("missing_values") else schema.missing_values
        missing, sure = pl.col(f"m{index}"), pl.col(f"s{index}")
        steps = normal.Steps(pl.when(~missing).then(raw), pl.col(f"b{index}"), pl.col(f"v{index}"))
        known = normal.form(field, steps)
        form = known or _doubtful(steps)
        certain = form.certain & kept(field, steps) if known else form.certain
        optional = pl.lit(not field.constraints.get("required"))
        present = sure & ~missing
        keys = [pl.when(present).then(form.key).alias(f"k{index}")] if self._keyed[index] else []
        return [
            [(raw.is_null() | (raw.is_in(listed) if listed else pl.lit(False))).alias(f"m{index}")],
            [form.bare.alias(f"b{index}")],
            [form.value.alias(f"v{index}")],
            [pl.when(missing).then(optional).otherwise(certain.fill_null(False)).alias(f"s{index}")],
            [pl.when(present).then(form.written).alias(f"n{index}"), *keys],
        ]

    def _settled(self, frame: pl.DataFrame, index: int) -> tuple[pl.Series, pl.Series, pl.DataFrame | None]:
        written = frame[f"n{index}"]
        keys = frame[f"k{index}"] if self._keyed[index] else written
        sure = frame[f"s{index}"]
        if sure.all():
            return written, keys, None
        doubtful = frame.select(ROW, pl.col(str(index)).alias("text")).filter(~sure)
        read: dict[str | None, Cell] = {
            text: self._readers[index](text) for text in doubtful["text"].unique()
        }
        cells = [read[text] for text in doubtful["text"]]
        written = _filled(written, sure, [cell.normal for cell in cells])
        keys = _filled(keys, sure, [cell.key for cell in cells]) if self._keyed[index] else keys
        broken = pl.Series([bool(cell.broken) for cell in cells], dtype=pl.Boolean)
        return written, keys, doubtful.filter(broken)

    def _cell_problems(self, index: int, row: int, text: str | None) -> Iterator[Problem]:
        field, cell = self.fields[index], self._readers[index](text)
        for rule, limit in zip(cell.broken, cell.limits, strict=True):
            yield Problem(rule, row, field.name, text or "", _details(field, rule, limit))


def _doubtful(steps: normal.Steps) -> normal.Form:
    return normal.Form(steps.text, steps.bare, pl.lit(False), steps.bare, steps.bare)


def _filled(series: pl.Series, sure: pl.Series, values: list[str | None]) -> pl.Series:
    places = sure.not_().arg_true()
    return series.clone().scatter(places, pl.Series(values, dtype=pl.String))


def _details(field: Field, rule: str, limit: Any) -> dict[str, Any]:
    if rule in ("type", "finite"):
        return {"type": field.type}
    return {"limit": ", ".join(map(str, limit)) if isinstance(limit, list) else limit}
