"""DataPusher+'s analysis, for files without a contract; the published table stays meanwhile."""

from __future__ import annotations

import csv
from typing import Any

import ckanext.datapusher_plus.config as settings
from ckanext.datapusher_plus.jobs.stages.analysis import AnalysisStage

from ..context import LoadContext
from .proposal import column_type

# Types as qsv calls them; all others are text to it
STATISTICS = {"integer": "Integer", "number": "Float", "date": "Date", "datetime": "DateTime"}
MOMENTS = ("date", "timestamp without time zone")


class InferenceStage(AnalysisStage):
    """Describes the proposed columns; a data dictionary that a steward edited stays.

    qsv computes what formulas and indexes need. Its types are not used: it takes codes for numbers, and dates
    only below English names.
    """

    def should_skip(self, context: LoadContext) -> bool:
        """A contract leaves nothing to infer."""
        return context.contract is not None

    def _sanitize_headers(self, context: LoadContext) -> None:
        """The columns have their names already."""

    def _parse_stats(
        self, context: LoadContext, stats_csv: str, original_header_dict: dict[int, str]
    ) -> tuple[list[dict[str, Any]], list[str], dict[str, Any]]:
        with open(stats_csv, encoding="utf-8", newline="") as stats:
            rows = [row for row in csv.DictReader(stats) if not row["field"].startswith("qsv_")]
        context.add_stat("HEADERS_CARDINALITY", [int(row.get("cardinality") or 0) for row in rows])
        fields = context.proposal["fields"]
        for row, field in zip(rows, fields, strict=True):
            row["type"] = STATISTICS.get(field["type"], "String")
        headers = [_header(field, context.existing_info.get(field["name"])) for field in fields]
        return headers, [], {row["field"]: {"stats": row} for row in rows}


def _header(field: dict[str, Any], info: dict[str, Any] | None) -> dict[str, Any]:
    info = info or {"label": field["title"]}
    return {"id": field["name"], "type": column_type(field, info), "info": info}


def indexed_columns(context: LoadContext) -> list[str]:
    """Columns with few distinct values and, if configured, dates: those that people filter by."""
    cardinalities = context.dataset_stats.get("HEADERS_CARDINALITY", [])
    return [
        header["id"]
        for header, distinct in zip(context.headers_dicts, cardinalities, strict=True)
        if 0 < distinct <= settings.AUTO_INDEX_THRESHOLD
        or (settings.AUTO_INDEX_DATES and header["type"] in MOMENTS)
    ]
