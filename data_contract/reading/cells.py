"""Typed values of spreadsheets, JSON and Parquet as texts in the notation that the contract's field wants.

Without a contract: ISO 8601, a decimal point, ``true`` and ``false``. Nothing is rounded beyond what the
source itself shows, and no part of a value is dropped: a date with a time stays one in a ``date`` column,
so that the check can say so.
"""

from __future__ import annotations

import json
import math
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from ..messages import Pair

STRUCTURED = ("object", "array", "geojson", "any")
DAYS = ("date", "year", "yearmonth")
LARGEST_EXACT = 10**15
DEEPEST = 64


class Unreadable(Exception):
    """A value that cannot be written as text; the arguments are the rule and its details."""

    def __init__(self, rule: str, value: str | None = None, **details: str | int | Pair):
        super().__init__(rule)
        self.rule, self.value, self.details = rule, value, details


class Numeral(float):
    """A number with the digits that it was written with."""

    text: str

    def __new__(cls, text: str) -> Numeral:
        """Keep ``text`` as it stands in the file."""
        number = super().__new__(cls, text)
        number.text = text
        return number


def render(value: Any, field: dict[str, Any]) -> str:
    """The text of a value in a column of the contract; ``field`` is empty without a contract.

    Raises:
        Unreadable: a nested value in a plain column, a number that is none, or text that is no Unicode.
    """
    kind = type(value)
    if kind is str:
        return clean(value)
    if kind is int:
        return str(value)
    if value is None:
        return ""
    for kinds, render_one in RENDERERS:
        if isinstance(value, kinds):
            return render_one(value, field)
    return clean(str(value))


def clean(text: str) -> str:
    """Text in NFC.

    Raises:
        Unreadable: it has a NUL character or half a surrogate pair.
    """
    if "\0" in text:
        raise Unreadable("bad_text")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Unreadable("bad_text") from None
    return unicodedata.normalize("NFC", text)


def _boolean(value: bool, field: dict[str, Any]) -> str:
    words = field.get("trueValues" if value else "falseValues") if field.get("type") == "boolean" else None
    return words[0] if words else str(value).lower()


def _number(value: float | Decimal | int, field: dict[str, Any]) -> str:
    if not math.isfinite(value):
        raise Unreadable("not_finite", str(value))
    text = value.text if isinstance(value, Numeral) else str(value)
    if "e" in text or "E" in text or text.endswith(".0"):
        text = format(Decimal(text), "f").removesuffix(".0")
    mark = field.get("decimalChar", ".")
    return text.replace(".", mark) if mark != "." else text


def _moment(value: datetime, field: dict[str, Any]) -> str:
    if field.get("type") in DAYS and value.time() == time() and value.tzinfo is None:
        return _day(value.date(), field)
    return _formatted(value, field, "datetime")


def _day(value: date, field: dict[str, Any]) -> str:
    if field.get("type") == "datetime":
        return _formatted(datetime.combine(value, time()), field, "datetime")
    if field.get("type") == "year":
        return str(value.year)
    if field.get("type") == "yearmonth":
        return f"{value:%Y-%m}"
    return _formatted(value, field, "date")


def _hour(value: time, field: dict[str, Any]) -> str:
    return _formatted(value, field, "time")


def _formatted(value: datetime | date | time, field: dict[str, Any], kind: str) -> str:
    pattern = field.get("format", "default") if field.get("type") == kind else "default"
    return value.isoformat() if pattern in ("default", "any") else value.strftime(pattern)


def _duration(value: timedelta, field: dict[str, Any]) -> str:
    seconds = value.total_seconds()
    if field.get("type") == "duration":
        return f"PT{_number(seconds, {})}S"
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours:02}:{rest // 60:02}:{rest % 60:02}"


def _nested(value: dict | list, field: dict[str, Any]) -> str:
    if field.get("type") not in STRUCTURED:
        raise Unreadable("nested")
    if depth(value) > DEEPEST:
        raise Unreadable("json_depth", limit=DEEPEST)
    try:
        return clean(
            json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=str)
        )
    except ValueError:
        raise Unreadable("not_finite", "NaN") from None


def depth(value: Any) -> int:
    """How many objects and arrays lie in each other, counted up to one beyond what is allowed."""
    level, layer = 0, [value]
    while layer and level <= DEEPEST:
        layer = [inner for item in layer if isinstance(item, (dict, list)) for inner in _inside(item)]
        level += 1
    return level


def _inside(value: dict | list) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value


def _bytes(value: bytes, field: dict[str, Any]) -> str:
    raise Unreadable("binary_column")


RENDERERS: tuple[tuple[Any, Any], ...] = (
    (bool, _boolean),
    ((int, float, Decimal), _number),
    (datetime, _moment),
    (date, _day),
    (time, _hour),
    (timedelta, _duration),
    ((dict, list), _nested),
    (bytes, _bytes),
)
