"""The catalogue's frame: a group for each sector, an organisation for each agency, parents first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from pipelines.profile import Profile
from pipelines.publishing import mapping
from pipelines.publishing.client import Ckan
from pipelines.publishing.mapping import MANAGER, Api
from pipelines.publishing.results import Proposal

Kind = Literal["group", "organization"]
PAGE = 25
"""CKAN gives at most 25 groups or organisations with all their fields at once."""


def ensure(ckan: Ckan, profile: Profile, dry_run: bool) -> tuple[Counter[str], list[Proposal]]:
    """Create what is missing, correct what differs and was made here; count it and name what is left over."""
    groups = [mapping.group(sector) for sector in profile.sectors]
    organizations = [mapping.organization(agency) for agency in profile.agencies_from_the_top()]
    counts: Counter[str] = Counter()
    proposals: list[Proposal] = []
    wanted: tuple[tuple[Kind, list[Api]], ...] = (("group", groups), ("organization", organizations))
    for kind, things in wanted:
        present = {item["name"]: item for item in everything(ckan, kind)}
        for thing in things:
            counts[_ensure_one(ckan, kind, thing, present.get(thing["name"]), dry_run)] += 1
        known = {thing["name"] for thing in things}
        mine = (name for name, item in present.items() if item.get("managed_by") == MANAGER)
        proposals += [Proposal(kind, name) for name in sorted(mine) if name not in known]
    return counts, proposals


def everything(ckan: Ckan, kind: Kind) -> Iterator[Api]:
    """Every group or organisation of the portal, with its own fields and its parents."""
    offset = 0
    while True:
        page = ckan.read(
            f"{kind}_list",
            all_fields=True,
            include_extras=True,
            include_groups=True,
            include_dataset_count=False,
            limit=PAGE,
            offset=offset,
        )
        yield from (_flat(item) for item in page)
        offset += PAGE
        if len(page) < PAGE:
            return


def differs(wanted: Api, present: Api) -> bool:
    """At least one wanted field has another value on the portal; groups are compared by name."""
    return any(_plain(value) != _plain(present.get(key)) for key, value in wanted.items())


def _ensure_one(ckan: Ckan, kind: Kind, wanted: Api, present: Api | None, dry_run: bool) -> str:
    if present is None:
        if not dry_run:
            ckan.write(f"{kind}_create", wanted)
        return "created"
    if present.get("managed_by") != MANAGER:
        return "left_alone"
    if not differs(wanted, present):
        return "unchanged"
    if not dry_run:
        ckan.write(f"{kind}_patch", {"id": present["id"], **wanted})
    return "updated"


def _flat(item: Api) -> Api:
    """The listed item with its extras as fields of their own."""
    return {**item, **{extra["key"]: extra["value"] for extra in item.get("extras", [])}}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(item["name"] for item in value)
    return value or ""
