"""Patterns that polars takes over from Python."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_contract.compiled.patterns import translated
from data_contract.tests.tables import PATTERNS

TAKEN = [
    "[A-Z]{2}-\\d+",
    "a|b.*",
    "(?:ab)+|x",
    "[a-z-]+",
    "x{0,2}y?",
    "^a$",
    "[À-ỹ ]+",
    "\\d{3}\\.\\d{2}",
    "a(b|c)?d",
]
LEFT = [
    "\\w+",
    "[^\\d]*",
    "(?i:AB)",
    "\\S+",
    "a++",
    "(?=a)b",
    "[a--b]",
    "[[:alpha:]]",
    "(?P<x>a)",
    "\\bx",
    "[\\d]",
    "a{,3}",
]


@given(st.sampled_from([*PATTERNS, *TAKEN]), st.lists(st.text("abAB-x1١ .\n^$đ", max_size=5), min_size=1))
def test_what_polars_matches_python_matches(pattern: str, texts: list[str]) -> None:
    """No text passes that frictionless would refuse."""
    wanted = translated(pattern)
    if wanted:
        matched = pl.Series(texts).filter(pl.Series(texts).str.contains(wanted))
        assert all(re.match(f"^{pattern}$", text) for text in matched)


@pytest.mark.parametrize(
    ("pattern", "taken"), [*((item, True) for item in TAKEN), *((item, False) for item in LEFT)]
)
def test_only_plain_patterns_are_taken_over(pattern: str, taken: bool) -> None:
    """Where the two engines may differ, Python matches."""
    assert (translated(pattern) is not None) == taken
