"""Sentences for people, each in Vietnamese and in English; the language is chosen where it is shown."""

from __future__ import annotations

import os
from typing import Any, NamedTuple


class Text(NamedTuple):
    """One sentence in both languages of the portal."""

    vi: str
    en: str

    def said(self, language: str) -> str:
        """The sentence in ``language`` (English for ``en…``, otherwise Vietnamese)."""
        return self.en if language.startswith("en") else self.vi

    def filled(self, **values: Any) -> Text:
        """The same sentence with its ``{placeholders}`` filled in both languages."""
        return Text(self.vi.format(**values), self.en.format(**values))


def default_language() -> str:
    """The operator's language from ``PORTAL_LANG``; Vietnamese unless set."""
    return os.environ.get("PORTAL_LANG", "vi")


def t(vietnamese: str, english: str) -> str:
    """A help text in the operator's language."""
    return Text(vietnamese, english).said(default_language())


def choose_language(arguments: list[str]) -> None:
    """Let ``--lang`` on the command line decide; called before any help text is made."""
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            os.environ["PORTAL_LANG"] = argument.removeprefix("--lang=")
        elif argument == "--lang" and index + 1 < len(arguments):
            os.environ["PORTAL_LANG"] = arguments[index + 1]
