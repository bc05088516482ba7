"""Profiles: what is refused, who succeeds whom, and the order of agencies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines import profile
from pipelines.findings import Broken
from pipelines.profile import Profile
from pipelines.tests.conftest import Tree

ROOT = Path(__file__).parents[3]
KEPT = sorted((ROOT / "province").glob("*.yaml"))

BROKEN = [
    (["id"], "inland", "id", "file-name"),
    (["name_en"], None, "name_en", "string_type"),
    (["valid_to"], "30/06/2025", "valid_to", "string_pattern_mismatch"),
    (["agencies", 0, "parent"], "nobody", "agencies[0].parent", "parent"),
    (["agencies", 1, "parent"], "van-phong", "agencies[1].parent", "parent"),
    (["agencies", 0, "sectors", 0], "y-te", "agencies[0].sectors[0]", "sector"),
    (["agencies", 0, "id"], "ubnd", "agencies[1].id", "unique-name"),
    (["sectors", 0, "theme"], "GOVE", "sectors[0].theme", "string_pattern_mismatch"),
    (["colours", "primary"], "green", "colours.primary", "string_pattern_mismatch"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "field", "rule"), BROKEN, ids=lambda item: str(item))
def test_broken_profile_names_field_and_rule(
    samples: Tree, place: list[Any], value: Any, field: str, rule: str
) -> None:
    """Each broken key is found at its place."""
    path = samples.provinces / "coast.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    inner = content
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = value
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(Broken) as broken:
        profile.load(path)
    assert (field, rule) in {(finding.field, finding.rule) for finding in broken.value.findings}


def test_a_missing_profile_says_so(samples: Tree) -> None:
    """A path without a file is one finding that names it."""
    with pytest.raises(Broken) as broken:
        profile.load(samples.provinces / "inland.yaml")
    assert [finding.rule for finding in broken.value.findings] == ["file-missing"]


def test_an_active_copy_may_have_another_file_name(samples: Tree) -> None:
    """The copy that services read is called profile.yaml whatever its province."""
    copy = samples.provinces / "profile.yaml"
    (samples.provinces / "coast.yaml").rename(copy)
    assert profile.load(copy).id == "coast"


def test_an_owner_is_found_through_succession(samples: Tree) -> None:
    """The agency itself, its successor, or nothing."""
    found = {owner: samples.profile().agency(owner) for owner in ("van-phong", "so-cu", "nobody")}
    assert {owner: agency and agency.id for owner, agency in found.items()} == {
        "van-phong": "van-phong",
        "so-cu": "ubnd",
        "nobody": None,
    }


def test_there_are_both_provinces() -> None:
    """The repository keeps the province before and after the merger."""
    assert {path.stem for path in KEPT} == {"thai-binh", "hung-yen"}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_kept_profile_is_sound(path: Path) -> None:
    """Each kept profile loads, with twelve sectors and every parent before its children."""
    loaded: Profile = profile.load(path)
    assert len(loaded.sectors) == 12
    order = [agency.id for agency in loaded.agencies_from_the_top()]
    assert sorted(order) == sorted(agency.id for agency in loaded.agencies)
    assert all(
        order.index(agency.parent) < order.index(agency.id) for agency in loaded.agencies if agency.parent
    )
