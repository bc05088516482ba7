"""A running portal, and a tree whose datasets have names of their own there."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.progress import Progress

from pipelines import profile
from pipelines.contract import keywords
from pipelines.contract.load import load
from pipelines.profile import Profile, Provinces
from pipelines.publishing import mapping, publisher
from pipelines.publishing.client import Ckan
from pipelines.publishing.dataset import Site
from pipelines.publishing.results import Result, Summary
from pipelines.tests.conftest import Tree

ROOT = Path(__file__).parents[3]


class Live:
    """The sample tree under names of its own, and the portal that it is published on."""

    def __init__(self, ckan: Ckan, active: Profile, tree: Tree, mark: str) -> None:
        self.ckan, self.profile, self.tree = ckan, active, tree
        self.provinces = Provinces.active(active, tree.provinces)
        self.name, self.code_list = f"e-office-{mark}", f"agencies-{mark}"
        for old, new in (("e-office", self.name), ("agencies", self.code_list)):
            tree.edit("name", new, old)
            tree.edit("owner", "van-phong-ubnd-tinh", old)
            (tree.datasets / "noi-vu" / old).rename(tree.datasets / "noi-vu" / new)
        tree.folder = tree.datasets / "noi-vu" / self.name
        self.edit("resources.0.schema.fields.1.code_list.dataset", self.code_list)

    def edit(self, place: str, value: Any) -> None:
        """Change the contract of the e-office dataset."""
        self.tree.edit(place, value, self.name)

    def run(self, *names: str, ckan: Ckan | None = None, dry_run: bool = False) -> Summary:
        """Publish the named datasets, or the whole tree."""
        site = Site(ckan or self.ckan, self.profile, dry_run)
        progress = Progress(disable=True)
        return publisher.run(site, self.tree.datasets, self.provinces, names, progress, "en")

    def wanted(self) -> dict[str, Any]:
        """The e-office dataset's fields as its contract wants them."""
        return mapping.package(
            load(self.tree.folder, self.provinces, keywords.load(self.tree.datasets)), self.profile
        )

    def publish(self, ckan: Ckan | None = None) -> Result:
        """Publish the e-office dataset."""
        (result,) = self.run(self.name, ckan=ckan).results
        return result

    def package(self) -> dict[str, Any]:
        """The e-office dataset as the portal shows it."""
        return self.ckan.read("package_show", id=self.name)

    def rows(self) -> list[dict[str, Any]]:
        """The rows of its table, asked for by the table's readable name."""
        view = f"{self.name}__monthly".replace("-", "_")
        return self.ckan.read("datastore_search", resource_id=view, sort="_id")["records"]


@pytest.fixture
def portal() -> Ckan:
    """The portal that ``PORTAL_URL`` and ``PORTAL_TOKEN_FILE`` name."""
    token = Path(os.environ["PORTAL_TOKEN_FILE"]).read_text(encoding="utf-8").strip()
    return Ckan(os.environ["PORTAL_URL"], token)


@pytest.fixture
def live(portal: Ckan, samples: Tree) -> Iterator[Live]:
    """A tree ready to be published; whatever it published is purged afterwards."""
    active = profile.load(ROOT / "province" / f"{os.environ.get('PORTAL_PROFILE', 'thai-binh')}.yaml")
    made = Live(portal, active, samples, uuid.uuid4().hex[:8])
    yield made
    for name in (made.name, made.code_list):
        if portal.find("package_show", id=name):
            portal.write("dataset_purge", {"id": name})
