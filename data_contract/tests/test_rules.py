"""Rules beyond Table Schema, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from data_contract.assertions import Assertion
from data_contract.check import check
from data_contract.report import Problem
from data_contract.rules import Rules
from data_contract.tests.conftest import Written

MONTHS = st.sets(st.sampled_from([f"2024-{month:02}" for month in range(1, 13)]), min_size=1)
NUMBERS = {"done": "integer", "received": "integer", "rate": "number", "share": "number", "value": "number"}
TYPES = {**NUMBERS, "month": "yearmonth", "start": "date", "end": "date"}


def judged(written: Written, assertion: dict[str, Any], text: str, **facts: Any) -> list[Problem]:
    """What an assertion finds wrong with a table given as ``a b, 1 2, …``; ``.`` is a missing value."""
    records = [line.split() for line in text.split(",")]
    fields = [{"name": name, "type": TYPES.get(name, "string")} for name in records[0]]
    rules = Rules((TypeAdapter(Assertion).validate_python(assertion),), **facts)
    schema = {"fields": fields, "missingValues": ["."]}
    return list(check(written(records), schema, rules=rules).problems)


COMPARE = {"rule": "compare", "left": "done", "op": "<=", "right": ["received"]}
SUM = {"rule": "compare", "left": "value", "op": "==", "right": ["rate", "share"]}
TOTAL = {"rule": "total", "column": "value", "by": ["month"], "total_row": {"column": "unit", "value": "all"}}
JUMP = {"rule": "jump", "column": "value", "key": ["unit"], "period": "month", "factor": 2}
CASES: list[tuple[dict[str, Any], str, list[tuple[int | None, str]]]] = [
    ({"rule": "rows", "min": 2}, "unit, a", [(None, "rows_min")]),
    ({"rule": "rows", "max": 2}, "unit, a, b, c", [(None, "rows_max")]),
    ({"rule": "rows", "min": 2, "max": 2}, "unit, a, b", []),
    (COMPARE, "done received, 1 1, 2 1, . 1", [(3, "compare")]),
    ({**COMPARE, "tolerance": 1}, "done received, 2 1, 3 1", [(3, "compare")]),
    ({"rule": "compare", "left": "start", "op": "<", "right": ["end"]},
     "start end, 2024-01-02 2024-01-10, 2024-02-01 2024-02-01", [(3, "compare")]),
    (SUM, "value rate share, 0.3 0.1 0.2, 0.30000000001 0.1 0.2", [(3, "compare")]),
    ({**SUM, "tolerance": 0.01}, "value rate share, 0.31 0.1 0.2, 0.32 0.1 0.2", [(3, "compare")]),
    (TOTAL, "month unit value, 2024-01 a 0.1, 2024-01 all 0.3, 2024-01 b 0.2, 2024-02 a 1, 2024-02 all 2",
     [(6, "total")]),
    (TOTAL, "month unit value, 2024-01 a 1, 2024-02 all 2", []),
    ({**TOTAL, "by": ["row"], "total_row": {"column": "parts", "value": "t"}},
     "row parts value, a t 1, a x 2", [(2, "total")]),
    ({"rule": "total", "column": "share", "equals": 100}, "share, 60, 39.9", [(None, "total")]),
    ({"rule": "total", "column": "share", "equals": 100, "tolerance": 0.1}, "share, 60, 39.9", []),
    ({"rule": "unique_together", "together": ["month", "unit"]},
     "month unit, 2024-01 a, 2024-02 a, 2024-1 a, . a, . a", [(4, "unique_together")]),
    (JUMP, "unit month value, a 2024-02 5, a 2024-01 2, b 2024-01 100, a 2024-03 4, a 2024-04 1", [(2,
     "jump"), (6, "jump")]),
    ({**JUMP, "against": "year_before"}, "unit month value, a 2023-05 1, a 2024-04 9, a 2024-05 3", [(4,
     "jump")]),
    ({**JUMP, "key": []}, "month value, 2024-01 1, 2024-02 0, 2024-03 2", []),
]  # fmt: skip


@pytest.mark.parametrize(("assertion", "text", "found"), CASES, ids=lambda value: str(value)[:60])
def test_an_assertion_finds_the_rows_that_break_it(
    written: Written, assertion: dict[str, Any], text: str, found: list[tuple[int | None, str]]
) -> None:
    """Row and rule are named, numbers are exact, and rows without a value are passed over."""
    problems = judged(written, assertion, text)
    assert [(item.row, item.rule) for item in problems] == found
    for problem in problems:
        said = problem.dictize("table.csv")
        assert said["message"] != said["message_en"]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MONTHS, MONTHS)
def test_coverage_may_grow_but_not_shrink(written: Written, before: set[str], now: set[str]) -> None:
    """Exactly the published values that are gone are named."""
    assertion = {"rule": "coverage_not_shrinking", "key": "month"}
    problems = judged(written, assertion, ",".join(["month", *sorted(now)]), published=lambda column: before)
    assert {problem.value for problem in problems} == before - now


def test_nothing_published_is_nothing_lost(written: Written) -> None:
    """A first publish has no coverage to keep."""
    assertion = {"rule": "coverage_not_shrinking", "key": "month"}
    assert judged(written, assertion, "month, 2024-01", published=lambda column: None) == []


def test_values_are_compared_in_normal_form(written: Written) -> None:
    """``007`` in a file is the 7 of the DataStore."""
    assertion = {"rule": "coverage_not_shrinking", "key": "done"}
    assert judged(written, assertion, "done, 007", published=lambda column: {"7"}) == []


LISTED = {"code_list": {"dataset": "units", "resource": "communes", "field": "code"}}
KEYED = {"foreignKeys": [{"fields": "unit", "reference": {"resource": "communes", "fields": "code"}}]}


@pytest.mark.parametrize(
    ("field", "schema", "place"),
    [(LISTED, {}, ("units", "communes", ("code",))), ({}, KEYED, (None, "communes", ("code",)))],
    ids=["code list", "foreign key"],
)
def test_values_belong_to_another_table(
    written: Written, field: dict[str, Any], schema: dict[str, Any], place: tuple[object, ...]
) -> None:
    """Each other value is named once, at its first row; without the table nothing is said."""
    path = written([["unit", "x"], ["a", "1"], ["b", "1"], ["", "1"], ["b", "1"]])
    descriptor = {"fields": [{"name": "unit", **field}, {"name": "x"}], **schema}
    asked: list[tuple[object, ...]] = []

    def known(*where: Any) -> set[tuple[str, ...]] | None:
        asked.append(where)
        return {("a",)} if len(asked) == 1 else None

    rules = Rules(referenced=known)
    (problem,) = check(path, descriptor, rules=rules).problems
    assert (problem.row, problem.rule, problem.value) == (3, "foreign_key", "b")
    assert asked == [place]
    assert check(path, descriptor, rules=rules).valid


def test_rules_wait_for_sound_rows(written: Written) -> None:
    """A file that breaks its schema is not judged further."""
    assert [item.rule for item in judged(written, {"rule": "rows", "min": 9}, "done, x")] == ["type"]
