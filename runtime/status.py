"""What runs and how it is."""

from __future__ import annotations

from typing import Any

from runtime import supervision
from runtime.services import Service, all_services
from runtime.settings import Settings


def collect(settings: Settings) -> dict[str, Any]:
    """One object: ``url`` of the portal and ``services`` with name, state, address and version."""
    known = supervision.states(settings)
    return {
        "url": settings.url,
        "services": [_one(service, known.get(service.name)) for service in all_services(settings)],
    }


def _one(service: Service, entry: dict[str, Any] | None) -> dict[str, Any]:
    state, version = "stopped", ""
    if entry is not None:
        state = {"RUNNING": "starting", "STARTING": "starting"}.get(
            entry["statename"], entry["statename"].lower()
        )
    if state == "starting":
        try:
            service.ready()
            state, version = "ready", service.version()
        except Exception:
            state = "starting"
    return {"name": service.name, "state": state, "address": service.address, "version": version}
