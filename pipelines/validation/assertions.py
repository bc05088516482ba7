"""Assertions on whole files: a rule is a model in :mod:`pipelines.contract.assertions` and a function here.

Each function is pure: given the assertion, the rows and the values published before, it yields what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import polars

from pipelines.contract.assertions import Assertion, CoverageNotShrinking, Rows
from pipelines.contract.tables import Resource
from pipelines.text import Text
from pipelines.validation.frames import plain_values

Published = Callable[[str], "set[str] | None"]
"""Distinct values of a column as they are published now; None where nothing is published yet."""


@dataclass(frozen=True)
class Case:
    """What an assertion is judged on."""

    resource: Resource
    """The resource and its schema."""
    frame: polars.DataFrame
    """Its rows, as texts."""
    published: Published
    """The values published before."""


@dataclass(frozen=True)
class Failure:
    """What an assertion found wrong."""

    message: Text
    column: str = ""
    value: str = ""


Check = Callable[[Any, Case], Iterator[Failure]]


def rows(assertion: Rows, case: Case) -> Iterator[Failure]:
    """The number of rows lies within the bounds."""
    count = case.frame.height
    if assertion.min is not None and count < assertion.min:
        yield Failure(TOO_FEW.filled(count=count, bound=assertion.min), value=str(count))
    if assertion.max is not None and count > assertion.max:
        yield Failure(TOO_MANY.filled(count=count, bound=assertion.max), value=str(count))


def coverage_not_shrinking(assertion: CoverageNotShrinking, case: Case) -> Iterator[Failure]:
    """No published value of the key is absent from the new rows; each absent one is named."""
    before = case.published(assertion.key)
    if before is None:
        return
    field = next(field for field in case.resource.table.fields if field.name == assertion.key)
    now = plain_values(case.frame[assertion.key], field.type)
    for value in sorted(before - now):
        yield Failure(LOST, assertion.key, value)


CHECKS: dict[str, Check] = {"rows": rows, "coverage_not_shrinking": coverage_not_shrinking}
"""Function of each rule; its keys are exactly the rules that the contract knows."""


def judge(assertion: Assertion, case: Case) -> Iterator[Failure]:
    """What ``assertion`` finds wrong; nothing when it speaks of another resource."""
    if assertion.resource in (None, case.resource.name):
        yield from CHECKS[assertion.rule](assertion, case)


TOO_FEW = Text(
    "Tệp có {count} dòng, ít nhất phải có {bound}; hãy bổ sung dữ liệu hoặc sửa 'min'.",
    "The file has {count} rows, at least {bound} are expected; add the rest or correct 'min'.",
)
TOO_MANY = Text(
    "Tệp có {count} dòng, nhiều nhất {bound}; hãy kiểm tra dòng lặp hoặc sửa 'max'.",
    "The file has {count} rows, at most {bound} are expected; look for repeats or correct 'max'.",
)
LOST = Text(
    "Giá trị đang được công bố không còn trong tệp mới; hãy khôi phục các dòng đó.",
    "A published value is no longer in the new file; restore its rows.",
)
