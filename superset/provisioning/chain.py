"""The chain dashboard → chart → dataset → column → view, checked without a server or a password.

Superset's importer stops linking at the first unknown chart and takes a dataset without its view, so a broken
link shows only as an empty page. Here each is a line that names the file and what it asks for.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from superset.provisioning.tree import Tree
from superset.provisioning.views import SCHEMA, View


def check(tree: Tree, views: Iterable[View]) -> list[str]:
    """Every broken link, as a line in both languages; empty when the chain holds."""
    known = {view.name: set(view.columns) for view in views}
    parts = {folder: _folder(tree, folder) for folder in ("databases", "datasets", "charts", "dashboards")}
    datasets = {content["uuid"]: content for content in parts["datasets"].values()}
    charts = {content["uuid"]: content for content in parts["charts"].values()}
    databases = {content["uuid"] for content in parts["databases"].values()}
    return [
        *_duplicates(tree),
        *(
            line
            for path, content in parts["datasets"].items()
            for line in _dataset(path, content, known, databases)
        ),
        *(line for path, content in parts["charts"].items() for line in _chart(path, content, datasets)),
        *(
            line
            for path, content in parts["dashboards"].items()
            for line in _dashboard(path, content, charts, datasets)
        ),
        *_unused(parts["charts"], parts["dashboards"]),
    ]


def _folder(tree: Tree, name: str) -> dict[str, dict[str, Any]]:
    return {path: content for path, content in tree.items() if path.startswith(f"{name}/")}


def _line(path: str, vi: str, en: str, name: str) -> str:
    return f"{path}: {vi} / {en}: {name}"


def _duplicates(tree: Tree) -> Iterator[str]:
    counted = Counter(content["uuid"] for content in tree.values() if "uuid" in content)
    for path, content in tree.items():
        if counted.get(content.get("uuid"), 0) > 1:
            yield _line(path, "UUID dùng hai lần", "UUID used twice", content["uuid"])


def _dataset(
    path: str, content: dict[str, Any], views: Mapping[str, set[str]], databases: set[str]
) -> Iterator[str]:
    if content["database_uuid"] not in databases:
        yield _line(path, "không có kết nối dữ liệu", "no such database", content["database_uuid"])
    if content["schema"] != SCHEMA:
        yield _line(path, "sai lược đồ", "wrong schema", str(content["schema"]))
    if content["table_name"] not in views:
        yield _line(path, "không có view", "no such view", content["table_name"])
        return
    for name in sorted(_columns(content) - views[content["table_name"]]):
        yield _line(path, f"view {content['table_name']} không có cột", "the view has no such column", name)


def _columns(dataset: dict[str, Any]) -> set[str]:
    return {column["column_name"] for column in dataset["columns"]}


def _chart(path: str, content: dict[str, Any], datasets: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    if content["dataset_uuid"] not in datasets:
        yield _line(path, "không có tập dữ liệu", "no such dataset", content["dataset_uuid"])
        return
    dataset = datasets[content["dataset_uuid"]]
    for name in sorted(used_columns(content["params"]) - _columns(dataset)):
        yield _line(path, f"{dataset['table_name']} không có cột", "the dataset has no such column", name)


def used_columns(params: dict[str, Any]) -> set[str]:
    """Columns that a chart's parameters name."""
    metrics = [*params.get("metrics", []), *([params["metric"]] if "metric" in params else [])]
    return {
        *params.get("groupby", []),
        *params.get("all_columns", []),
        *([params["x_axis"]] if "x_axis" in params else []),
        *(metric["column"]["column_name"] for metric in metrics),
        *(item["subject"] for item in params.get("adhoc_filters", [])),
        *(json.loads(item)[0] for item in params.get("order_by_cols", [])),
    }


def _dashboard(
    path: str, content: dict[str, Any], charts: Mapping[str, Any], datasets: Mapping[str, dict[str, Any]]
) -> Iterator[str]:
    for uuid in sorted(_chart_uuids(content) - charts.keys()):
        yield _line(path, "không có biểu đồ", "no such chart", uuid)
    for item in content["metadata"]["native_filter_configuration"]:
        for target in item["targets"]:
            if target["datasetUuid"] not in datasets:
                yield _line(
                    path, "bộ lọc: không có tập dữ liệu", "filter: no such dataset", target["datasetUuid"]
                )
            elif target["column"]["name"] not in _columns(datasets[target["datasetUuid"]]):
                yield _line(path, "bộ lọc: không có cột", "filter: no such column", target["column"]["name"])


def _chart_uuids(dashboard: dict[str, Any]) -> set[str]:
    places = [place for place in dashboard["position"].values() if isinstance(place, dict)]
    return {place["meta"]["uuid"] for place in places if place["type"] == "CHART"}


def _unused(charts: Mapping[str, dict[str, Any]], dashboards: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    shown = {uuid for content in dashboards.values() for uuid in _chart_uuids(content)}
    for path, content in charts.items():
        if content["uuid"] not in shown:
            yield _line(
                path, "không bảng nào dùng biểu đồ", "no dashboard shows the chart", content["slice_name"]
            )


def compare_types(tree: Tree, types: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Columns whose type in the database is not the one that the dataset states.

    :param types: PostgreSQL type by column, by view
    """
    return [
        _line(
            path,
            f"kiểu của {column['column_name']} là",
            f"the type of {column['column_name']} is",
            str(actual),
        )
        for path, content in _folder(tree, "datasets").items()
        for column in content["columns"]
        if (actual := types.get(content["table_name"], {}).get(column["column_name"]))
        != column["type"].lower()
    ]
