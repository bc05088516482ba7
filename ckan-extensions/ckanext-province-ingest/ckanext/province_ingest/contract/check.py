"""The door through which every file is judged: ``check(path, schema) -> Report``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from frictionless import Resource, Schema, system
from frictionless.errors import (
    BlankHeaderError,
    BlankLabelError,
    BlankRowError,
    ConstraintError,
    DuplicateLabelError,
    ExtraCellError,
    ExtraLabelError,
    IncorrectLabelError,
    MissingCellError,
    MissingLabelError,
    PrimaryKeyError,
    TypeError,
    UniqueError,
)

from .report import Problem, Report

RULES = {
    BlankHeaderError: "empty",
    BlankLabelError: "blank_column",
    BlankRowError: "blank_row",
    DuplicateLabelError: "duplicate_column",
    ExtraCellError: "extra_cell",
    ExtraLabelError: "extra_column",
    IncorrectLabelError: "wrong_column",
    MissingCellError: "missing_cell",
    MissingLabelError: "missing_column",
    PrimaryKeyError: "primaryKey",
    TypeError: "type",
    UniqueError: "unique",
}
CONSTRAINT = re.compile(r'constraint "(?P<name>\w+)" is "(?P<limit>.*)"', re.DOTALL)
INTEGER_LIMIT = 2**63


def check(path: Path, schema: dict[str, Any], limit: int = 1000) -> Report:
    """Check a canonical CSV (see :mod:`.canonical`) against a Table Schema.

    Stops after ``limit`` problems. Foreign keys to other resources are not looked at: one file cannot
    tell. Integers must fit the DataStore's 64 bits.
    """
    descriptor = _checkable(schema)
    with system.use_context(trusted=True):
        resource = Resource(path=str(path), format="csv", schema=Schema.from_descriptor(descriptor))
        outcome = resource.validate(limit_errors=limit)
    task = outcome.tasks[0]
    types = {field["name"]: field.get("type", "any") for field in descriptor["fields"]}
    blank = {error.row_number for error in task.errors if isinstance(error, BlankRowError)}
    problems = [_problem(error, descriptor, types) for error in task.errors if not _doubled(error, blank)]
    rows = task.stats.get("rows") or 0
    if not problems and rows == 0:
        problems = [Problem("no_rows")]
    return Report(rows=rows, problems=tuple(problems))


def _checkable(schema: dict[str, Any]) -> dict[str, Any]:
    descriptor = {key: value for key, value in schema.items() if key != "foreignKeys"}
    descriptor["fields"] = [_bounded(field) for field in schema["fields"]]
    return descriptor


def _bounded(field: dict[str, Any]) -> dict[str, Any]:
    if field.get("type") != "integer":
        return field
    constraints = {"minimum": -INTEGER_LIMIT, "maximum": INTEGER_LIMIT - 1, **field.get("constraints", {})}
    return {**field, "constraints": constraints}


def _doubled(error: Any, blank: set[int]) -> bool:
    # frictionless also calls the empty key of a blank row a duplicate
    return isinstance(error, PrimaryKeyError) and error.row_number in blank


def _problem(error: Any, schema: dict[str, Any], types: dict[str, str]) -> Problem:
    row = getattr(error, "row_number", None)
    if isinstance(error, PrimaryKeyError):
        key = _names(schema.get("primaryKey", []))
        cells = dict(zip(types, error.cells, strict=False))
        values = ", ".join(str(cells.get(name, "")) for name in key)
        return Problem("primaryKey", row=row, column=", ".join(key), value=values)
    column, value = getattr(error, "field_name", None) or None, getattr(error, "cell", None)
    if isinstance(error, ConstraintError) and (broken := CONSTRAINT.search(error.note)):
        return Problem(broken["name"], row, column, value, {"limit": broken["limit"]})
    rule = RULES.get(type(error), "other")
    if hasattr(error, "label"):
        row, value = 1, error.label
    details = {"type": types[column]} if rule == "type" and column in types else {"note": error.note}
    return Problem(rule, row, column, value, details)


def _names(key: str | list[str]) -> list[str]:
    return [key] if isinstance(key, str) else list(key)
