"""The tracking plugin's figures, in two statements for all datasets and files of an answer."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p

from ..model import views_by_dataset, views_by_url

_NONE = {"total": 0, "recent": 0}


def quicken_tracking() -> None:
    """Let the tracking plugin, where it is loaded, ask for all figures at once.

    Its own queries take two thirds of the time of a search. A subclass would have another plugin's name, by
    which templates ask for it.
    """
    if p.plugin_loaded("tracking"):
        plugin = p.get_plugin("tracking")
        plugin.after_dataset_search = _after_dataset_search
        plugin.after_dataset_show = _after_dataset_show


def _after_dataset_search(search_results: dict[str, Any], search_params: dict[str, Any]) -> dict[str, Any]:
    _add_views(search_results["results"])
    return search_results


def _after_dataset_show(context: dict[str, Any], pkg_dict: dict[str, Any]) -> dict[str, Any]:
    _add_views([pkg_dict])
    return pkg_dict


def _add_views(datasets: list[dict[str, Any]]) -> None:
    datasets = [dataset for dataset in datasets if "id" in dataset]
    files = [file for dataset in datasets for file in dataset.get("resources", []) if "url" in file]
    by_dataset = views_by_dataset({dataset["id"] for dataset in datasets})
    by_url = views_by_url({file["url"] for file in files})
    for dataset in datasets:
        dataset["tracking_summary"] = dict(by_dataset.get(dataset["id"], _NONE))
    for file in files:
        file["tracking_summary"] = dict(by_url.get(file["url"], _NONE))
