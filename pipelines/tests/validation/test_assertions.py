"""Assertions on whole files, function by function."""

from __future__ import annotations

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.contract.assertions import CoverageNotShrinking, Rows
from pipelines.contract.tables import Resource
from pipelines.tests.conftest import Tree
from pipelines.validation.assertions import Case, judge

MONTHS = st.sets(st.sampled_from([f"2024-{month:02}" for month in range(1, 13)]))


def case(values: list[str], published: set[str] | None, kind: str = "string") -> Case:
    """A resource with one column ``month`` of the type ``kind``."""
    field = {"name": "month", "type": kind, "title": "Tháng", "title_en": "Month"}
    resource = Resource.model_validate(
        {
            "name": "monthly",
            "path": "monthly.csv",
            "title": "Tháng",
            "title_en": "Month",
            "schema": {"primaryKey": ["month"], "fields": [field]},
        }
    )
    return Case(resource, polars.DataFrame({"month": values}), lambda column: published)


@pytest.mark.parametrize(
    ("low", "high", "count", "broken"),
    [(2, None, 1, True), (2, None, 2, False), (None, 2, 3, True), (None, 2, 2, False), (0, 0, 0, False)],
)
def test_rows_lie_within_the_bounds(low: int | None, high: int | None, count: int, broken: bool) -> None:
    """Both bounds are allowed values; beyond them the count is named."""
    failures = list(judge(Rows(rule="rows", min=low, max=high), case(["x"] * count, None)))
    assert [failure.value for failure in failures] == ([str(count)] if broken else [])


@given(MONTHS, MONTHS)
def test_coverage_may_grow_but_not_shrink(before: set[str], now: set[str]) -> None:
    """Exactly the published values that are gone are named."""
    assertion = CoverageNotShrinking(rule="coverage_not_shrinking", key="month")
    failures = list(judge(assertion, case(sorted(now), before)))
    assert {failure.value for failure in failures} == before - now


def test_nothing_published_is_nothing_lost() -> None:
    """A first publish has no coverage to keep."""
    assertion = CoverageNotShrinking(rule="coverage_not_shrinking", key="month")
    assert list(judge(assertion, case([], None))) == []


def test_integers_are_compared_as_numbers() -> None:
    """``007`` in a file is the 7 of the DataStore."""
    assertion = CoverageNotShrinking(rule="coverage_not_shrinking", key="month")
    assert list(judge(assertion, case(["007"], {"7"}, "integer"))) == []


def test_an_assertion_speaks_of_its_resource_only() -> None:
    """Named for another resource, it judges nothing."""
    assertion = Rows(rule="rows", min=9, resource="yearly")
    assert list(judge(assertion, case(["x"], None))) == []


def test_a_broken_assertion_breaks_the_dataset(samples: Tree) -> None:
    """In the tree, the file and the rule are named."""
    samples.edit("assertions.0.max", 2)
    (checked,) = samples.check("e-office")
    assert [(item.file, item.rule, item.value) for item in checked.findings] == [
        ("noi-vu/e-office/monthly.csv", "rows", "3")
    ]
