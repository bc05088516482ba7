"""What the home page shows, computed at most once in a configured number of seconds per process."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from . import config
from .cards import DOCUMENT_FIELDS, Card, from_document
from .model import count_datasets_and_files, count_rows

LIST_LENGTH = 5
KEYWORD_COUNT = 8


@dataclass(frozen=True)
class Home:
    """Figures and lists about public datasets only, so that every visitor may see the same page."""

    datasets: int
    files: int
    rows: int | None
    newest: list[Card]
    most_used: list[Card]
    """Empty while no visit has been counted."""
    recently_updated: list[Card]
    """Without those that are among the newest."""
    datasets_by_sector: dict[str, int]
    datasets_by_agency: dict[str, int]
    keywords: list[str]


class _Kept:
    def __init__(self, compute: Callable[[], Home]):
        self._compute = compute
        self._value: Home | None = None
        self._until = 0.0

    def get(self, seconds: int) -> Home:
        if self._value is None or time.monotonic() >= self._until:
            self._value, self._until = self._compute(), time.monotonic() + seconds
        return self._value


def _search(**parameters: object) -> dict:
    context = {"user": "", "auth_user_obj": None}
    asked = {"fl": DOCUMENT_FIELDS, "rows": LIST_LENGTH, **parameters}
    return tk.get_action("package_search")(context, asked)


def _cards(found: dict) -> list[Card]:
    return [from_document(document) for document in found["results"]]


def _counts(found: dict, facet: str) -> dict[str, int]:
    return {item["name"]: item["count"] for item in found["search_facets"].get(facet, {}).get("items", [])}


def _most_used() -> list[Card]:
    if not p.plugin_loaded("tracking"):
        return []
    found = _search(fq="views_total:[1 TO *]", sort="views_recent desc, views_total desc", facet="false")
    return _cards(found)


def _compute() -> Home:
    facets = {"facet.field": ["groups", "organization", "tags"], "facet.limit": -1}
    newest = _search(sort="metadata_created desc", **facets)
    updated = _search(sort="metadata_modified desc", facet="false", rows=2 * LIST_LENGTH)
    keywords = _counts(newest, "tags")
    datasets, files = count_datasets_and_files()
    return Home(
        datasets=datasets,
        files=files,
        rows=count_rows(),
        newest=_cards(newest),
        most_used=_most_used(),
        recently_updated=[card for card in _cards(updated) if card not in _cards(newest)][:LIST_LENGTH],
        datasets_by_sector=_counts(newest, "groups"),
        datasets_by_agency=_counts(newest, "organization"),
        keywords=sorted(keywords, key=lambda word: (-keywords[word], word))[:KEYWORD_COUNT],
    )


_kept = _Kept(_compute)


def home() -> Home:
    """The home page's content, at most `figures_cache_seconds` old."""
    return _kept.get(config.figures_cache_seconds())
