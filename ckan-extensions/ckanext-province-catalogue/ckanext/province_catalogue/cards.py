"""What lists show of a dataset, from a search document or from a whole dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DOCUMENT_FIELDS = [
    "name",
    "dataset_type",
    "state",
    "capacity",
    "title",
    "notes",
    "organization",
    "groups",
    "res_format",
    "metadata_modified",
    "metadata_created",
    "extras_title_en",
    "extras_notes_en",
    "extras_origin",
    "extras_frequency",
]
"""Stored fields of the search index that a card needs; far less than the whole dataset."""
_TEXTS = ("title", "title_en", "notes", "notes_en")


@dataclass(frozen=True)
class Card:
    """One dataset in a list. Texts are in both languages; sectors and agency are CKAN names."""

    texts: Mapping[str, str]
    name: str
    sectors: tuple[str, ...]
    agency: str
    origin: str
    frequency: str
    formats: tuple[str, ...]
    modified: str
    created: str
    is_private: bool = False
    state: str = "active"
    type: str = "dataset"


def card(found: Mapping[str, Any]) -> Card:
    """Card of what a search returned, whichever form it has."""
    return from_dataset(found) if "resources" in found else from_document(found)


def from_document(document: Mapping[str, Any]) -> Card:
    """Card from the stored fields of the search index; CKAN has taken `extras_` off their names."""
    return Card(
        texts={key: document.get(key) or "" for key in _TEXTS},
        name=document["name"],
        sectors=tuple(document.get("groups", ())),
        agency=document.get("organization") or "",
        origin=document.get("origin", ""),
        frequency=document.get("frequency", ""),
        formats=_formats(document.get("res_format", ())),
        modified=document["metadata_modified"],
        created=document["metadata_created"],
        is_private=document.get("capacity") == "private",
        state=document.get("state", "active"),
        type=document.get("dataset_type", "dataset"),
    )


def from_dataset(dataset: Mapping[str, Any]) -> Card:
    """Card of a dataset as `package_show` and `package_search` return it."""
    return Card(
        texts={key: dataset.get(key) or "" for key in _TEXTS},
        name=dataset["name"],
        sectors=tuple(group["name"] for group in dataset.get("groups", ())),
        agency=(dataset.get("organization") or {}).get("name", ""),
        origin=dataset.get("origin") or "",
        frequency=dataset.get("frequency") or "",
        formats=_formats(resource.get("format") for resource in dataset.get("resources", ())),
        modified=dataset["metadata_modified"],
        created=dataset["metadata_created"],
        is_private=bool(dataset.get("private")),
        state=dataset.get("state") or "active",
        type=dataset.get("type") or "dataset",
    )


def _formats(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.upper() for value in values if value))
