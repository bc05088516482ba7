"""Cells in normal form: the text that PostgreSQL reads as the same value, whatever the file's notation was.

Numbers stay decimal texts and never pass through binary floats. Dates and times are ISO 8601; a moment with a
zone becomes UTC; ``24:00:00`` is midnight. JSON, durations, months and points keep their text.

Each type has two equal readings: :func:`form` for the notations that polars surely reads as frictionless
does, and :func:`text` for the value that frictionless read from any other.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any, NamedTuple

import polars as pl

KEPT = ("any", "array", "duration", "geojson", "geopoint", "object", "string", "yearmonth")
"""Types whose cells keep their text."""
LONGEST_NUMBER = 300
DECIMAL = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$"
PARTS = {"%Y": "[0-9]{4}", "%m": "[0-9]{2}", "%d": "[0-9]{2}", "%H": "[0-9]{2}", "%M": "[0-5][0-9]"}
PARTS["%S"] = PARTS["%M"]
TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
ISO_DAY = "%Y-%m-%d"
ISO_MOMENT = "%Y-%m-%dT%H:%M:%S"


class Form(NamedTuple):
    """One column in expressions of polars, each on the results of those before it (see :class:`Steps`).

    ``written`` and ``key`` hold only where ``certain`` is true.
    """

    bare: pl.Expr
    """The text without what its notation adds to it."""
    value: pl.Expr
    """The value that bounds are compared with."""
    certain: pl.Expr
    """The text is surely a value of the type."""
    written: pl.Expr
    """The normal form."""
    key: pl.Expr
    """A text that is the same for equal values."""


class Steps(NamedTuple):
    """What the expressions of a :class:`Form` read."""

    text: pl.Expr
    """The cells as the file has them, null where a value is missing."""
    bare: pl.Expr
    """The result of the form's ``bare``."""
    value: pl.Expr
    """The result of the form's ``value``."""


def form(field: Any, steps: Steps) -> Form | None:
    """How polars reads one of frictionless's fields; None where frictionless has to read each cell."""
    readers = {
        "any": _plain,
        "boolean": _boolean,
        "date": _date,
        "datetime": _datetime,
        "integer": _integer,
        "number": _number,
        "string": _plain,
        "time": _time,
        "year": _year,
        "yearmonth": _yearmonth,
    }
    return readers[field.type](field, *steps) if field.type in readers else None


def text(kind: str, value: Any, source: str) -> str:
    """The normal form of a value that frictionless read from ``source``; ``kind`` is the field's type."""
    if kind in KEPT:
        return source
    if kind == "boolean":
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        moment = value.astimezone(dt.timezone.utc) if value.tzinfo else value
        return moment.replace(tzinfo=None).isoformat()
    if isinstance(value, dt.time):
        return value.replace(tzinfo=None).isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def key(kind: str, value: Any, normal: str) -> str:
    """A text that is the same for equal values of a column."""
    if kind == "number":
        shortest = normal.rstrip("0").rstrip(".") if "." in normal else normal
        return "0" if shortest == "-0" else shortest
    if kind == "yearmonth":
        return f"{value[0]:04}-{value[1]:02}"
    return repr(value) if kind in KEPT and kind not in ("any", "string") else normal


def _plain(field: Any, text: pl.Expr, bare: pl.Expr, value: pl.Expr) -> Form | None:
    return Form(text, bare, pl.lit(True), bare, bare) if field.format == "default" else None


def _boolean(field: Any, text: pl.Expr, bare: pl.Expr, value: pl.Expr) -> Form:
    # a text in both lists is false, as frictionless has it
    true = bare.is_in(field.true_values) & ~bare.is_in(field.false_values)
    words = pl.when(value).then(pl.lit("true")).otherwise(pl.lit("false"))
    return Form(text, true, value | bare.is_in(field.false_values), words, words)


