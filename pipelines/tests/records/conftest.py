"""Dossiers as a source system sends them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from pipelines import records
from pipelines.records import RecordContract

FOLDER = Path(__file__).parents[1] / "samples" / "dossiers" / "records"
DOSSIER = {
    "dossier_number": "H000001",
    "unit_code": "336",
    "received_at": "2025-06-02T08:00:00+07:00",
    "due_on": "2025-06-05",
    "finished_at": "2025-06-04T16:30:00+07:00",
    "status": "finished",
    "fee_vnd": "20000",
    "updated_at": "2025-06-04T16:30:00+07:00",
}

CORRECTION = {
    "kind": "dossier",
    "key": {"dossier_number": "H000001"},
    "column": "fee_vnd",
    "expect": "20000",
    "value": "25000",
    "reason": "Phiếu thu ghi 25.000 đồng.",
    "reason_en": "The receipt says 25,000 dong.",
}


@pytest.fixture
def contract() -> RecordContract:
    """The sample contract of dossiers."""
    return records.load(FOLDER / "dossier.yaml")


def dossiers(*changes: dict[str, Any]) -> pl.DataFrame:
    """One dossier of texts for each change, the sound one with these cells."""
    return pl.DataFrame([{**DOSSIER, **change} for change in changes], infer_schema_length=None)


def corrections_at(path: Path, *changes: dict[str, Any]) -> Path:
    """A file with the correction of the dossier's fee once for each change."""
    stated = {"corrections": [{**CORRECTION, **change} for change in changes]}
    path.write_text(yaml.safe_dump(stated, allow_unicode=True), "utf-8")
    return path
