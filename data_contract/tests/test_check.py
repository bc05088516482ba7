"""The check, case by case: verdict, place and rule."""

from __future__ import annotations

from typing import Any

import pytest

from data_contract.check import check
from data_contract.compiled import batches
from data_contract.report import BrokenContract, Report
from data_contract.tests.conftest import Written

NUMBER = {"type": "number"}
REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("not a number", NUMBER, "NaN", "finite"),
    ("infinity", NUMBER, "-Infinity", "finite"),
    ("beyond a double", NUMBER, "1e400", "finite"),
    ("beyond a double in digits", NUMBER, "9" * 310, "finite"),
    ("more digits than numeric keeps", NUMBER, "1e-20000", "finite"),
    ("group character missing from the schema", NUMBER, "1,000", "type"),
    ("point where a comma is the decimal sign", {**NUMBER, "decimalChar": ","}, "1.5", "type"),
    ("beyond 64 bits", {"type": "integer"}, "9223372036854775808", "maximum"),
    ("below 64 bits", {"type": "integer", "constraints": {"minimum": -(10**30)}}, "-9223372036854775809",
     "minimum"),
    ("unit after a bounded number", {**NUMBER, "bareNumber": False, "constraints": {"minimum": 0}}, "-5 đ",
     "minimum"),
    ("fraction", {"type": "integer"}, "1.0", "type"),
    ("no such day", {"type": "date", "format": "%d/%m/%Y"}, "31/02/2024", "type"),
    ("no leap year", {"type": "date"}, "2023-02-29", "type"),
    ("year zero", {"type": "date"}, "0000-01-01", "type"),
    ("year zero alone", {"type": "year"}, "0000", "minimum"),
    ("leap second", {"type": "datetime"}, "2024-01-01T23:59:60", "type"),
    ("outside the years in UTC", {"type": "datetime"}, "0001-01-01T00:00:00+07:00", "type"),
    ("JSON that only Python reads", {"type": "object"}, '{"a": NaN}', "type"),
    ("zone against none", {"type": "datetime", "constraints": {"minimum": "2024-01-01T00:00:00"}},
     "2024-01-02T00:00:00Z", "type"),
    ("line end after the pattern", {"type": "string", "constraints": {"pattern": "[a-z]"}}, "ab\n",
     "pattern"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "text", "rule"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_cell_is_refused(written: Written, field: dict[str, Any], text: str, rule: str) -> None:
    """Row, column, rule and value are named."""
    report = check(
        written([["a", "b"], ["", "x"], [text, "x"]]), {"fields": [{"name": "a", **field}, {"name": "b"}]}
    )
    assert [(item.row, item.column, item.rule, item.value) for item in report.problems] == [
        (3, "a", rule, text)
    ]
    assert report.problems[0].dictize("table.csv")["message"]


def _rules(report: Report) -> list[tuple[int | None, str | None, str]]:
    return [(item.row, item.column, item.rule) for item in report.problems]


SCHEMA = {"primaryKey": ["a"], "fields": [{"name": "a"}, {"name": "b", "type": "boolean"}]}


@pytest.mark.parametrize(
    ("records", "found"),
    [
        ([[]], [(None, None, "empty")]),
        ([["a", "b"]], [(None, None, "no_rows")]),
        ([["a", "b"], ["x", "1"], [], ["x", "0"]], [(3, None, "blank_row"), (4, "a", "primaryKey")]),
        ([["a", "b"], ["x"], ["y", "1", "z"]], [(2, "b", "missing_cell"), (3, None, "extra_cell")]),
        ([["a", "b"], ["", "1"]], [(2, "a", "empty_key")]),
        ([["b", "a"], ["x", "1"]], [(1, "a", "wrong_column"), (1, "b", "wrong_column")]),
        ([["a", "a"], ["x", "1"]], [(1, "b", "duplicate_column")]),
        ([["a", ""], ["x", "1"]], [(1, "b", "blank_column")]),
        ([["a"], ["x"]], [(1, "b", "missing_column")]),
        ([["a", "b", "c"], ["x", "no", "1"]], [(1, None, "extra_column"), (2, "b", "type")]),
    ],
    ids=lambda value: str(value)[:50],
)
def test_structure(
    written: Written, records: list[list[str]], found: list[tuple[int | None, str | None, str]]
) -> None:
    """Labels, records and keys are judged as they stand."""
    assert _rules(check(written(records), SCHEMA)) == found


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [("number", "1.50", "1.5"), ("number", "-0", "0.0"), ("number", "100", "1e2"), ("integer", "007", "7"),
     ("yearmonth", "2024-01", "2024-1"), ("datetime", "2024-01-01T07:00:00+07:00", "2024-01-01T00:00:00")],
)  # fmt: skip
def test_keys_are_compared_as_values(written: Written, kind: str, first: str, second: str) -> None:
    """Two notations of one value are one key."""
    schema = {"primaryKey": "a", "fields": [{"name": "a", "type": kind}, {"name": "b"}]}
    assert _rules(check(written([["a", "b"], [first, "x"], [second, "x"]]), schema)) == [
        (3, "a", "primaryKey")
    ]


@pytest.mark.parametrize("kind", ["boolean", "integer", "number", "date", "string", "duration"])
def test_missing_values_may_repeat(written: Written, kind: str) -> None:
    """No value is the same as no value only in a primary key."""
    schema = {"fields": [{"name": "a", "type": kind, "constraints": {"unique": True}}, {"name": "b"}]}
    assert check(written([["a", "b"], ["", "x"], ["", "y"]]), schema).valid


def test_the_first_problems_are_told_and_all_rows_counted(written: Written) -> None:
    """The limit cuts the list, by row, and not the count."""
    records = [["a", "b"], *(["x", "no"] if row % 2 else [str(row), "1"] for row in range(10))]
    report = check(written(records), {"fields": SCHEMA["fields"]}, limit=3)
    assert [item.row for item in report.problems] == [3, 5, 7]
    assert (report.rows, report.failing) == (10, 5)


def test_columns_may_have_any_name(written: Written) -> None:
    """No name of the file's columns meets one that the check uses itself."""
    names = ["row", "blank", "0", "m0", "text", "key:row", "value", "parts"]
    schema = {"primaryKey": names[:2], "fields": [{"name": name} for name in names]}
    assert check(written([names, ["x"] * 8, ["y"] * 8]), schema).valid


def test_blocks_hold_whole_records(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the file is cut, rows keep their number, also around line ends and commas inside cells."""
    monkeypatch.setattr(batches, "BLOCK_BYTES", 7)
    records = [
        ["a", "b"],
        *([f"k{row}", "1"] for row in range(9)),
        ['two\n\n"lines",', "no"],
        ["k3", "0"],
        ["", "1"],
    ]
    assert _rules(check(written(records), SCHEMA)) == [
        (11, "b", "type"),
        (12, "a", "primaryKey"),
        (13, "a", "empty_key"),
    ]


@pytest.mark.parametrize(
    "field",
    [
        {"type": "integer", "constraints": {"minimum": "low"}},
        {"type": "string", "constraints": {"pattern": "("}},
        {"type": "string", "constraints": {"minimum": 1}},
        {"type": "date", "format": "any"},
        {"type": "colour"},
    ],
    ids=str,
)
def test_a_schema_that_cannot_be_used(written: Written, field: dict[str, Any]) -> None:
    """It is the contract that is broken, not the file."""
    with pytest.raises(BrokenContract):
        check(written([["a"], ["1"]]), {"fields": [{"name": "a", **field}]})
