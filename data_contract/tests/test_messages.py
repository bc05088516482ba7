"""Every problem can be said, in both languages, with what to do about it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from data_contract import messages
from data_contract.report import Problem

RULES = sorted(messages.catalogue()["problems"].keys() - {messages.OTHER})
PLACES: dict[str, Any] = {"row": 7, "column": "cột", "value": "trị"}
DETAILS = {
    "limit": 9,
    "note": "lý do",
    "type": "integer",
    "cell": "B2",
    "first": 3,
    "found": "PDF",
    "expected": "CSV",
}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_its_own_words(rule):
    """A rule of Table Schema is explained, not reduced to a library's message."""
    said = Problem(rule, **PLACES, details=DETAILS).dictize("a.csv")
    other = Problem("other", **PLACES, details=DETAILS).dictize("a.csv")
    assert said["message"] != other["message"]
    assert said["message"] != said["message_en"]
    assert said["remedy"] != said["remedy_en"]


@pytest.mark.parametrize("field_type", sorted(messages.catalogue()["types"]))
def test_every_type_has_a_name(field_type):
    """Types are named in everyday words in both languages."""
    name = messages.type_name(field_type)
    assert name.vi
    assert name.en


def test_both_languages_fill_the_same_places():
    """A sentence does not lose a fact in translation."""
    for texts in messages.catalogue()["problems"].values():
        for one, other in (("vi", "en"), ("remedy_vi", "remedy_en")):
            assert set(re.findall(r"{\w+}", texts[one])) == set(re.findall(r"{\w+}", texts[other]))
