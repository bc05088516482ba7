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
CONSTRAINT = re.compile(r'constraint "(?P<name>\w+)" is')
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
    blank = {error.row_number for error in task.errors if isinstance(error, BlankRowError)}
    problems = [_problem(error, descriptor) for error in task.errors if not _doubled(error, blank)]
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


def _problem(error: Any, schema: dict[str, Any]) -> Problem:
    row, column = getattr(error, "row_number", None), getattr(error, "field_name", None) or None
    rule = RULES.get(type(error), "other")
    fields = {field["name"]: field for field in schema["fields"]}
    if rule == "primaryKey":
        return _duplicate(error, row, schema)
    if isinstance(error, ConstraintError) and (broken := CONSTRAINT.search(error.note)):
        limit = fields[column]["constraints"][broken["name"]]
        limit = ", ".join(map(str, limit)) if isinstance(limit, list) else limit
        return Problem(broken["name"], row, column, error.cell, {"limit": limit})
    if hasattr(error, "label"):
        return Problem(rule, 1, column, error.label, {"note": error.note})
    details = {"type": fields[column].get("type", "string")} if rule == "type" else {"note": error.note}
    return Problem(rule, row, column, getattr(error, "cell", None), details)


def _duplicate(error: PrimaryKeyError, row: int | None, schema: dict[str, Any]) -> Problem:
    key = schema["primaryKey"] if isinstance(schema["primaryKey"], list) else [schema["primaryKey"]]
    cells = dict(zip((field["name"] for field in schema["fields"]), error.cells, strict=False))
    return Problem("primaryKey", row, ", ".join(key), ", ".join(str(cells.get(name, "")) for name in key))
