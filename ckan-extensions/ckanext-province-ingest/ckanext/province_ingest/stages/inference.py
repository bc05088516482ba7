"""DataPusher+'s type inference, for files without a contract; the published table stays meanwhile."""

from __future__ import annotations

import csv
from pathlib import Path
from shutil import copyfileobj
from typing import Any

import ckanext.datapusher_plus.config as settings
import ckanext.datapusher_plus.datastore_utils as dsu
from ckanext.datapusher_plus.jobs.stages.analysis import AnalysisStage

from data_contract.inference import column_names
from data_contract.report import Problem, Rejected

from ..context import LoadContext

OVERRIDES = {"text": "String", "numeric": "Float", "timestamp": "DateTime"}


class InferenceStage(AnalysisStage):
    """Infers columns; a data dictionary that a steward edited stays."""

    def should_skip(self, context: LoadContext) -> bool:
        """A contract leaves nothing to infer."""
        return context.contract is not None

    def process(self, context: LoadContext) -> LoadContext:
        """Fill ``headers_dicts`` and statistics.

        Raises:
            Rejected: there is no row of data.
        """
        if super().process(context) is None:
            raise Rejected(Problem("no_rows"))
        return context

    def _sanitize_headers(self, context: LoadContext) -> None:
        target = Path(context.temp_dir) / "named.csv"
        with (
            open(context.tmp, encoding="utf-8", newline="") as source,
            target.open("w", encoding="utf-8") as out,
        ):
            labels = next(csv.reader(source))
            csv.writer(out, lineterminator="\n").writerow(column_names(labels))
            copyfileobj(source, out)
        context.update_tmp(str(target))

    def _parse_stats(
        self, context: LoadContext, stats_csv: str, original_header_dict: dict[int, str]
    ) -> tuple[list[dict[str, Any]], list[str], dict[str, Any]]:
        with open(stats_csv, encoding="utf-8", newline="") as stats:
            rows = [row for row in csv.DictReader(stats) if not row["field"].startswith("qsv_")]
        context.add_stat("HEADERS_CARDINALITY", [int(row.get("cardinality") or 0) for row in rows])
        context.existing_info = existing_info(context.resource_id)
        headers, dates = self._build_headers_dicts(
            context,
            [row["field"] for row in rows],
            [self._type(context, row) for row in rows],
            [row["min"] for row in rows],
            [row["max"] for row in rows],
            original_header_dict,
        )
        return headers, dates, {row["field"]: {"stats": row} for row in rows}

    def _type(self, context: LoadContext, row: dict[str, str]) -> str:
        override = context.existing_info.get(row["field"], {}).get("type_override")
        return OVERRIDES.get(override, row["type"] or "String")


def existing_info(resource_id: str) -> dict[str, dict[str, Any]]:
    """Data dictionary of a resource's table by column; empty when there is no table."""
    table = dsu.datastore_resource_exists(resource_id)
    return {field["id"]: field["info"] for field in (table or {}).get("fields", []) if field.get("info")}


def indexed_columns(context: LoadContext) -> list[str]:
    """Columns with few distinct values and, if configured, dates: those that people filter by."""
    cardinalities = context.dataset_stats.get("HEADERS_CARDINALITY", [])
    return [
        header["id"]
        for header, distinct in zip(context.headers_dicts, cardinalities, strict=False)
        if 0 < distinct <= settings.AUTO_INDEX_THRESHOLD
        or (settings.AUTO_INDEX_DATES and header["type"] in ("date", "timestamp"))
    ]
