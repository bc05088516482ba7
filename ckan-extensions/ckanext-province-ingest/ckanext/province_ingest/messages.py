"""Every sentence that a load can say to people, in Vietnamese and English, from ``messages.yaml``."""

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
def _catalogue() -> dict[str, Any]:
    return yaml.safe_load(files(__package__).joinpath("messages.yaml").read_text(encoding="utf-8"))


def failure(code: str, **details: Any) -> Pair:
    """Why a whole load failed."""
    text = _catalogue()["failures"][code]
    return Pair(text["vi"].format(**details), text["en"].format(**details))


def type_name(field_type: str) -> Pair:
    """A Table Schema type in everyday words."""
    text = _catalogue()["types"][field_type]
    return Pair(text["vi"], text["en"])


def problem(rule: str, details: dict[str, Any]) -> tuple[Pair, Pair]:
    """What is wrong with a row, column or cell, and what to do about it: (message, remedy)."""
    problems = _catalogue()["problems"]
    text = problems.get(rule, problems[OTHER])
    vi, en = _worded(details)
    message = Pair(text["vi"].format(**vi), text["en"].format(**en))
    return message, Pair(text["remedy_vi"].format(**vi), text["remedy_en"].format(**en))


def _worded(details: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    if "type" not in details:
        return details, details
    name = type_name(details["type"])
    return {**details, "type": name.vi}, {**details, "type": name.en}
