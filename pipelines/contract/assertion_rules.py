"""Rules on a contract's assertions: what they name is there, and they can be judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data_contract.assertions import (
    Assertion,
    Compare,
    CoverageNotShrinking,
    Jump,
    Rows,
    Total,
    UniqueTogether,
)
from pipelines.contract.model import Contract
from pipelines.contract.rules import Breach
from pipelines.contract.tables import Resource
from pipelines.text import Text
from pipelines.yaml_source import Place

NUMBERS = ("number", "integer", "year")
PERIODS = ("date", "yearmonth", "year", "string")
COVERED = ("string", "integer", "year", "yearmonth", "date")


def breaches(contract: Contract) -> Iterator[Breach]:
    """Every assertion that cannot hold what it says."""
    for index, assertion in enumerate(contract.assertions):
        place: Place = ("assertions", index)
        if assertion.resource and not contract.resource(assertion.resource):
            known = ", ".join(resource.name for resource in contract.resources)
            message = UNKNOWN_RESOURCE.filled(known=known)
            yield Breach((*place, "resource"), "assertion-resource", message, assertion.resource)
        yield from _limits(assertion, place)
        for resource in contract.resources:
            if assertion.resource in (None, resource.name):
                yield from _columns(assertion, resource, place)


def _limits(assertion: Assertion, place: Place) -> Iterator[Breach]:
    if isinstance(assertion, Rows):
        low, high = assertion.min, assertion.max
        if low is None and high is None:
            yield Breach(place, "assertion-bounds", NO_BOUND)
        if low is not None and high is not None and low > high:
            yield Breach((*place, "max"), "assertion-bounds", BOUNDS_CROSS, high)
    if isinstance(assertion, Total) and (assertion.total_row is None) == (assertion.equals is None):
        yield Breach(place, "assertion-bounds", ONE_TOTAL)


def _columns(assertion: Assertion, resource: Resource, place: Place) -> Iterator[Breach]:
    types = {field.name: field.type for field in resource.table.fields}
    named = assertion.columns()
    missing = [(key, column) for key, columns in named.items() for column in columns if column not in types]
    for key, column in missing:
        message = NO_COLUMN.filled(resource=resource.name, known=", ".join(types))
        yield Breach((*place, key), "column-missing", message, column)
    if not missing:
        yield from _types(assertion, types, place)
    if isinstance(assertion, UniqueTogether) and set(assertion.together) == set(resource.table.primary_key):
        yield Breach((*place, "together"), "assertion-key", ALREADY_KEY, ", ".join(assertion.together))


def _types(assertion: Assertion, types: Mapping[str, str], place: Place) -> Iterator[Breach]:
    wanted: dict[str, tuple[str, ...]] = {}
    if isinstance(assertion, CoverageNotShrinking):
        wanted = {"key": COVERED}
    elif isinstance(assertion, Total):
        wanted = {"column": NUMBERS}
    elif isinstance(assertion, Jump):
        wanted = {"column": NUMBERS, "period": PERIODS}
    elif isinstance(assertion, Compare):
        kind = types[assertion.left]
        alike = NUMBERS if kind in NUMBERS else (kind,)
        wanted = {"left": (*NUMBERS, "date", "datetime", "time", "yearmonth"), "right": alike}
        if kind not in NUMBERS and len(assertion.right) > 1:
            yield Breach((*place, "right"), "assertion-type", NO_SUM, kind)
    for key, allowed in wanted.items():
        for column in assertion.columns()[key]:
            if types[column] not in allowed:
                message = WRONG_TYPE.filled(rule=assertion.rule, types=", ".join(allowed))
                yield Breach((*place, key), "assertion-type", message, column)


UNKNOWN_RESOURCE = Text(
    "Không có tài nguyên này; hiện có: {known}.", "There is no such resource; there are: {known}."
)
NO_BOUND = Text("Quy tắc 'rows' cần min hoặc max.", "The rule 'rows' needs min or max.")
BOUNDS_CROSS = Text(
    "max nhỏ hơn min; hãy sửa một trong hai.", "max is less than min; correct one of the two."
)
ONE_TOTAL = Text(
    "Quy tắc 'total' cần total_row hoặc equals, không cả hai.",
    "The rule 'total' needs total_row or equals, not both.",
)
NO_COLUMN = Text(
    "Tài nguyên '{resource}' không có cột này; hiện có: {known}.",
    "The resource '{resource}' has no such column; it has: {known}.",
)
ALREADY_KEY = Text(
    "Các cột này đã là primaryKey; hãy bỏ quy tắc.",
    "These columns are the primaryKey already; remove the rule.",
)
NO_SUM = Text(
    "Chỉ cộng được các cột số; hãy để một cột ở right.",
    "Only numbers can be summed; leave one column in right.",
)
WRONG_TYPE = Text(
    "Cột của quy tắc '{rule}' phải có kiểu: {types}.",
    "The column of rule '{rule}' has one of the types: {types}.",
)
