"""Simulated records meet the reported figures of article A, after checks as a run makes them."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from pipelines.computing.whole import compute
from pipelines.pipeline import Context, Frames
from pipelines.simulation import e_office as simulated
from pipelines.simulation.e_office.documents import REFERENCE_MONTH
from pipelines.simulation.model import Simulation
from pipelines.tests.e_office.conftest import INSTALLED

REPORTED = {"signed_by_both": ("electronic", 0.782), "via_platform": ("sendable", 0.992)}


def province(tables: Frames) -> dict:
    """The province's row of the reference month."""
    rows = tables["e-office-documents/documents"].filter(
        scope="area", unit_code="34", period_type="month", period=REFERENCE_MONTH
    )
    return rows.row(0, named=True)


@pytest.mark.parametrize("part", REPORTED)
def test_the_reported_shares_are_met_to_the_nearest_document(part, tables):
    """78.2 % signed by leaders and organisations, 99.2 % through the platform, at any volume."""
    whole, share = REPORTED[part]
    row = province(tables)
    assert abs(row[part] - share * row[whole]) <= 0.5


def test_a_large_volume_shows_the_reported_figures(simulation: Simulation, context: Context):
    """With some hundred thousand documents the published percentages round to the reported ones."""
    raw = simulated.records(dataclasses.replace(simulation, size=120_000))
    row = province(compute(INSTALLED, raw, context).tables)
    assert (round(row["signed_by_both_pct"], 1), round(row["via_platform_pct"], 1)) == (78.2, 99.2)


def test_secret_documents_are_in_neither_part_of_the_shares(tables):
    """Outgoing documents are those that may be sent and the secret ones."""
    row = province(tables)
    assert row["outgoing_secret"] > 0
    assert row["sendable"] == row["outgoing"] - row["outgoing_secret"]


def test_wrong_records_are_set_aside_and_nothing_else(raw: Frames, sound: Frames):
    """Every generated mistake is found, and no sound record is lost."""
    keys = {
        "document": "document_id",
        "task": "task_id",
        "meeting": "meeting_id",
        "calendar_entry": "entry_id",
    }
    for kind, key in keys.items():
        good = raw[kind].filter(~pl.col(key).str.ends_with("/sai"))
        assert set(sound[kind][key]) == set(good[key])
    assert raw["document"][keys["document"]].str.ends_with("/sai").sum() > 0
