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
    """All texts: ``types``, ``kinds`` of files, words of ``marking``, ``suggestion`` and ``problems``."""
    return yaml.safe_load(files(__package__).joinpath("messages.yaml").read_text(encoding="utf-8"))


def type_name(field_type: str) -> Pair:
    """A Table Schema type in everyday words."""
    text = catalogue()["types"][field_type]
    return Pair(text["vi"], text["en"])


def kind_name(kind: str) -> Pair:
    """A kind of file, or what is known of it, in everyday words."""
    text = catalogue()["kinds"][kind]
    return Pair(text["vi"], text["en"])


def marking_word(name: str, language: str) -> str:
    """A heading of a report in one language, ``vi`` or ``en``."""
    return catalogue()["marking"][name][language]


def problem(rule: str, details: dict[str, Any]) -> tuple[Pair, Pair]:
    """What is wrong with a row, column or cell, and what to do about it: (message, remedy).

    A detail may be a :class:`Pair`; ``suggestion`` is said after the remedy.
    """
    problems = catalogue()["problems"]
    text = problems.get(rule, problems[OTHER])
    vi, en = _worded(details)
    message = Pair(text["vi"].format(**vi), text["en"].format(**en))
    remedy = Pair(text["remedy_vi"].format(**vi), text["remedy_en"].format(**en))
    if "suggestion" not in details:
        return message, remedy
    likely = catalogue()["suggestion"]
    return message, Pair(
        f"{remedy.vi} {likely['vi'].format(**vi)}", f"{remedy.en} {likely['en'].format(**en)}"
    )


def _worded(details: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    if "type" in details:
        details = {**details, "type": type_name(details["type"])}
    vi = {name: value.vi if isinstance(value, Pair) else value for name, value in details.items()}
    en = {name: value.en if isinstance(value, Pair) else value for name, value in details.items()}
    return vi, en
