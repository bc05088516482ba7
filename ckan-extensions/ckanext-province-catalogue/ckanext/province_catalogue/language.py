"""Which language a page is in, and which of a record's two texts it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk


def current() -> str:
    """`en` on English pages, `vi` on all others."""
    return "en" if tk.h.lang() == "en" else "vi"


def pick(record: Mapping[str, Any], key: str, lang: str) -> str:
    """The text of `key`, or of `<key>_en` on English pages; whichever exists where one is missing."""
    vietnamese, english = record.get(key) or "", record.get(f"{key}_en") or ""
    return (english or vietnamese) if lang == "en" else (vietnamese or english)
