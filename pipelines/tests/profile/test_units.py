"""The tree of units that statistics are given for."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipelines import profile
from pipelines.profile.units import units

PROVINCES = Path(__file__).parents[3] / "province"


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("thai-binh", {"province": 20, "district": 8, "commune": 260}),
        ("hung-yen", {"province": 15, "commune": 104}),
    ],
)
def test_agencies_and_units_of_a_profile_are_one_tree(name, levels):
    """One root; every other unit hangs below one that is there; committees are the units that they govern."""
    tree = units(profile.load(PROVINCES / f"{name}.yaml"), PROVINCES)
    assert tree.filter(pl.col("parent_code").is_null()).height == 1
    assert set(tree["parent_code"].drop_nulls()) <= set(tree["unit_code"])
    assert tree["unit_code"].is_unique().all()
    assert tree.null_count().select("unit_code", "level", "name", "name_en").row(0) == (0, 0, 0, 0)
    assert dict(tree.group_by("level").len().iter_rows()) == levels
