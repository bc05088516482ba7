"""Profiles, units and datasets as the tests read them."""

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROFILES = ["thai-binh", "hung-yen"]

Row = dict[str, Any]


def read_yaml(path: Path) -> Row:
    """One YAML file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of one CSV file, all cells as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contracts() -> dict[str, tuple[Path, Row]]:
    """Folder and contract of every dataset, by name."""
    found = sorted((ROOT / "datasets").glob("*/*/datapackage.yaml"))
    return {path.parent.name: (path.parent, read_yaml(path)) for path in found}


def figures() -> dict[tuple[str, str], dict[str, str]]:
    """Every reported figure or statement, by dataset and indicator."""
    files = sorted((ROOT / "datasets").glob("*/*/figures.csv"))
    return {(file.parent.name, row["indicator_code"]): row for file in files for row in read_csv(file)}


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest) -> Row:
    """Each profile in turn."""
    return read_yaml(ROOT / "province" / f"{request.param}.yaml")


@pytest.fixture
def both() -> tuple[Row, Row]:
    """The default profile and its successor."""
    old, new = (read_yaml(ROOT / "province" / f"{each}.yaml") for each in PROFILES)
    return old, new


@pytest.fixture
def units(profile: Row) -> list[dict[str, str]]:
    """Units of the profile."""
    return read_csv(ROOT / "province" / profile["units"])