def _integer(field: Any, text: pl.Expr, bare: pl.Expr, value: pl.Expr) -> Form | None:
    if not field.bare_number:
        return None
    written = value.cast(pl.String)
    return Form(text, bare.cast(pl.Int64, strict=False), value.is_not_null(), written, written)


def _number(field: Any, text: pl.Expr, bare: pl.Expr, value: pl.Expr) -> Form | None:
    if not field.bare_number or field.float_number:
        return None
    stripped = text.str.replace_all(field.group_char, "", literal=True) if field.group_char else text
    certain = bare.str.contains(DECIMAL) & (bare.str.len_bytes() <= LONGEST_NUMBER)
    if field.decimal_char != ".":
        # a point that is no group character makes such a number wrong
        stripped = stripped.str.replace_all(field.decimal_char, ".", literal=True)
        if field.group_char != ".":
            certain &= ~text.str.contains(".", literal=True)
    return Form(stripped, bare.cast(pl.Float64, strict=False), certain, bare, _number_key(bare))


def _number_key(text: pl.Expr) -> pl.Expr:
    """As :func:`key`."""
    shortest = text.str.strip_chars_end("0").str.strip_chars_end(".")
    shortest = pl.when(text.str.contains(".", literal=True)).then(shortest).otherwise(text)
    return pl.when(shortest == "-0").then(pl.lit("0")).otherwise(shortest)


def _date(field: Any, text: pl.Expr, bare: pl.Expr, value: pl.Expr) -> Form | None:
    format_ = ISO_DAY if field.format == "default" else field.format
    pattern = _fixed(format_, "%Y%m%d")
    if pattern is None:
        return None
    certain = bare.str.contains(pattern) & (value.dt.year() > 0)
    written = value.dt.strftime(ISO_DAY)
    return Form(text, bare.str.to_date(format_, strict=False), certain, written, written)


def _datetime(field: Any, text: pl.Expr, bare: pl.Expr, value: pl.Expr) -> Form | None:
    if field.format == "default":
        certain = bare.str.contains(rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{TIME}$") & (value.dt.year() > 0)
        return Form(text, bare.str.slice(0, 10).str.to_date(ISO_DAY, strict=False), certain, bare, bare)
    pattern = _fixed(field.format, "%Y%m%d%H%M%S")
    if pattern is None:
        return None
    certain = bare.str.contains(pattern) & (value.dt.year() > 0)
    written = value.dt.strftime(ISO_MOMENT)
    parsed = bare.str.to_datetime(field.format, strict=False, time_unit="us")
    return Form(text, parsed, certain, written, written)


def _time(field: Any, text: pl.Expr, bare: pl.Expr, value: pl.Expr) -> Form | None:
    certain = bare.str.contains(f"^{TIME}$")
    return Form(text, bare, certain, bare, bare) if field.format == "default" else None


def _year(field: Any, text: pl.Expr, bare: pl.Expr, value: pl.Expr) -> Form:
    certain = bare.str.contains("^[0-9]{4}$") & (value > 0)
    written = value.cast(pl.String)
    return Form(text, bare.cast(pl.Int64, strict=False), certain, written, written)


def _yearmonth(field: Any, text: pl.Expr, bare: pl.Expr, value: pl.Expr) -> Form:
    return Form(text, bare, bare.str.contains("^[0-9]{4}-(?:0[1-9]|1[0-2])$"), bare, bare)


def _fixed(format_: str, wanted: str) -> str | None:
    """The pattern of a ``strptime`` format whose parts all have a fixed width; None for any other."""
    parts = re.split(r"(%.)", format_)
    directives = parts[1::2]
    known = set(directives) <= PARTS.keys() and all(part in wanted for part in directives)
    # polars has no value for a date without its year, month and day; blanks match any number of blanks in
    # strptime
    complete = {"%Y", "%m", "%d"} <= set(directives) and len(set(directives)) == len(directives)
    if not known or not complete or re.search(r"\s", format_):
        return None
    return "^" + "".join(PARTS.get(part, re.escape(part)) for part in parts) + "$"
