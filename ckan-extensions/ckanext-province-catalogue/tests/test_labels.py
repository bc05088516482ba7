"""Words for the technical vocabulary of tables cover what the shipped contracts use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from ckanext.province_catalogue import labels

CONTRACTS = sorted((Path(__file__).resolve().parents[3] / "datasets").glob("*/*/datapackage.yaml"))
WORDS = yaml.safe_load((Path(labels.__file__).parent / "labels.yaml").read_text(encoding="utf-8"))
IN_VIETNAMESE = {"unit_type"}
"""Columns of which the values are Vietnamese words, with English ones in a column of their own."""


def columns() -> Iterator[dict]:
    """All columns of all contracts."""
    for path in CONTRACTS:
        for resource in yaml.safe_load(path.read_text(encoding="utf-8"))["resources"]:
            yield from resource["schema"]["fields"]


def codes() -> set[tuple[str, str]]:
    """Each code that a contract allows, with its column."""
    return {
        (column["name"], str(value))
        for column in columns()
        for value in column.get("constraints", {}).get("enum", ())
        if column["name"].removesuffix("_en") not in IN_VIETNAMESE
    }


def test_every_code_has_words_in_both_languages():
    """A page shows words where a table holds codes."""
    assert len(codes()) > 5
    known = WORDS["codes"]
    assert {
        (name, code) for name, code in codes() if set(known.get(name, {}).get(code, {})) != {"vi", "en"}
    } == set()


@pytest.mark.parametrize("part", ["types", "units"])
def test_every_type_and_unit_has_words(part):
    """As the codes; a column without a unit counts something that its name says."""
    key = part.removesuffix("s")
    used = {column[key] for column in columns() if key in column}
    assert used - set(WORDS[part]) == set()


def test_words_are_in_both_languages():
    """A type or unit without Vietnamese or English would be shown as its code."""
    entries = {**WORDS["types"], **WORDS["units"]}
    assert {name for name, words in entries.items() if set(words) != {"vi", "en"}} == set()
