"""Table Schema types as PostgreSQL types."""

from __future__ import annotations

from typing import Any

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


def column_type(field: dict[str, Any]) -> str:
    """PostgreSQL type of a field.

    Raises:
        BrokenContract: the type is unknown.
    """
    try:
        return TYPES[field.get("type", "string")]
    except KeyError:
        raise BrokenContract(f"{field['name']}: type {field['type']}") from None
