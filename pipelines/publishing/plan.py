"""What publishing one dataset takes: a pure decision from the contract's side and the portal's side.

The portal's side is always asked anew, so a run that was cut off anywhere is simply decided again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipelines.publishing.mapping import MANAGER, Api

Change = Literal["created", "updated", "unchanged"]
LoadStatus = Mapping[str, Any]


@dataclass(frozen=True)
class Steps:
    """The work that one resource needs."""

    name: str
    """Name in the contract."""
    id: str | None
    """Id on the portal; None where it has to be created."""
    upload: bool
    """Its file has to be sent."""
    wait: bool
    """A load has to be waited for."""


@dataclass(frozen=True)
class Plan:
    """The work that one dataset needs."""

    change: Change
    """What happens to the dataset on the whole."""
    metadata: bool
    """Its metadata has to be sent."""
    steps: tuple[Steps, ...]
    """The work for each resource of the contract."""
    left_over: tuple[str, ...]
    """Resources on the portal that the contract no longer has."""


def refusal(existing: Api | None) -> str | None:
    """Why the portal's dataset may not be touched: ``unmanaged`` or ``deleted``; None if it may."""
    if existing is None:
        return None
    if existing.get("managed_by") != MANAGER:
        return "unmanaged"
    return "deleted" if existing.get("state") == "deleted" else None


def make(
    wanted: Api, files: Mapping[str, str], existing: Api | None, loads: Mapping[str, LoadStatus]
) -> Plan:
    """The plan for one dataset.

    :param wanted: the dataset's fields from the contract
    :param files: SHA-256 of each resource's file, by name in the contract
    :param existing: the dataset on the portal, or None
    :param loads: newest load of each resource on the portal, by its id; absent where there never was one
    """
    if existing is None:
        steps = tuple(Steps(name, None, upload=True, wait=True) for name in files)
        return Plan("created", True, steps, ())
    present = by_contract_name(existing)
    metadata = existing.get("contract_hash") != wanted["contract_hash"]
    steps = tuple(_steps(name, sha, present.get(name), loads, metadata) for name, sha in files.items())
    changed = metadata or any(step.upload for step in steps)
    left_over = tuple(name for name in present if name not in files)
    return Plan("updated" if changed else "unchanged", metadata, steps, left_over)


def by_contract_name(existing: Api) -> dict[str, Api]:
    """The dataset's resources that came from a contract, by their name in it."""
    return {item["contract_name"]: item for item in existing["resources"] if item.get("contract_name")}


def _steps(
    name: str, sha: str, present: Api | None, loads: Mapping[str, LoadStatus], metadata: bool
) -> Steps:
    if present is None:
        return Steps(name, None, upload=True, wait=True)
    load = loads.get(present["id"], {})
    under_way = load.get("status") in ("pending", "running")
    loaded = load.get("status") == "complete" and load.get("hash") == sha
    upload = present.get("hash") != sha or not (under_way or loaded)
    return Steps(name, present["id"], upload, wait=upload or under_way or metadata)
