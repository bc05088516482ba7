"""Every sentence that a check can say to people, in Vietnamese and English, from ``messages.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

OTHER = "other"


class Pair(NamedTuple):
    """One sentence in both languages."""

    vi: str
    en: str


@cache
def catalogue() -> dict[str, Any]:
    """All texts: ``types`` and ``problems``."""
    return yaml.safe_load(files(__package__).joinpath("messages.yaml").read_text(encoding="utf-8"))


def type_name(field_type: str) -> Pair:
    """A Table Schema type in everyday words."""
    text = catalogue()["types"][field_type]
    return Pair(text["vi"], text["en"])


def problem(rule: str, details: dict[str, Any]) -> tuple[Pair, Pair]:
    """What is wrong with a row, column or cell, and what to do about it: (message, remedy)."""
    problems = catalogue()["problems"]
    text = problems.get(rule, problems[OTHER])
    vi, en = _worded(details)
    message = Pair(text["vi"].format(**vi), text["en"].format(**en))
    return message, Pair(text["remedy_vi"].format(**vi), text["remedy_en"].format(**en))


def _worded(details: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    if "type" not in details:
        return details, details
    name = type_name(details["type"])
    return {**details, "type": name.vi}, {**details, "type": name.en}
