"""Constraints of a field in polars; where that is not exact, the cell is left to frictionless."""

from __future__ import annotations

import re
from typing import Any

import polars as pl
from frictionless import Field

from ..normal import Steps
from ..report import BrokenContract
from .patterns import translated

BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
MOMENTS = ("date", "datetime", "time")
COMPARABLE = ("date", "integer", "number", "year")


def readable(field: Field) -> None:
    """Make sure that nothing has to be guessed: bounds are values of the type, the pattern is one.

    Raises:
        BrokenContract: one is not, or a date may be written in ``any`` order of day and month.
    """
    if field.type in MOMENTS and field.format == "any":
        raise BrokenContract(f"{field.name}: format any")
    try:
        field.create_cell_reader()
    except (re.error, ValueError, TypeError) as error:
        raise BrokenContract(f"{field.name}: {error}") from error
    read = field.create_value_reader()
    for name in BOUNDS:
        bound = field.constraints.get(name)
        if bound is not None and read(bound) is None:
            raise BrokenContract(f"{field.name}: {name} {bound}")


def kept(field: Field, steps: Steps) -> pl.Expr:
    """Whether a value surely keeps all constraints but ``required`` and ``unique``."""
    surely = pl.lit(True)
    for name, limit in field.constraints.items():
        if limit is None or name in ("required", "unique"):
            continue
        surely &= _kept(field, steps, name, limit)
    return surely


def _kept(field: Field, steps: Steps, name: str, limit: Any) -> pl.Expr:
    if name in BOUNDS and field.type in COMPARABLE:
        return _within(field, steps.value, name, limit)
    if field.type == "string" and name in ("minLength", "maxLength"):
        length = steps.bare.str.len_chars()
        return length >= limit if name == "minLength" else length <= limit
    if field.type == "string" and name == "enum":
        return steps.bare.is_in(limit)
    if field.type == "string" and name == "pattern" and (pattern := _usable(limit)):
        return steps.bare.str.contains(pattern)
    return pl.lit(False)


def _within(field: Field, value: pl.Expr, name: str, limit: Any) -> pl.Expr:
    bound = field.create_value_reader()(limit)
    if field.type == "number":
        # a binary float that differs from the bound's differs the same way in decimals; equal ones tell
        # nothing
        name, bound = (
            name.replace("minimum", "exclusiveMinimum").replace("maximum", "exclusiveMaximum"),
            float(bound),
        )
    compare = {
        "minimum": value >= bound,
        "maximum": value <= bound,
        "exclusiveMinimum": value > bound,
        "exclusiveMaximum": value < bound,
    }
    return compare[name]


def _usable(pattern: str) -> str | None:
    wanted = translated(pattern)
    try:
        pl.Series([""]).str.contains(wanted or "(")
    except pl.exceptions.ComputeError:
        return None
    return wanted
