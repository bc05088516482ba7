"""Rules of the metadata schema that CKAN and ckanext-scheming do not have."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

_PERIOD = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def province_period(value: Any) -> str:
    """Accept a year, a month or a day: `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (ISO 8601-1:2019, 5.2.2).

    :raises Invalid: anything else, or a date that the calendar does not have.
    """
    match = _PERIOD.fullmatch(str(value).strip())
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part or 1) for part in match.groups())
        datetime.date(year, month, day)
    except ValueError as error:
        message = tk._("“{value}” is not a date; write 2024, 2024-05 or 2024-05-31").format(value=value)
        raise tk.Invalid(message) from error
    return match.group(0)


def province_period_not_before(start_field: str) -> Callable[..., None]:
    """Refuse a period that ends before the one in `start_field` begins.

    Both are compared at the coarser of their two precisions: 2024-05 to 2024 is accepted.
    """

    def validator(key: Any, data: Any, errors: Any, context: Any) -> None:
        start, end = data.get((*key[:-1], start_field)), data.get(key)
        if errors[key] or not start or not end:
            return
        length = min(len(start), len(end))
        if end[:length] < start[:length]:
            message = tk._("The period ends ({end}) before it starts ({start})")
            errors[key].append(message.format(end=end, start=start))

    return validator


def province_origin_is_named(key: Any, data: Any, errors: Any, context: Any) -> None:
    """Derived and simulated figures must name what they come from."""
    origin = data.get(("origin",))
    if not errors[key] and origin in ("derived", "simulated") and data[key] == "[]":
        errors[key].append(tk._("Derived and simulated figures must name what they come from"))


def province_kept(key: Any, data: Any, errors: Any, context: Any) -> None:
    """Give a field that no form shows the value that the dataset has, where an update does not mention it.

    :raises StopOnError: where neither has one.
    """
    if data.get(key) is tk.missing or data.get(key) is None:
        package = context.get("package")
        data[key] = package.extras.get(key[-1]) if package else None
    if not data[key]:
        data.pop(key)
        raise tk.StopOnError


def province_json_list(value: Any) -> str:
    """Accept a list, or a list as JSON text, and keep it as JSON text.

    :raises Invalid: anything else.
    """
    try:
        items = json.loads(value) if isinstance(value, str) else value
    except ValueError as error:
        raise tk.Invalid(tk._("The list is not JSON: {error}").format(error=error)) from error
    if not isinstance(items, list):
        raise tk.Invalid(tk._("A list is expected"))
    return value if isinstance(value, str) else json.dumps(items, ensure_ascii=False)


def province_table_schema(value: Any) -> str:
    """Accept a Table Schema as an object or as JSON text and keep it as JSON text.

    :raises Invalid: not JSON, or without a list `fields` in which each field has a name.
    """
    try:
        schema = json.loads(value) if isinstance(value, str) else value
    except ValueError as error:
        raise tk.Invalid(tk._("The Table Schema is not JSON: {error}").format(error=error)) from error
    fields = schema.get("fields") if isinstance(schema, dict) else None
    named = isinstance(fields, list) and all(isinstance(f, dict) and f.get("name") for f in fields)
    if not named:
        raise tk.Invalid(tk._("The Table Schema needs a list “fields” in which each field has a name"))
    return value if isinstance(value, str) else json.dumps(schema, ensure_ascii=False)
