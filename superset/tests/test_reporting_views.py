"""Reporting views: their files, their order, and the tables that they unite."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from superset.provisioning import reported, views
from superset.provisioning.reported import SHAPE, ReportedTable
from superset.provisioning.views import View

DATASETS = Path(views.__file__).parents[2] / "datasets"
GOOD = (
    "-- Ghi chú.\nCREATE VIEW reporting.totals (\n    place,\n    value\n) AS\nSELECT place, value FROM t\n"
)


def write(folder: Path, name: str, text: str) -> Path:
    """A file in a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_file_states_name_columns_and_query(tmp_path: Path) -> None:
    """Comments are left out; the column list is the interface."""
    view = views.read(write(tmp_path, "totals.sql", GOOD))
    assert view == View("totals", ("place", "value"), "SELECT place, value FROM t")


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("totals", "sums"),
        GOOD.replace("reporting.", ""),
        "SELECT 1\n",
        GOOD.replace("CREATE VIEW", "DROP VIEW"),
    ],
    ids=["other name", "no schema", "no view", "no creation"],
)
def test_another_form_is_refused_with_its_file(tmp_path: Path, text: str) -> None:
    """What is not one view of the file's name is refused."""
    with pytest.raises(ValueError, match=r"totals\.sql"):
        views.read(write(tmp_path, "totals.sql", text))


def test_a_view_comes_after_those_that_it_reads(shipped_views: list[View]) -> None:
    """Creation in the given order never meets a missing view."""
    names = [view.name for view in shipped_views]
    assert all(names.index(used) < names.index(view.name) for view in shipped_views for used in view.uses)
    assert names[0] == "reported_rows"


def test_a_circle_is_refused(tmp_path: Path) -> None:
    """Two views that read each other cannot be made."""
    write(tmp_path, "a.sql", "CREATE VIEW reporting.a (x) AS\nSELECT x FROM reporting.b")
    write(tmp_path, "b.sql", "CREATE VIEW reporting.b (x) AS\nSELECT x FROM reporting.a")
    with pytest.raises(ValueError, match="a, b"):
        views.read_all(tmp_path)


def test_a_name_and_a_text_are_quoted() -> None:
    """A title with a quotation mark stays a text, a strange alias stays a name."""
    view = View("v", ("t",), "SELECT {dataset_title} FROM {alias}")
    table = ReportedTable("d", "'; DROP TABLE x; --", "t", "s", 'a"b', Path())
    assert repr(view.body([table])).count('Literal("\'; DROP TABLE x; --")') == 1
    assert "Identifier('public', 'a\"b')" in repr(view.body([table]))


def test_every_reported_contract_is_united() -> None:
    """All datasets with reported figures are in, found from their contracts."""
    contracts = [yaml.safe_load(path.read_text("utf-8")) for path in DATASETS.glob("*/*/datapackage.yaml")]
    names = {
        contract["name"]
        for contract in contracts
        if contract["origin"] == "reported"
        and any(
            {field["name"] for field in resource["schema"]["fields"]} >= SHAPE
            for resource in contract["resources"]
        )
    }
    assert {table.dataset for table in reported.reported_tables(DATASETS)} == names
    assert len(names) >= 12


def test_tables_of_another_province_are_left_out(tmp_path: Path) -> None:
    """A dataset of one profile is not asked for under another; other origins and shapes never are."""
    fields = [{"name": name} for name in SHAPE]
    common = {"title": "t", "title_en": "t", "sector": "y-te"}
    for name, more, columns in (
        ("everywhere", {"origin": "reported"}, fields),
        ("one-province", {"origin": "reported", "profile": "thai-binh"}, fields),
        ("simulated", {"origin": "simulated"}, fields),
        ("other-shape", {"origin": "reported"}, fields[1:]),
    ):
        resource = {"name": "figures", "path": "figures.csv", "schema": {"fields": columns}}
        contract = common | more | {"name": name, "resources": [resource]}
        write(tmp_path, f"y-te/{name}/datapackage.yaml", yaml.safe_dump(contract))
    aliases = [table.alias for table in reported.reported_tables(tmp_path, "hung-yen")]
    assert aliases == ["everywhere__figures"]
    assert len(reported.reported_tables(tmp_path)) == 2


def test_qualifiers_of_the_contracts_have_words(shipped_views: list[View]) -> None:
    """Every qualifier that a contract allows reads as words in both languages."""
    written = next(view for view in shipped_views if view.name == "reported_figures").select
    for path in DATASETS.glob("*/*/datapackage.yaml"):
        for allowed in re.findall(r"enum: \[(exactly[^\]]*)\]", path.read_text("utf-8")):
            for qualifier in set(allowed.split(", ")) - {"statement"}:
                assert written.count(f"WHEN '{qualifier}' THEN") == 2
