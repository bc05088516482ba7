"""A small sound tree of contracts that tests copy and break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines import profile
from pipelines.contract.model import Contract
from pipelines.profile import Profile, Provinces
from pipelines.validation import tree
from pipelines.validation.tree import Checked

SAMPLES = Path(__file__).parent / "samples"
REMOVED = "(removed)"
"""As a value in :meth:`Tree.edit`: take the key away."""


class Tree:
    """A copy of the sample tree: datasets ``e-office`` and ``agencies``, profile ``coast``."""

    def __init__(self, root: Path) -> None:
        shutil.copytree(SAMPLES, root)
        self.datasets = root / "datasets"
        self.provinces = root / "province"
        self.folder = self.datasets / "noi-vu" / "e-office"

    def edit(self, place: str, value: Any, dataset: str = "e-office") -> None:
        """Set ``value`` at a dotted place of the dataset's contract, such as ``resources.0.path``."""
        path = self.datasets / "noi-vu" / dataset / "datapackage.yaml"
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        *parents, last = (int(part) if part.isdigit() else part for part in place.split("."))
        inner = content
        for part in parents:
            inner = inner[part]
        if value is REMOVED:
            del inner[last]
        else:
            inner[last] = value
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def rewrite(self, change: Callable[[str], str]) -> None:
        """Change the text of ``e-office``'s file."""
        path = self.folder / "monthly.csv"
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    def check(self, *names: str) -> list[Checked]:
        """The tree after its checks, assertions of a first publish included."""
        checked = tree.check(self.datasets, Provinces.every(self.provinces), names)
        return [tree.with_assertions(item) for item in checked]

    def contract(self, name: str = "e-office") -> Contract:
        """A contract of the tree, which must be sound."""
        (checked,) = self.check(name)
        assert checked.contract is not None, checked.findings
        return checked.contract

    def profile(self) -> Profile:
        """The profile ``coast``."""
        return profile.load(self.provinces / "coast.yaml")


@pytest.fixture
def samples(tmp_path: Path) -> Tree:
    """A fresh copy of the sample tree."""
    return Tree(tmp_path / "samples")
