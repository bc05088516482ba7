"""Template helpers."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk


def province_ingest_status(resource_id: str) -> dict[str, Any]:
    """Status of the newest load of a resource, for its page."""
    return tk.get_action("province_ingest_status")({}, {"resource_id": resource_id})


def province_ingest_text(entry: dict[str, Any], key: str) -> str:
    """A text of a status or of a problem in the language of the page, Vietnamese being the default."""
    vietnamese = tk.h.lang().startswith("vi")
    return entry.get(key if vietnamese else f"{key}_en") or entry.get(key) or ""
