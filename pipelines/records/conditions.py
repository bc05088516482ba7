"""A record contract as conditions in polars: each says which records are good, by column and rule.

Conditions read typed columns (see :mod:`.values`); a missing value breaks nothing but ``required``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from data_contract.compiled.patterns import translated
from pipelines.contract.tables import Constraints
from pipelines.records.model import OnFailure, RecordContract, RecordField
from pipelines.records.values import ZONE, flag, typed
from pipelines.text import Text


@dataclass(frozen=True)
class Condition:
    """One rule, compiled."""

    rule: str
    """Name of the constraint or rule."""
    column: str
    """Column that it is about; empty for a rule between columns."""
    good: pl.Expr
    """True or null where the record keeps it."""
    on_failure: OnFailure
    """What its breach does."""
    message: Text | None = None
    """What is wrong; that of ``data_contract``'s rule of this name when absent."""
    details: Mapping[str, Any] = field(default_factory=dict)
    """What fills that rule's message."""


class Unusable(Exception):
    """A part of the contract that cannot be compiled, with the note why."""


def conditions(contract: RecordContract) -> list[Condition]:
    """All rules of a contract in their order: cells by column, then rules between columns.

    Raises:
        Unusable: a bound, pattern or expression does not mean anything for its columns.
    """
    cells = (item for column in contract.table.fields for item in _of_field(column, contract))
    return [*cells, *_between(contract)]


def _of_field(about: RecordField, contract: RecordContract) -> Iterator[Condition]:
    on_failure = about.on_failure or contract.on_failure
    constraints = about.constraints or Constraints()
    required = bool(constraints.required) or about.name in contract.key
    goods: dict[str, tuple[pl.Expr, Any]] = {"type": (~pl.col(flag(about.name)), None)}
    if required:
        goods["required"] = (pl.col(about.name).is_not_null() | pl.col(flag(about.name)), None)
    for rule, limit in constraints.model_dump(by_alias=True, exclude_none=True).items():
        if rule != "required":
            goods[rule] = (_kept(about, rule, limit), limit)
    for rule, (good, limit) in goods.items():
        message = NO_MOMENT if rule == "type" and about.type == "datetime" else None
        yield Condition(rule, about.name, good, on_failure, message, _details(about, limit))


def _kept(about: RecordField, rule: str, limit: Any) -> pl.Expr:
    cell = pl.col(about.name)
    if rule == "minimum":
        return cell >= _bound(about, limit)
    if rule == "maximum":
        return cell <= _bound(about, limit)
    if rule == "minLength":
        return cell.str.len_chars() >= limit
    if rule == "maxLength":
        return cell.str.len_chars() <= limit
    if rule == "enum":
        return cell.is_in([_bound(about, value) for value in limit])
    if rule == "pattern":
        return _matches(cell, limit)
    raise Unusable(f"{about.name}: {rule}")


def _bound(about: RecordField, limit: Any) -> Any:
    """A value of the column's type; a day stands for its first moment, local time."""
    text = str(limit)
    if about.type == "datetime" and len(text) == 10:
        text += "T00:00:00+07:00"
    value = typed(pl.DataFrame({about.name: [text]}), [about])[about.name][0]
    if value is None:
        raise Unusable(f"{about.name}: {limit} ({about.type}, {ZONE})")
    return value


def _matches(cell: pl.Expr, pattern: str) -> pl.Expr:
    known = translated(pattern)
    if known is not None:
        return cell.str.contains(known)
    try:
        whole = re.compile(f"^(?:{pattern})$")
    except re.error as error:
        raise Unusable(f"{pattern}: {error}") from error
    return cell.map_elements(lambda text: whole.match(text) is not None, return_dtype=pl.Boolean)


def _between(contract: RecordContract) -> Iterator[Condition]:
    empty = typed(pl.DataFrame(), contract.table.fields)
    for rule in contract.rules:
        try:
            good = pl.sql_expr(rule.expression)
            found = empty.select(good.alias("good")).schema["good"]
        except pl.exceptions.PolarsError as error:
            raise Unusable(f"{rule.name}: {error}") from error
        if found != pl.Boolean:
            raise Unusable(f"{rule.name}: {rule.expression} ({found})")
        yield Condition(rule.name, "", good, rule.on_failure, Text(rule.message, rule.message_en))


def _details(about: RecordField, limit: Any) -> dict[str, Any]:
    shown = ", ".join(map(str, limit)) if isinstance(limit, list) else limit
    return {"type": about.type, "limit": shown}


NO_MOMENT = Text(
    "Không phải thời điểm có múi giờ; hệ thống nguồn phải gửi dạng 2025-06-01T08:30:00+07:00.",
    "This is no moment with a zone; the source system has to send it as 2025-06-01T08:30:00+07:00.",
)
