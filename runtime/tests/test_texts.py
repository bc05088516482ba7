"""Every sentence for people is there in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.settings import ROOT
from runtime.text import t

FILES = [path for path in sorted((ROOT / "runtime").rglob("*.py")) if "tests" not in path.parts]
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯà-ỹÀ-Ỹ]")

#: Some Vietnamese words carry no mark; a sentence longer than this has one that does.
SHORT = 20


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Calls of a function, with their place."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def words(node: ast.expr) -> str:
    """Fixed text of a string or of a formatted one."""
    return "".join(
        str(item.value)
        for item in ast.walk(node)
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    )


def values(node: ast.expr) -> list[str]:
    """What a formatted string fills in."""
    return sorted(ast.unparse(item.value) for item in ast.walk(node) if isinstance(item, ast.FormattedValue))


PAIRS = dict(calls("t"))


def test_sentences_are_found() -> None:
    """The walk sees the runtime's sentences."""
    assert len(PAIRS) > 50


@pytest.mark.parametrize("place", PAIRS)
def test_pair_is_vietnamese_and_english(place: str) -> None:
    """Vietnamese first, English second, the same values in both."""
    vietnamese, english = PAIRS[place].args
    assert VIETNAMESE.search(words(vietnamese)) or len(words(vietnamese)) <= SHORT
    assert words(vietnamese) != words(english)
    assert not VIETNAMESE.search(words(english))
    assert words(english).strip()
    assert values(vietnamese) == values(english)


@pytest.mark.parametrize("kind", ["click.command", "click.group", "click.option"])
def test_command_line_explains_itself_in_both_languages(kind: str) -> None:
    """Every command and option has a help text that is a pair."""
    found = dict(calls(kind))
    assert found
    for place, call in found.items():
        helps = [word.value for word in call.keywords if word.arg == "help"]
        assert len(helps) == 1, place
        assert isinstance(helps[0], ast.Call), place
        assert ast.unparse(helps[0].func) == "t", place


@pytest.mark.parametrize(
    ("language", "expected"), [("vi", "một"), ("en", "one"), ("en_GB", "one"), (None, "một"), ("fr", "một")]
)
def test_language_is_chosen_by_variable(
    monkeypatch: pytest.MonkeyPatch, language: str | None, expected: str
) -> None:
    """Vietnamese unless English is asked for."""
    monkeypatch.delenv("PORTAL_LANG")
    if language is not None:
        monkeypatch.setenv("PORTAL_LANG", language)
    assert t("một", "one") == expected


def test_messages_name_a_way_out() -> None:
    """No failure is raised with an empty way out."""
    raised = dict(calls("PortalError"))
    assert raised
    for place, call in raised.items():
        assert len(call.args) == 2, place
        assert ast.unparse(call.args[1]) not in ("''", "None"), place


def test_files_are_read_from_the_checkout() -> None:
    """The walk covers commands, services and installation."""
    assert {path.parent.name for path in FILES} >= {"runtime", "commands", "services", "install", "provision"}
    assert Path(ROOT / "runtime" / "cli.py") in FILES
