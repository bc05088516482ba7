"""Files without a contract are read by the structure that is proposed for them, as stewards write values."""

from __future__ import annotations

import csv
from pathlib import Path
from shutil import copyfileobj
from typing import Any

import ckanext.datapusher_plus.datastore_utils as dsu
from ckanext.datapusher_plus.jobs.stages.base import BaseStage

from data_contract.check import check
from data_contract.inference import column_names, propose
from data_contract.report import Rejected

from .. import config
from ..context import LoadContext
from ..datastore.types import TYPES

# What a steward may choose in CKAN's data dictionary, as a field and as a column
OVERRIDES = {"text": "string", "numeric": "number", "timestamp": "datetime"}
# Types whose notation is kept where the steward chose the type of the key
SUITABLE = {"number": ("integer", "number", "year"), "datetime": ("date", "datetime")}


class ProposalStage(BaseStage):
    """Dates and numbers in the notations of :mod:`data_contract.inference` come to the table as such."""

    def should_skip(self, context: LoadContext) -> bool:
        """A contract leaves nothing to propose."""
        return context.contract is not None

    def process(self, context: LoadContext) -> LoadContext:
        """Leave the rows in normal form at ``context.tmp``, and what they are at ``context.proposal``.

        Raises:
            Rejected: a row breaks the table's shape, or a type that the steward chose.
        """
        named, normal = (Path(context.temp_dir) / name for name in ("named.csv", "normal.csv"))
        labels = _name_columns(Path(context.tmp), named)
        context.existing_info = existing_info(context.resource_id)
        schema = propose(named)
        for field, label in zip(schema["fields"], labels, strict=True):
            field["title"] = label
            _override(field, context.existing_info.get(field["name"], {}).get("type_override"))
        report = check(named, schema, config.max_reported_errors(), normal=normal)
        if not report.valid:
            located = context.reading.located if context.reading else tuple
            raise Rejected(*located(report.problems))
        context.proposal = schema
        context.update_tmp(str(normal))
        return context


def column_type(field: dict[str, Any], info: dict[str, Any]) -> str:
    """PostgreSQL type of a proposed field, with its entry in the data dictionary."""
    override = OVERRIDES.get(info.get("type_override", ""))
    return TYPES[override or field["type"]]


def existing_info(resource_id: str) -> dict[str, dict[str, Any]]:
    """Data dictionary of a resource's table by column; empty when there is no table."""
    table = dsu.datastore_resource_exists(resource_id)
    return {field["id"]: field["info"] for field in (table or {}).get("fields", []) if field.get("info")}


def _name_columns(source: Path, target: Path) -> list[str]:
    with (
        source.open(encoding="utf-8", newline="") as rows,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        labels = next(csv.reader(rows))
        csv.writer(out, lineterminator="\n").writerow(column_names(labels))
        copyfileobj(rows, out)
    return labels


def _override(field: dict[str, Any], override: str | None) -> None:
    chosen = OVERRIDES.get(override or "")
    if chosen and field["type"] not in SUITABLE.get(chosen, ()):
        for notation in ("format", "groupChar", "decimalChar", "trueValues", "falseValues"):
            field.pop(notation, None)
        field["type"] = chosen
