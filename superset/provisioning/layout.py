"""A dashboard's rows as Superset's position tree, its filters, and the rules that make it fit a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from superset.provisioning.specification import Dashboard, FigureTile, Filter, Language, TextTile, Tile

#: Superset computes a tile's width in pixels from the grid's, so that rows stay rows on a phone. There the
#: grid is made twice as wide as the screen and its rows are folded: six columns fill the screen, three half
#: of it; what is wider scrolls. The menu and the title's ornaments would push the figures off a phone's first
#: screen. A number's line of text takes a readable size and folds instead of shrinking to fit.
CSS = """\
.superset-legacy-chart-big-number .metric-name { font-size: 0.95rem !important; }
.superset-legacy-chart-big-number .header-line { font-size: 2.2rem !important; font-weight: 600; }
.superset-legacy-chart-big-number .subtitle-line {
  font-size: 0.85rem !important; line-height: 1.35; height: auto !important; white-space: normal !important;
}
@media (max-width: 767px) {
  #main-menu .main-nav, .header-with-actions .title-panel > div:nth-child(2) { display: none; }
  .dashboard { max-width: 100vw; overflow-x: clip; }
  .grid-container { width: calc(200vw - 48px) !important; flex: none !important; }
  .grid-row { flex-wrap: wrap; row-gap: 16px; width: calc(100vw - 15px) !important; height: auto !important; }
  .grid-row .resizable-container { max-width: calc(100vw - 32px) !important; }
  .dashboard-component-chart-holder { overflow-x: auto; }
  .resizable-container:has(.dashboard-markdown), .dashboard-markdown, .dashboard-markdown * {
    height: auto !important; max-height: none !important;
  }
  .grid-row .header-title { font-size: 0.85rem; line-height: 1.25; }
  .superset-legacy-chart-big-number .header-line { font-size: 1.6rem !important; }
}
"""


def position(
    dashboard: Dashboard, language: Language, chart: Callable[[Any], tuple[str, str]]
) -> dict[str, Any]:
    """Superset's tree of rows and tiles.

    :param chart: UUID and name of a tile's chart
    """
    row_ids = [f"ROW-{number}" for number in range(1, len(dashboard.rows) + 1)]
    tree: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "HEADER_ID": {
            "type": "HEADER",
            "id": "HEADER_ID",
            "meta": {"text": dashboard.text("title", language)},
        },
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": row_ids, "parents": ["ROOT_ID"]},
    }
    number = 0
    for row_id, row in zip(row_ids, dashboard.rows, strict=True):
        tiles = {}
        for tile in row:
            number += 1
            item = _tile(tile, number, language, chart) | {"parents": ["ROOT_ID", "GRID_ID", row_id]}
            tiles[item["id"]] = item
        tree[row_id] = {
            "type": "ROW",
            "id": row_id,
            "children": list(tiles),
            "parents": ["ROOT_ID", "GRID_ID"],
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }
        tree.update(tiles)
    return tree


def _tile(
    tile: Tile, number: int, language: Language, chart: Callable[[Any], tuple[str, str]]
) -> dict[str, Any]:
    size = {"width": tile.width, "height": tile.height}
    if isinstance(tile, TextTile):
        name = f"MARKDOWN-{number}"
        return {
            "type": "MARKDOWN",
            "id": name,
            "children": [],
            "meta": size | {"code": getattr(tile, f"text_{language}")},
        }
    uuid, title = chart(tile)
    meta = size | {"chartId": number, "uuid": uuid, "sliceName": title}
    return {"type": "CHART", "id": f"CHART-{number}", "children": [], "meta": meta}


def metadata(
    dashboard: Dashboard, places: dict[str, Any], language: Language, dataset: Callable[[Filter], str]
) -> dict[str, Any]:
    """Filters and behaviour.

    :param places: what ``position`` gave
    :param dataset: UUID of a filter's dataset
    """
    figures = _figure_ids(dashboard, places)
    return {
        "color_scheme": "supersetColors",
        "label_colors": {},
        "refresh_frequency": 0,
        "cross_filters_enabled": False,
        "filter_bar_orientation": "HORIZONTAL",
        "native_filter_configuration": [
            _filter(item, number, item.text("title", language), dataset(item), figures)
            for number, item in enumerate(dashboard.filters, start=1)
        ],
    }


def _figure_ids(dashboard: Dashboard, places: dict[str, Any]) -> list[int]:
    tiles = [tile for row in dashboard.rows for tile in row]
    numbers = [number for number, tile in enumerate(tiles, start=1) if isinstance(tile, FigureTile)]
    return [places[f"CHART-{number}"]["meta"]["chartId"] for number in numbers]


def _filter(item: Filter, number: int, name: str, dataset: str, excluded: list[int]) -> dict[str, Any]:
    return {
        "id": f"NATIVE_FILTER-{number}",
        "name": name,
        "type": "NATIVE_FILTER",
        "filterType": "filter_select",
        "description": "",
        "targets": [{"datasetUuid": dataset, "column": {"name": item.column}}],
        "controlValues": {
            "multiSelect": True,
            "enableEmptyFilter": False,
            "defaultToFirstItem": False,
            "inverseSelection": False,
            "searchAllOptions": False,
        },
        "defaultDataMask": {"extraFormData": {}, "filterState": {}},
        "cascadeParentIds": [],
        "scope": {"rootPath": ["ROOT_ID"], "excluded": excluded},
    }
