"""Names of keywords in both languages, from the controlled vocabulary."""

from __future__ import annotations

from functools import lru_cache

import yaml

from . import config


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, dict[str, str]]:
    return yaml.safe_load(config.keywords_path().read_text(encoding="utf-8"))


def name(keyword: str, lang: str) -> str:
    """A keyword in words; the keyword itself where the vocabulary does not have it."""
    return _vocabulary().get(keyword, {}).get(lang, keyword)


def both(keyword: str) -> str:
    """A keyword's names in both languages, for the search index."""
    return " ".join(_vocabulary().get(keyword, {}).values())
