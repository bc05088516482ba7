"""Records by hand: what a test does not say has a harmless value."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import yaml

import pipelines.public_services as package
from pipelines.pipeline import Context
from pipelines.working_days import WorkingCalendar

SETTINGS = yaml.safe_load(Path(package.__file__).with_name("settings.yaml").read_text(encoding="utf-8"))
CALENDAR = WorkingCalendar.of("VN", ["saturday", "sunday"], 2022, 2028)
UNITS = pl.DataFrame(
    {
        "unit_code": ["T", "D", "H", "X1", "X2"],
        "parent_code": [None, "T", "T", "H", "H"],
        "level": ["province", "department", "district", "commune", "commune"],
        "name": ["Tỉnh Mẫu", "Sở Mẫu", "Huyện Mẫu", "Xã Một", "Xã Hai"],
        "name_en": ["Sample province", "Sample department", "Sample district", "Commune One", "Commune Two"],
    }
)
DOSSIER = {
    "dossier_number": pl.String,
    "procedure_code": pl.String,
    "unit_code": pl.String,
    "limit_value": pl.Int64,
    "limit_unit": pl.String,
    "returns_paper": pl.Boolean,
    "has_fee": pl.Boolean,
    "channel": pl.Int64,
    "submitted_at": pl.Datetime("us"),
    "received_at": pl.Datetime("us"),
    "due_at": pl.Datetime("us"),
    "original_due_at": pl.Datetime("us"),
    "is_synchronised": pl.Boolean,
    "has_component_file": pl.Boolean,
    "has_result_file": pl.Boolean,
    "reuses_data": pl.Boolean,
    "uses_personal_store": pl.Boolean,
    "uses_population_data": pl.Boolean,
    "fee_vnd": pl.Int64,
    "online_payment": pl.Int64,
    "is_dissatisfied": pl.Boolean,
}
EVENT = {"dossier_number": pl.String, "status": pl.String, "occurred_at": pl.Datetime("us")}


def context(as_of: str = "2026-12-31", **readings: Any) -> Context:
    """A context with the shipped settings and the given readings of the rules."""
    settings = SETTINGS | {"readings": SETTINGS["readings"] | readings}
    return Context(UNITS, CALENDAR, dt.date.fromisoformat(as_of), settings)


def dossiers(*rows: dict[str, Any]) -> pl.DataFrame:
    """Dossiers; times as text."""
    harmless = {"dossier_number": "1", "procedure_code": "P", "unit_code": "X1"}
    return _typed([harmless | row for row in rows], DOSSIER)


def events(*rows: tuple[str, str, str]) -> pl.DataFrame:
    """Status changes as (dossier, status, time)."""
    return _typed([dict(zip(EVENT, row, strict=True)) for row in rows], EVENT)


def _typed(rows: list[dict[str, Any]], types: dict[str, Any]) -> pl.DataFrame:
    columns = []
    for name, kind in types.items():
        values = [row.get(name) for row in rows]
        if isinstance(kind, pl.Datetime):
            values = [None if value is None else dt.datetime.fromisoformat(value) for value in values]
        columns.append(pl.Series(name, values, kind))
    return pl.DataFrame(columns)
