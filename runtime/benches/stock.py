"""The rival: CKAN 2.12 as it comes, on the same stores, with the same data and two web processes."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator

import requests

from runtime.benches import sites
from runtime.benches.sites import Running, Site
from runtime.settings import Settings

SITE = Site(
    "stock",
    9,
    plugins="activity datastore datatables_view text_view image_view",
    options={"ckan.datastore.default_fts_lang": None},
)
COPIED = ("name", "title", "notes", "license_id")


@contextlib.contextmanager
def running(settings: Settings, ours: str) -> Iterator[str]:
    """Address of a stock CKAN that holds what the portal at ``ours`` holds; it is gone afterwards."""
    with sites.running(settings, SITE) as site:
        _fill(site, ours)
        yield site.address


def _fill(site: Running, ours: str) -> None:
    """Copy organisations, groups, datasets and DataStore rows over the two APIs."""

    def ask(action: str, **words: object) -> dict:
        return requests.post(f"{ours}/api/3/action/{action}", json=words, timeout=60).json()["result"]

    make = site.call
    for kind in ("organization", "group"):
        for entry in ask(f"{kind}_list", all_fields=True):
            make(f"{kind}_create", name=entry["name"], title=entry["title"])
    for dataset in ask("package_search", rows=1000)["results"]:
        made = make(
            "package_create",
            **{key: dataset.get(key) for key in COPIED},
            owner_org=dataset["organization"]["name"],
            groups=[{"name": group["name"]} for group in dataset["groups"]],
            tags=[{"name": tag["name"]} for tag in dataset["tags"]],
        )
        for resource in dataset["resources"]:
            _copy_rows(ask, make, made["id"], resource)


def _copy_rows(ask, make, package: str, resource: dict) -> None:  # type: ignore[no-untyped-def]
    if not resource.get("datastore_active"):
        return
    found = ask("datastore_search", resource_id=resource["id"], limit=32000)
    fields = [field for field in found["fields"] if field["id"] != "_id"]
    records = [{field["id"]: row[field["id"]] for field in fields} for row in found["records"]]
    made = make("resource_create", package_id=package, name=resource["name"], format="CSV", url="")
    plain = [{"id": field["id"], "type": field["type"]} for field in fields]
    make(
        "datastore_create",
        resource_id=made["id"],
        fields=plain,
        records=json.loads(json.dumps(records)),
        force=True,
    )
