"""Event files of camera analytics: events as text, and no number plate in any of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.findings import Broken
from pipelines.raw import RawStore
from pipelines.sources.source import Source
from pipelines.tests.sources.conftest import rows_of

EVENT = {
    "event_id": "17a12345-9f61-4a6e-8d1c-2b7d0c5e9a10",
    "site_code": "TB-CAM-07",
    "camera_code": "TB-CAM-07-02",
    "occurred_at": "2025-03-01T07:12:09+07:00",
    "kind": "speeding",
    "vehicle_class": "motorcycle",
    "speed_kmh": 63.50,
    "limit_kmh": 50,
    "weather": None,
    "evidence_sha256": "17a12345" * 8,
}
EVENTS = {"adapter": "events", "folder": "drop", "kind": "violation", "pattern": "*.jsonl"}
Drop = Callable[..., Path]


def test_events_as_they_were_written(drop: Drop, opened: Callable[..., Source], raw: RawStore) -> None:
    """Numbers keep their digits, missing values stay missing."""
    drop("day.jsonl", json.dumps(EVENT).replace("63.5", "63.50") + "\n")
    source = opened(**EVENTS)
    (row,) = rows_of(source, source.fetch(None, None, raw))
    assert row == {**EVENT, "speed_kmh": "63.50", "limit_kmh": "50"}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("plate", "x"),
        ("license_plate", None),
        ("bien_so", ""),
        ("biển số", ""),
        ("note", "xe 17A-123.45 vượt"),
        ("note", "17B1-23456"),
        ("note", "29aa12345"),
        ("note", "17 M1 2345"),
        ("event_id", "17A12345"),
    ],
)
def test_a_plate_stops_the_file(
    drop: Drop, opened: Callable[..., Source], raw: RawStore, column: str, value: Any
) -> None:
    """Nothing is kept of a file with a column or a value that looks like a plate; the value is not told."""
    drop("day.jsonl", json.dumps(EVENT) + "\n" + json.dumps({**EVENT, column: value}) + "\n")
    with pytest.raises(Broken, match=r"day\.jsonl.*write the file") as refused:
        opened(**EVENTS).fetch(None, None, raw)
    assert raw.files() == []
    assert not value or value == "x" or value not in str(refused.value)


def test_a_line_that_breaks_off(drop: Drop, opened: Callable[..., Source], raw: RawStore) -> None:
    """An event that was written in part is named by its line."""
    drop("day.jsonl", (json.dumps(EVENT) + "\n") * 2 + json.dumps(EVENT)[:50])
    with pytest.raises(Broken, match=r"day\.jsonl, row 3.*fetch again"):
        opened(**EVENTS).fetch(None, None, raw)


@pytest.mark.parametrize(
    ("line", "said"), [("[1]", "must be a JSON object"), ('{"a": {"b": 1}}', "column a")]
)
def test_a_line_that_is_no_event(
    drop: Drop, opened: Callable[..., Source], raw: RawStore, line: str, said: str
) -> None:
    """Each line is an object of plain values."""
    drop("day.jsonl", line)
    with pytest.raises(Broken, match=said):
        opened(**EVENTS).fetch(None, None, raw)
