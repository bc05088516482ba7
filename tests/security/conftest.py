"""The running portal, and a private dataset with a table that nobody outside its agency may see."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from tests.site import Site

#: A word that no published dataset has.
WORD = "tuyetmatthu"


@pytest.fixture(scope="package")
def site() -> Site:
    """The running portal."""
    return Site.from_environment()


@pytest.fixture(scope="package")
def private(site: Site) -> Iterator[dict[str, Any]]:
    """A private dataset with a table of one row."""
    name = f"noi-bo-{secrets.token_hex(3)}"
    dataset = site.do(
        "package_create",
        name=name,
        title=f"Dữ liệu nội bộ {WORD}",
        notes="Chỉ dành cho cơ quan.",
        owner_org=site.do("organization_list")[0],
        origin="reported",
        frequency="MONTHLY",
        license_id="CC-BY-4.0",
        private=True,
    )
    records = [{"note": WORD}]
    made = site.do(
        "datastore_create", resource={"package_id": dataset["id"], "name": "Bảng"}, records=records
    )
    yield {**dataset, "resource": made["resource_id"]}
    site.do("dataset_purge", id=name)
