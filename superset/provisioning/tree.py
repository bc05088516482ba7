"""Specification → Superset's own export tree.

The tree is a function of the specification and of the published rows that it names: UUIDs come from names
(uuid5), keys keep their order, nothing depends on time or machine. It holds no password and no address of a
server; both are put in when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

import yaml

from superset.provisioning import charts, layout
from superset.provisioning.specification import (
    LANGUAGES,
    BarsTile,
    Dashboard,
    Dataset,
    FigureTile,
    Language,
    Specification,
    TableTile,
    TextTile,
)
from superset.provisioning.views import SCHEMA

Tree = dict[str, dict[str, Any]]
Rows = Mapping[str, Mapping[str, str]]

VERSION = "1.0.0"
DATABASE_FILE = "databases/datastore.yaml"
#: Stands in the tree where provisioning puts the reader's address.
DATABASE_URI = "postgresql+psycopg2://reader@datastore/datastore"
_NAMESPACE = uuid5(NAMESPACE_URL, "urn:province-open-data-portal:superset")
HEADER = (
    "# Tệp sinh ra từ superset/dashboards.yaml / written from superset/dashboards.yaml:"
    " python -m superset.generate\n"
)


def uuid(kind: str, name: str) -> str:
    """The same UUID for the same thing on every machine."""
    return str(uuid5(_NAMESPACE, f"{kind}/{name}"))


def build(specification: Specification, rows: Rows) -> Tree:
    """Every file of the tree by its path.

    :param rows: published row by indicator code, for tiles of one figure
    :raises KeyError: for a figure that no published row has, or a dataset that the specification lacks
    """
    tree: Tree = {
        "metadata.yaml": {"version": VERSION, "type": "assets"},
        DATABASE_FILE: _database(specification),
    }
    for language in LANGUAGES:
        for dataset in specification.datasets.values():
            view = f"{dataset.view}_{language}"
            tree[f"datasets/datastore/{view}.yaml"] = _dataset(dataset, view, language)
        for dashboard in specification.dashboards:
            tree.update(_charts(specification, dashboard, rows, language))
            tree[f"dashboards/{dashboard.text('slug', language)}.yaml"] = _dashboard(
                specification.datasets, dashboard, rows, language
            )
    return tree


def _database(specification: Specification) -> dict[str, Any]:
    return {
        "database_name": specification.database,
        "sqlalchemy_uri": DATABASE_URI,
        "cache_timeout": None,
        "expose_in_sqllab": False,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_csv_upload": False,
        "extra": {"allows_virtual_table_explore": False},
        "uuid": uuid("database", "datastore"),
        "version": VERSION,
    }


def _dataset(dataset: Dataset, view: str, language: Language) -> dict[str, Any]:
    columns = [
        {
            "column_name": column.name,
            "verbose_name": column.text("title", language),
            "is_dttm": column.type.startswith(("DATE", "TIMESTAMP")),
            "is_active": True,
            "type": column.type,
            "groupby": True,
            "filterable": True,
            "expression": None,
        }
        for column in dataset.columns
    ]
    return {
        "table_name": view,
        "main_dttm_col": None,
        "description": dataset.text("title", language),
        "schema": SCHEMA,
        "sql": None,
        "filter_select_enabled": True,
        "uuid": uuid("dataset", view),
        "metrics": [],
        "columns": columns,
        "version": VERSION,
        "database_uuid": uuid("database", "datastore"),
    }


def _charts(
    specification: Specification, dashboard: Dashboard, rows: Rows, language: Language
) -> Iterator[tuple[str, dict]]:
    for tile in (tile for row in dashboard.rows for tile in row):
        if isinstance(tile, TextTile):
            continue
        view = f"{specification.datasets[tile.dataset].view}_{language}"
        yield (
            f"charts/{tile.id}_{language}.yaml",
            {
                "slice_name": title(tile, rows, language),
                "description": None,
                **_parameters(tile, rows, language),
                "cache_timeout": None,
                "uuid": uuid("chart", f"{tile.id}_{language}"),
                "version": VERSION,
                "dataset_uuid": uuid("dataset", view),
            },
        )


def title(tile: FigureTile | BarsTile | TableTile, rows: Rows, language: Language) -> str:
    """A chart's name in one language."""
    if isinstance(tile, FigureTile):
        return charts.localised(rows[tile.indicator_code], "indicator_name", language)
    return tile.text("title", language)


def _parameters(tile: FigureTile | BarsTile | TableTile, rows: Rows, language: Language) -> dict[str, Any]:
    if isinstance(tile, FigureTile):
        parameters = charts.figure(tile, rows[tile.indicator_code], language)
    elif isinstance(tile, BarsTile):
        parameters = charts.bars(tile, title(tile, rows, language))
    else:
        parameters = charts.table(tile)
    return {"viz_type": parameters["viz_type"], "params": parameters}


def _dashboard(
    datasets: dict[str, Dataset], dashboard: Dashboard, rows: Rows, language: Language
) -> dict[str, Any]:
    position = layout.position(
        dashboard,
        language,
        lambda tile: (uuid("chart", f"{tile.id}_{language}"), title(tile, rows, language)),
    )
    filters = {
        item.dataset: uuid("dataset", f"{datasets[item.dataset].view}_{language}")
        for item in dashboard.filters
    }
    return {
        "dashboard_title": dashboard.text("title", language),
        "description": None,
        "css": layout.CSS,
        "slug": dashboard.text("slug", language),
        "uuid": uuid("dashboard", f"{dashboard.slug}_{language}"),
        "position": position,
        "metadata": layout.metadata(dashboard, position, language, lambda item: filters[item.dataset]),
        "version": VERSION,
        "published": True,
    }


def text(tree: Tree) -> dict[str, str]:
    """The files as they are written."""
    return {
        path: HEADER + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)
        for path, content in sorted(tree.items())
    }


def read(folder: Path) -> Tree:
    """A tree from its files."""
    files = sorted(folder.rglob("*.yaml"))
    return {str(path.relative_to(folder)): yaml.safe_load(path.read_text("utf-8")) for path in files}


def with_database(tree: Tree, dsn: str) -> Tree:
    """The tree with the reader's address, its password masked as Superset masks it.

    :param dsn: ``postgresql://role:password@host:port/database``
    """
    address = urlsplit(dsn)
    place = f"{address.hostname}:{address.port or 5432}{address.path}"
    uri = f"postgresql+psycopg2://{address.username}:XXXXXXXXXX@{place}"
    return tree | {DATABASE_FILE: tree[DATABASE_FILE] | {"sqlalchemy_uri": uri}}
