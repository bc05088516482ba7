"""A contract or a file that breaks its rules: place and rule are named, the published data stays."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from runtime.settings import ROOT
from tests.portals import Portal, wait_until

pytestmark = pytest.mark.stack
FOLDER = Path("noi-vu") / "sectors"


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    """A copy of the datasets that may be spoiled."""
    return Path(shutil.copytree(ROOT / "datasets", tmp_path / "datasets"))


def published(portal: Portal) -> tuple[Any, ...]:
    """What readers of the dataset see."""
    shown = portal.api("package_show", id="sectors")
    return shown["metadata_modified"], shown["contract_hash"], portal.rows("sectors")


def spoil(file: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text that is there."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        pytest.param("frequency: IRREG", "frequency: SOMETIMES", "frequency", id="unknown frequency"),
        pytest.param("origin: derived", "", "origin", id="mandatory field left out"),
        pytest.param("type: integer", "type: int", "resources[0].schema.fields[1].type", id="unknown type"),
    ],
)
def test_broken_contract_names_file_field_and_rule(
    second: Portal, datasets: Path, old: str, new: str, field: str
) -> None:
    """Nothing is sent to the portal."""
    before = published(second)
    spoil(datasets / FOLDER / "datapackage.yaml", old, new)
    answer = second.run("publish", "sectors", "--datasets-dir", str(datasets))
    assert answer.code == 1
    [line] = [line for line in answer.output.splitlines() if f"{FOLDER}/datapackage.yaml" in line]
    assert f" {field}: [" in line
    assert published(second) == before


def test_broken_file_names_row_column_and_rule(second: Portal, datasets: Path) -> None:
    """The row is counted as a spreadsheet does, the value is shown, nothing is sent to the portal."""
    before = published(second)
    spoil(datasets / FOLDER / "sectors.csv", "thanh-tra,2,", "thanh-tra,hai,")
    answer = second.run("publish", "sectors", "--datasets-dir", str(datasets))
    assert answer.code == 1
    assert "sectors.csv, row 3, column display_order: [type] «hai»" in answer.output
    assert published(second) == before


def test_broken_file_that_gets_past_the_checks_is_refused_by_the_load(second: Portal, datasets: Path) -> None:
    """An upload by hand meets the contract in the portal; its report names the row, and the old rows stay."""
    rows = second.rows("sectors")
    spoil(datasets / FOLDER / "sectors.csv", "thanh-tra,2,", "thanh-tra,hai,")
    resource = second.api("package_show", id="sectors")["resources"][0]["id"]
    second.upload(resource, (datasets / FOLDER / "sectors.csv").read_bytes()).raise_for_status()
    wait_until(lambda: load(second, resource)["status"] == "error", "the load is refused")
    [error] = load(second, resource)["error_report"]
    assert (error["row"], error["column"], error["value"]) == (3, "display_order", "hai")
    assert second.rows("sectors") == rows
    second.do("publish", "sectors")
    assert load(second, resource)["status"] == "complete"
    assert second.rows("sectors") == rows


def load(portal: Portal, resource: str) -> dict[str, Any]:
    """How the newest load of a resource went."""
    return portal.api("province_ingest_status", resource_id=resource)
