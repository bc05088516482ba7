"""What every page needs: the province, the language, and how much of CKAN's own scripts and styles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import ckan.plugins.toolkit as tk

from .. import config
from ..home import Home, home
from ..language import current, pick
from ..profile import Profile, load_profile

_LIGHT_ENDPOINTS = frozenset(
    {
        "home.index",
        "home.about",
        "dataset.search",
        "dataset.read",
        "dataset_resource.read",
        "resource.read",
        "group.index",
        "group.read",
        "organization.index",
        "organization.read",
    }
)


def province_profile() -> Profile:
    """The active province's profile."""
    return load_profile(config.profile_path())


def province_home() -> Home:
    """Figures and lists of the home page."""
    return home()


def province_text(record: Mapping[str, Any], key: str) -> str:
    """A record's text in the page's language: `key`, or `<key>_en` on English pages."""
    return pick(record, key, current())


def province_description(record: Mapping[str, Any], key: str = "notes", length: int = 200) -> str:
    """The beginning of a text in the page's language, without markup."""
    return _beginning(province_text(record, key), length)


@lru_cache(maxsize=2048)
def _beginning(text: str, length: int) -> str:
    # Reading Markdown took a fifth of the time of a page of search results.
    return tk.h.markdown_extract(text, extract_length=length)


def province_is_light_page() -> bool:
    """Whether the page is one of the public ones, whose markup needs none of CKAN's scripts and styles."""
    blueprint, view = tk.get_endpoint()
    return tk.current_user.is_anonymous and f"{blueprint}.{view}" in _LIGHT_ENDPOINTS


def province_language_links() -> list[dict[str, Any]]:
    """The languages that the portal offers, each with the address of this page in it."""
    default, names = tk.config["ckan.locale_default"], {"vi": "Tiếng Việt", "en": "English"}
    offered = [default, *(code for code in names if code != default)]
    return [
        {
            "code": code,
            "name": names[code],
            "url": tk.h.url_for(tk.h.current_url(), locale="default" if code == default else code),
            "is_current": code == current(),
        }
        for code in offered
    ]
