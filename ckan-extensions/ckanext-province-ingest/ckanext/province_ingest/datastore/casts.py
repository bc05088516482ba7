"""Table Schema types as PostgreSQL types, and the SQL that reads a value from its text in the file.

Nothing is guessed: a format that has no exact counterpart makes the contract unusable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from psycopg2 import sql

from data_contract.report import BrokenContract

# Names as PostgreSQL's format_type() prints them, so that a plan compares with a table that exists.
TYPES = {
    "string": "text",
    "integer": "bigint",
    "number": "numeric",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamp without time zone",
    "time": "time without time zone",
    "year": "integer",
    "yearmonth": "text",
    "duration": "text",
    "object": "json",
    "array": "json",
    "geojson": "json",
    "geopoint": "text",
    "any": "text",
}
POSTGRES_NAMES = {
    "timestamp": "timestamp without time zone",
    "time": "time without time zone",
    "int": "integer",
    "int4": "integer",
    "int8": "bigint",
    "bool": "boolean",
}
DEFAULT_BOOLEANS = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
TEMPLATES = {"%Y": "YYYY", "%y": "YY", "%m": "MM", "%d": "DD", "%H": "HH24", "%M": "MI", "%S": "SS"}


def column_type(field: dict[str, Any]) -> str:
    """PostgreSQL type of a field.

    Raises:
        BrokenContract: the type is unknown.
    """
    try:
        return TYPES[field.get("type", "string")]
    except KeyError:
        raise BrokenContract(f"{field['name']}: type {field['type']}") from None


def value(field: dict[str, Any], missing: Sequence[str]) -> sql.Composable:
    """SQL for the typed value of a field; texts in ``missing`` (or the field's own list) become NULL.

    Raises:
        BrokenContract: the field's format has no exact counterpart.
    """
    text = sql.Identifier(field["name"])
    null = field.get("missingValues", missing)
    typed = _typed(field, text)
    if not null:
        return typed
    return sql.SQL("CASE WHEN {} NOT IN ({}) THEN {} END").format(text, _literals(null), typed)


def plain(name: str, column_type_: str) -> sql.Composable:
    """SQL for a value in PostgreSQL's own notation, empty text being NULL."""
    return sql.SQL("NULLIF({}, '')::{}").format(sql.Identifier(name), sql.SQL(column_type_))


def _typed(field: dict[str, Any], text: sql.Composable) -> sql.Composable:
    type_ = field.get("type", "string")
    if type_ == "boolean":
        true = field.get("trueValues", DEFAULT_BOOLEANS[0])
        return sql.SQL("({} IN ({}))").format(text, _literals(true))
    if type_ in ("integer", "number"):
        text = _bare_number(field, text)
    elif type_ in ("date", "datetime", "time"):
        return _moment(field, text)
    return sql.SQL("{}::{}").format(text, sql.SQL(column_type(field)))


def _bare_number(field: dict[str, Any], text: sql.Composable) -> sql.Composable:
    if group := field.get("groupChar"):
        text = sql.SQL("replace({}, {}, '')").format(text, sql.Literal(group))
    decimal = field.get("decimalChar", ".")
    if decimal != ".":
        text = sql.SQL("replace({}, {}, '.')").format(text, sql.Literal(decimal))
    if field.get("bareNumber", True) is False:
        text = sql.SQL("regexp_replace({}, '[^0-9.eE+-]', '', 'g')").format(text)
    return text


def _moment(field: dict[str, Any], text: sql.Composable) -> sql.Composable:
    type_, format_ = field["type"], field.get("format", "default")
    if format_ != "default":
        parsed = sql.SQL("to_timestamp({}, {})").format(text, sql.Literal(_template(field["name"], format_)))
        return sql.SQL("{}::{}").format(parsed, sql.SQL(column_type(field)))
    if type_ == "datetime":
        return sql.SQL("({}::timestamptz AT TIME ZONE 'UTC')").format(text)
    return sql.SQL("{}::{}").format(text, sql.SQL(column_type(field)))


def _template(name: str, pattern: str) -> str:
    parts = re.split(r"(%\w)", pattern)
    if len(parts) == 1 or not TEMPLATES.keys() >= set(parts[1::2]):
        raise BrokenContract(f"{name}: format {pattern}")
    return "".join(TEMPLATES.get(part, f'"{part}"' if part else "") for part in parts)


def _literals(values: Sequence[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Literal(value) for value in values)
