"""Template helpers."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from . import structure
from .model.version import Version


def province_ingest_status(resource_id: str) -> dict[str, Any]:
    """Status of the newest load of a resource, for its page."""
    return tk.get_action("province_ingest_status")({}, {"resource_id": resource_id})


def province_ingest_text(entry: dict[str, Any], key: str) -> str:
    """A text of a status or of a problem in the language of the page, Vietnamese being the default."""
    vietnamese = tk.h.lang().startswith("vi")
    return entry.get(key if vietnamese else f"{key}_en") or entry.get(key) or ""


def province_ingest_name(resource: dict[str, Any]) -> str:
    """A resource's name in the language of the page."""
    return province_ingest_text(resource, "name") or tk._("Unnamed file")


def province_ingest_newest_version(resource_id: str) -> dict[str, Any] | None:
    """The version of the data that is published; None when nothing was loaded."""
    version = Version.newest(model.Session(), resource_id)
    return version.dictize() if version else None


def province_ingest_structure_is_open(resource: dict[str, Any]) -> bool:
    """Whether stewards may confirm or correct the structure of a resource's data in the browser."""
    return structure.is_open(resource)
