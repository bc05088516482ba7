"""Frictionless's own verdict on a canonical CSV, row by row: what the compiled check has to agree with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from frictionless import Dialect, Resource, Schema, errors, formats, system

RULES = {
    errors.BlankLabelError: "blank_column",
    errors.BlankRowError: "blank_row",
    errors.DuplicateLabelError: "duplicate_column",
    errors.ExtraCellError: "extra_cell",
    errors.ExtraLabelError: "extra_column",
    errors.IncorrectLabelError: "wrong_column",
    errors.MissingCellError: "missing_cell",
    errors.MissingLabelError: "missing_column",
    errors.PrimaryKeyError: "primaryKey",
    errors.TypeError: "type",
    errors.UniqueError: "unique",
}
CONSTRAINT = re.compile(r'constraint "(?P<name>\w+)" is')
BOUNDS = {"integer": (-(2**63), 2**63 - 1), "year": (1, 9999)}

Found = set[tuple[int, str | None, str]]


def found(path: Path, schema: dict[str, Any]) -> Found:
    """Row, column and rule of each problem that frictionless sees; the DataStore's bounds are constraints."""
    control = formats.CsvControl(
        delimiter=",", quote_char='"', line_terminator="\n", skip_initial_space=False, double_quote=True
    )
    dialect = Dialect(header=True, header_rows=[1], controls=[control])
    descriptor = {**schema, "fields": [_bounded(field) for field in schema["fields"]]}
    with system.use_context(trusted=True):
        resource = Resource(
            path=str(path),
            format="csv",
            encoding="utf-8",
            dialect=dialect,
            schema=Schema.from_descriptor(descriptor),
        )
        seen = resource.validate(limit_errors=100_000).tasks[0].errors
    blank = {error.row_number for error in seen if isinstance(error, errors.BlankRowError)}
    # an empty key in a blank row is said once, as a blank row
    kept = [
        item for item in seen if not (isinstance(item, errors.PrimaryKeyError) and item.row_number in blank)
    ]
    names = {field["name"] for field in schema["fields"]}
    # a column too many is said once, not again for each row that does not have it
    return {
        _place(error, schema)
        for error in kept
        if not (isinstance(error, errors.MissingCellError) and error.field_name not in names)
    }


def _bounded(field: dict[str, Any]) -> dict[str, Any]:
    if field.get("type") not in BOUNDS:
        return field
    low, high = BOUNDS[field["type"]]
    return {**field, "constraints": {"minimum": low, "maximum": high, **field.get("constraints", {})}}


def _place(error: Any, schema: dict[str, Any]) -> tuple[int, str | None, str]:
    if isinstance(error, errors.PrimaryKeyError):
        rule = "empty_key" if 'all "None"' in error.note else "primaryKey"
        return error.row_number, ", ".join(schema["primaryKey"]), rule
    if isinstance(error, errors.ConstraintError):
        return error.row_number, error.field_name, CONSTRAINT.search(error.note)["name"]  # type: ignore[index]
    if type(error) not in RULES:
        return 0, None, f"{error.type}: {error.note}"
    return (
        getattr(error, "row_number", None) or 1,
        getattr(error, "field_name", None) or None,
        RULES[type(error)],
    )
