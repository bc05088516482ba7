"""Rules beyond the Table Schema, with what the DataStore holds."""

from __future__ import annotations

import copy
import json

import pytest
from conftest import BETTER, GOOD, SCHEMA, records, status, work

pytestmark = pytest.mark.usefixtures("fresh")

CODES = {
    "primaryKey": ["code"],
    "fields": [{"name": "code", "type": "string"}, {"name": "name", "type": "string"}],
}
LIST = {"schema": CODES, "contract_name": "codes", "filters": []}


def asserting(*rules: dict) -> dict:
    return {"assertions": json.dumps(rules)}


def referring() -> dict:
    schema = copy.deepcopy(SCHEMA)
    schema["fields"][1]["code_list"] = {"dataset": "e-office-monthly", "resource": "codes", "field": "code"}
    return schema


def problems(resource: dict) -> list[tuple]:
    return [(found["rule"], found["row"], found["value"]) for found in status(resource)["error_report"]]


def test_coverage_may_not_shrink(upload_with_contract):
    """A month that is published and missing in the new file is named; the published rows stay."""
    rule = asserting({"rule": "coverage_not_shrinking", "key": "month"})
    resource = upload_with_contract(GOOD, **rule)
    work()
    upload_with_contract(BETTER, resource, **rule)
    work()
    assert problems(resource) == [("coverage_not_shrinking", None, "2024-02")]
    assert len(records(resource)) == 2


def test_columns_are_compared(upload_with_contract):
    """A rule between columns names the row that breaks it."""
    rule = {"rule": "compare", "left": "sent_count", "op": ">=", "right": ["signed_pct"]}
    resource = upload_with_contract(GOOD, **asserting(rule))
    work()
    assert [found[:2] for found in problems(resource)] == [("compare", 2)]


def test_codes_belong_to_their_list(upload_with_contract):
    """A value that the published code list lacks is named with its row."""
    upload_with_contract("code,name\nA01,Sở Tài chính\n", **LIST)
    work()
    resource = upload_with_contract(BETTER, schema=referring())
    work()
    assert problems(resource) == [("foreign_key", 3, "B02")]


def test_list_that_is_under_way_is_not_asked(upload_with_contract):
    """While the list itself is being loaded, nobody can say which codes it will have."""
    codes = upload_with_contract("code,name\nA01,x\n", **LIST)
    work()
    resource = upload_with_contract(BETTER, schema=referring())
    upload_with_contract("code,name\nA01,x\nB02,y\n", codes, **LIST)
    work()
    assert status(resource)["status"] == "complete"


def test_rule_on_unknown_columns_is_a_broken_contract(upload_with_contract):
    """The contract is at fault, and the message names the column."""
    resource = upload_with_contract(GOOD, **asserting({"rule": "coverage_not_shrinking", "key": "nothing"}))
    work()
    assert "assertions: nothing" in status(resource)["error_en"]
