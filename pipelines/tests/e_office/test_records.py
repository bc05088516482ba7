"""What registers get wrong: each mistake is set aside by the rule that is made for it, or stops the run."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines import records
from pipelines.findings import Broken
from pipelines.pipeline import Frames
from pipelines.tests.e_office.conftest import INSTALLED

MISTAKES = [
    ("document", {"secrecy": "rat_mat"}, "enum:secrecy"),
    ("document", {"channel": None}, "required:channel"),
    ("document", {"agency_code": None}, "required:agency_code"),
    ("document", {"registered_at": "2024-06-03T08:00:00"}, "type:registered_at"),
    ("document", {"registered_at": "1970-01-01T00:00:00+07:00"}, "minimum:registered_at"),
    ("document", {"updated_at": "2099-01-01T00:00:00+07:00"}, "maximum:updated_at"),
    ("document", {"partner_levels": "province, district"}, "pattern:partner_levels"),
    ("document", {"handled_at": "2024-01-02T08:00:00+07:00"}, "handled_after_registered"),
    ("document", {"due_on": "2024-01-02"}, "due_after_registered"),
    ("document", {"secrecy": "secret", "channel": "platform"}, "secret_stays_off_the_platform"),
    ("document", {"direction": "out"}, "outgoing_is_complete"),
    ("task", {"assigned_by": "bo"}, "enum:assigned_by"),
    ("task", {"finished_on": "2023-01-02"}, "ends_after_assignment"),
    ("task", {"due_on": "2023-01-02"}, "due_after_assignment"),
    ("task", {"finished_on": "2024-07-01", "withdrawn_on": "2024-07-01"}, "ends_once"),
    ("task", {"extensions": "-1"}, "minimum:extensions"),
    ("meeting", {"ends_at": "2024-01-02T08:00:00+07:00"}, "ends_after_start"),
    ("meeting", {"mode": "in_person", "sites": "4"}, "one_site_in_person"),
    ("calendar_entry", {"published_at": "2024-12-02T08:00:00+07:00"}, "published_before_start"),
]


@pytest.fixture(scope="module")
def texts(raw: Frames, sound: Frames) -> dict[str, pl.DataFrame]:
    """A sound record of each kind as a CSV file has it; the document is an incoming one."""
    found = {}
    for kind, frame in sound.items():
        moments = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Datetime)]
        text = frame.with_columns(pl.col(moments).dt.strftime("%Y-%m-%dT%H:%M:%S+07:00"))
        chosen = text.filter(direction="in", secrecy="none") if kind == "document" else text
        found[kind] = chosen.head(1).select(pl.all().cast(pl.String))
    return found


@pytest.mark.parametrize(("kind", "change", "rule"), MISTAKES, ids=lambda value: str(value)[:40])
def test_a_mistake_is_set_aside_by_its_rule(texts, kind, change, rule):
    """The record as it is passes; with the mistake it is set aside and the rule is counted."""
    frame, contract = texts[kind], INSTALLED.contracts[kind]
    assert records.check(frame, contract).rows_set_aside == 0
    wrong = frame.with_columns(pl.lit(value, pl.String).alias(name) for name, value in change.items())
    checked = records.check(wrong, contract)
    assert (checked.frame.height, checked.rows_set_aside) == (0, 1)
    assert rule in checked.counts


@pytest.mark.parametrize("kind", INSTALLED.contracts)
def test_a_renamed_column_stops_the_run(texts, kind):
    """Nothing is guessed: the message names the column and what it may have been."""
    renamed = texts[kind].rename({"agency_code": "agency_cod"})
    with pytest.raises(Broken) as stopped:
        records.check(renamed, INSTALLED.contracts[kind])
    said = [finding.said("en") for finding in stopped.value.findings]
    assert any("agency_cod" in message and "agency_code" in message for message in said)
