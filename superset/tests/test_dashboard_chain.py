"""A broken link from a dashboard down to a view is found before anything is sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from superset.provisioning import chain
from superset.provisioning.tree import Tree
from superset.provisioning.views import View

DATASET = "datasets/datastore/reported_figures_vi.yaml"
CHART = "charts/documents-signed_vi.yaml"
DASHBOARD = "dashboards/so-lieu-duoc-bao-cao.yaml"
UNKNOWN = "00000000-0000-5000-8000-000000000000"


def first_chart(tree: Tree) -> dict:
    """First place of a chart on the dashboard."""
    places = tree[DASHBOARD]["position"].values()
    return next(place for place in places if isinstance(place, dict) and place["type"] == "CHART")


def set_filter_column(tree: Tree, name: str) -> None:
    """Points the dashboard's first filter at another column."""
    tree[DASHBOARD]["metadata"]["native_filter_configuration"][0]["targets"][0]["column"]["name"] = name


FAULTS: dict[str, tuple[Callable[[Tree], object], str, str]] = {
    "column renamed in the dataset": (
        lambda tree: tree[DATASET]["columns"][0].update(column_name="indicator_id"),
        DATASET,
        "indicator_id",
    ),
    "chart names a column that went away": (
        lambda tree: tree[CHART]["params"]["metric"]["column"].update(column_name="percentage"),
        CHART,
        "percentage",
    ),
    "chart filters by an unknown column": (
        lambda tree: tree[CHART]["params"]["adhoc_filters"][0].update(subject="code"),
        CHART,
        "code",
    ),
    "table sorts by an unknown column": (
        lambda tree: tree["charts/all-figures_vi.yaml"]["params"].update(order_by_cols=['["rank", true]']),
        "charts/all-figures_vi.yaml",
        "rank",
    ),
    "dataset of a missing view": (
        lambda tree: tree[DATASET].update(table_name="monthly_figures_vi"),
        DATASET,
        "monthly_figures_vi",
    ),
    "dataset in another schema": (lambda tree: tree[DATASET].update(schema=None), DATASET, "None"),
    "dataset of an unknown database": (
        lambda tree: tree[DATASET].update(database_uuid=UNKNOWN),
        DATASET,
        UNKNOWN,
    ),
    "chart of an unknown dataset": (
        lambda tree: tree[CHART].update(dataset_uuid=UNKNOWN),
        CHART,
        UNKNOWN,
    ),
    "dashboard shows an unknown chart": (
        lambda tree: first_chart(tree)["meta"].update(uuid=UNKNOWN),
        DASHBOARD,
        UNKNOWN,
    ),
    "chart that no dashboard shows": (
        lambda tree: first_chart(tree).update(type="ROW"),
        CHART,
        "Tỷ lệ văn bản điện tử có ký số",
    ),
    "filter over an unknown column": (lambda tree: set_filter_column(tree, "region"), DASHBOARD, "region"),
    "one UUID for two things": (
        lambda tree: tree[CHART].update(uuid=tree[DATASET]["uuid"]),
        CHART,
        "UUID used twice",
    ),
}


def test_the_shipped_chain_holds(assets: Tree, shipped_views: list[View]) -> None:
    """Dashboards, charts, datasets and views as shipped fit together."""
    assert chain.check(assets, shipped_views) == []
    assert len([path for path in assets if path.startswith("dashboards/")]) == 2


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_names_its_file_and_what_is_missing(
    assets: Tree, shipped_views: list[View], fault: str
) -> None:
    """Every kind of broken link is found, with the file and the missing thing in one line."""
    breaks, path, named = FAULTS[fault]
    breaks(assets)
    lines = chain.check(assets, shipped_views)
    assert any(line.startswith(f"{path}: ") and named in line for line in lines), lines


def test_a_view_that_lost_a_column_is_found(assets: Tree, shipped_views: list[View]) -> None:
    """A column dropped from a view's file breaks the dataset that has it."""
    changed = [
        View(view.name, tuple(name for name in view.columns if name != "place"), view.select)
        for view in shipped_views
    ]
    lines = chain.check(assets, changed)
    assert {line.split(":")[0] for line in lines} == {DATASET, DATASET.replace("_vi", "_en")}
    assert all(line.endswith(": place") for line in lines)


def test_a_retyped_column_is_found(assets: Tree) -> None:
    """A number that became text in the database is told apart from a sound column."""
    types = {column["column_name"]: column["type"].lower() for column in assets[DATASET]["columns"]}
    views = {"reported_figures_vi": types | {"value": "text"}, "reported_figures_en": types}
    (line,) = chain.compare_types(assets, views)
    assert line.startswith(DATASET)
    assert "value" in line
    assert line.endswith("text")
