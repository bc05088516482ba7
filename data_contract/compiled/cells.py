"""Single cells, read by frictionless: the judge of every cell that polars is not sure of."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NamedTuple

from frictionless import Field

from .. import normal

RANGES = {"integer": (-(2**63), 2**63 - 1), "year": (1, 9999)}
"""What the DataStore's columns hold, where Table Schema sets no limit."""
LARGEST_NUMBER = Decimal("1.7976931348623157e308")
SMALLEST_EXPONENT = -16383
"""Digits after the decimal point that PostgreSQL's ``numeric`` keeps."""
REMEMBERED = 100_000
LONGEST_REMEMBERED = 200


class Cell(NamedTuple):
    """What one text is: its normal form and key (None: missing or not of the type), and its broken rules."""

    normal: str | None
    key: str | None
    broken: tuple[str, ...] = ()
    limits: tuple[Any, ...] = ()


class Reader:
    """Reads the cells of one field; short texts seen before are remembered."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self._read = field.create_cell_reader()
        self._exact = _exact_reader(field)
        self._seen: dict[str | None, Cell] = {}

    def __call__(self, text: str | None) -> Cell:
        """Judge a text; None is a cell that its row does not have."""
        if text and len(text) > LONGEST_REMEMBERED:
            return self._judged(text)
        cell = self._seen.get(text)
        if cell is None:
            if len(self._seen) >= REMEMBERED:
                self._seen.clear()
            cell = self._seen[text] = self._judged(text)
        return cell

    def _judged(self, text: str | None) -> Cell:
        try:
            value, notes = self._read(text)
        except (ArithmeticError, TypeError):  # a bound that cannot be compared with the value
            return Cell(None, None, ("type",), (None,))
        if notes and "type" in notes:
            return Cell(None, None, ("type",), (None,))
        broken = {name: self.field.constraints[name] for name in notes or ()}
        if value is None or text is None:
            return Cell(None, None, tuple(broken), tuple(broken.values()))
        broken = {**_beyond(self.field.type, value, text), **broken}
        if broken.keys() & {"type", "finite"}:
            return Cell(None, None, tuple(broken), tuple(broken.values()))
        return self._normal(value, text, broken)

    def _normal(self, value: Any, text: str, broken: dict[str, Any]) -> Cell:
        kind = self.field.type
        try:
            written = normal.text(kind, self._exact(text) if self._exact else value, text)
        except OverflowError:  # a moment whose UTC lies outside the years 1 to 9999
            return Cell(None, None, ("type",), (None,))
        return Cell(written, normal.key(kind, value, written), tuple(broken), tuple(broken.values()))


def _exact_reader(field: Field) -> Any:
    """The decimal behind a number that the schema wants as a binary float."""
    if not getattr(field, "float_number", False):
        return None
    exact = field.to_copy()
    exact.float_number = False  # type: ignore[attr-defined]
    return exact.create_value_reader()


def _beyond(kind: str, value: Any, text: str) -> dict[str, Any]:
    """Rules of the DataStore that a value of the type breaks, with their limits."""
    if kind in RANGES:
        low, high = RANGES[kind]
        return {"minimum": low} if value < low else {"maximum": high} if value > high else {}
    if kind == "number":
        number = Decimal(value)
        finite = number.is_finite() and abs(number) <= LARGEST_NUMBER
        return {} if finite and number.as_tuple().exponent >= SMALLEST_EXPONENT else {"finite": None}  # type: ignore[operator]
    if kind in ("array", "geojson", "object") and not _is_json(text):
        return {"type": None}
    return {}


def _is_json(text: str) -> bool:
    """Whether the standard knows the text; Python also reads NaN and Infinity."""
    try:
        json.loads(text, parse_constant=_refuse)
    except ValueError:
        return False
    return True


def _refuse(constant: str) -> None:
    raise ValueError(constant)
