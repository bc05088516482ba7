"""Superset's texts in Vietnamese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

MESSAGES: dict[str, str] = yaml.safe_load(
    (Path(__file__).parents[1] / "translations" / "vi.yaml").read_text("utf-8")
)
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")


def test_there_are_texts_for_a_viewer() -> None:
    """Sign-in, filters, tables and errors have their words."""
    assert {"Sign in", "Apply filters", "entries per page", "Error"} <= MESSAGES.keys()
    assert all(isinstance(text, str) and text.strip() for text in MESSAGES.values())


@pytest.mark.parametrize("source", [key for key in MESSAGES if PLACEHOLDER.search(key)])
def test_placeholders_are_kept(source: str) -> None:
    """A value that Superset puts into a text has its place in the translation."""
    assert sorted(PLACEHOLDER.findall(source)) == sorted(PLACEHOLDER.findall(MESSAGES[source]))
