"""What Superset wants to hear for each kind of tile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from superset.provisioning.specification import BarsTile, FigureTile, Language, TableTile

#: How a qualifier of the row shape reads before a number; «exactly» needs no word.
QUALIFIERS: dict[str, dict[Language, str]] = {
    "exactly": {"vi": "", "en": ""},
    "more_than": {"vi": "hơn", "en": "more than"},
    "nearly": {"vi": "gần", "en": "nearly"},
    "up_to": {"vi": "tới", "en": "up to"},
}


def localised(row: Mapping[str, str], field: str, language: Language) -> str:
    """A text of a published row in one language."""
    return row[field if language == "vi" else f"{field}_en"]


def _largest(column: str, label: str) -> dict[str, Any]:
    return {
        "expressionType": "SIMPLE",
        "aggregate": "MAX",
        "column": {"column_name": column},
        "hasCustomLabel": True,
        "label": label,
        "optionName": f"metric_{column}",
    }


def _equals(column: str, value: str) -> dict[str, Any]:
    return {
        "clause": "WHERE",
        "expressionType": "SIMPLE",
        "subject": column,
        "operator": "==",
        "operatorId": "EQUALS",
        "comparator": value,
    }


def _null(column: str, *, wanted: bool) -> dict[str, Any]:
    return {
        "clause": "WHERE",
        "expressionType": "SIMPLE",
        "subject": column,
        "operator": "IS NULL" if wanted else "IS NOT NULL",
        "operatorId": "IS_NULL" if wanted else "IS_NOT_NULL",
        "comparator": None,
    }


def figure(tile: FigureTile, row: Mapping[str, str], language: Language) -> dict[str, Any]:
    """A large number with its qualifier above and unit, place, date and source below.

    :param row: the published row of the figure
    :raises KeyError: for a row without a number, or with a qualifier that has no word here
    """
    is_share = row["unit"] == "%"
    word = QUALIFIERS[row["qualifier"]][language]
    parts = ["" if is_share else localised(row, "unit", language), localised(row, "place", language)]
    source = {"vi": "Nguồn", "en": "Source"}[language]
    # A source's title reads «who, when: what»; the part before the colon is enough to find it in the table
    # below.
    who = localised(row, "source_title", language).partition(":")[0]
    return {
        "viz_type": "big_number_total",
        "metric": _largest(
            "share" if is_share else "value", word or localised(row, "indicator_name", language)
        ),
        "adhoc_filters": [_equals("indicator_code", tile.indicator_code)],
        "show_metric_name": bool(word),
        "metric_name_font_size": 0.125,
        "header_font_size": 0.3,
        "subtitle": f"{' · '.join(filter(None, parts))}. {source}: {who}",
        "subtitle_font_size": 0.125,
        "y_axis_format": ".1~%" if is_share else ",.0f",
        "time_range": "No filter",
    }


def bars(tile: BarsTile, title: str) -> dict[str, Any]:
    """Lying bars, the longest on top; rows without a value are left out."""
    metric = _largest(tile.value, title)
    return {
        "viz_type": "echarts_timeseries_bar",
        "x_axis": tile.bar,
        "xAxisForceCategorical": True,
        "metrics": [metric],
        "groupby": [tile.colour],
        "adhoc_filters": [_null(tile.value, wanted=False)],
        "orientation": "horizontal",
        "stack": "Stack",
        "x_axis_sort": "sum",
        "x_axis_sort_asc": True,
        "row_limit": 1000,
        "truncate_metric": True,
        "show_legend": True,
        "legendType": "plain",
        "legendOrientation": "top",
        "show_value": False,
        "rich_tooltip": True,
        "y_axis_format": tile.format,
        "y_axis_bounds": [0, None],
        "time_range": "No filter",
    }


def table(tile: TableTile) -> dict[str, Any]:
    """Rows with a search box, twenty to a page."""
    return {
        "viz_type": "table",
        "query_mode": "raw",
        "all_columns": list(tile.columns),
        "order_by_cols": [f'["{tile.order_by}", true]'],
        "adhoc_filters": [_null(tile.column_of_rows, wanted=tile.is_empty)],
        "row_limit": 1000,
        "page_length": 20,
        "include_search": True,
        "allow_render_html": True,
        "allow_rearrange_columns": False,
        "color_pn": False,
        "show_cell_bars": False,
        "time_range": "No filter",
    }
