"""Messages: definitions, a second implementation, and what holds for any input."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines.computing.whole import compute
from pipelines.document_exchange.messages import count
from pipelines.raw import RawStore
from pipelines.simulation import document_exchange
from pipelines.simulation.interfaces import build
from pipelines.sources.edxml import EdxmlSource
from pipelines.sources.settings import Edxml
from pipelines.tests.small import Case

CASE = Case("document_exchange", document_exchange.records, Path(__file__).parent / "sql")
FRIDAY = dt.datetime(2024, 2, 23, 16)
HOUR = dt.timedelta(hours=1)


def counted(recipient: str, *statuses: tuple[str, dt.datetime]) -> dict:
    """Counts of one message that the department of health sends, summed."""
    message = {"document_id": "1", "from_code": "so-y-te", "to_code": recipient, "sent_at": FRIDAY}
    reports = [("1", recipient, code, moment) for code, moment in statuses]
    names = ("document_id", "from_code", "status_code")
    schema = pl.Schema({**dict.fromkeys(names, pl.String()), "status_at": pl.Datetime("us")})
    frames = {
        "message": pl.DataFrame([message]),
        "message_status": pl.DataFrame(reports, schema=schema, orient="row"),
    }
    (counts,) = count(frames, CASE.context).values()
    return counts.select(pl.exclude("month", "agency_code").sum()).row(0, named=True)


def test_sql_straight_from_records_gives_the_same_table():
    """To the last digit."""
    CASE.agrees_with_sql()


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32), chunks=st.integers(1, 5))
def test_order_chunks_and_repetition_do_not_matter(seed, chunks):
    """The same tables in any order and number of chunks, with all records twice."""
    CASE.keeps(seed, chunks)


def test_the_table_is_that_of_its_contract():
    """Columns, types, origin and producer."""
    CASE.agrees_with_contracts()


def test_a_folder_of_edxml_messages_gives_the_same_table(tmp_path):
    """Written as messages and read again as a run reads them, records give what they give directly."""
    small = replace(CASE, size=600)
    described = build.SYSTEMS["edxml"](small.raw, tmp_path)
    source = EdxmlSource(Edxml.model_validate({"name": "lgsp", **described}), tmp_path)
    found: dict[str, list[pl.DataFrame]] = {}
    for file in source.fetch(None, None, RawStore(tmp_path / "raw")):
        found.setdefault(file.kind, []).extend(source.read(file))
    frames = {kind: pl.concat(parts) for kind, parts in found.items()}
    again = compute(small.installed, frames, small.context)
    for name, table in small.computed.tables.items():
        assert_frame_equal(again.tables[name], table)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([("03", FRIDAY + HOUR)], {"accepted": 1, "accepted_in_time": 1, "waiting_minutes": 60}),
        ([("05", FRIDAY + 72 * HOUR)], {"accepted": 1, "accepted_in_time": 1}),
        ([("03", FRIDAY + 96 * HOUR)], {"accepted": 1, "accepted_in_time": 0}),
        ([("02", FRIDAY + HOUR)], {"accepted": 0, "refused": 1, "unanswered": 0}),
        ([("02", FRIDAY + HOUR), ("03", FRIDAY + 2 * HOUR)], {"accepted": 1, "refused": 0}),
        ([("01", FRIDAY + HOUR)], {"accepted": 0, "refused": 0, "unanswered": 1}),
        ([("03", FRIDAY + 9000 * HOUR)], {"accepted": 0, "unanswered": 1}),
    ],
)
def test_what_recipients_report(statuses, expected):
    """Accepted by Monday is in time for a Friday; arrival alone and reports that lie ahead are no answer."""
    assert counted("so-tu-phap", *statuses).items() >= {"sent": 1, "received": 1, **expected}.items()


def test_a_message_to_the_outside_is_sent_only():
    """A ministry's acceptance is not counted at an agency of the province."""
    found = counted("G09", ("03", FRIDAY + HOUR))
    assert (found["sent"], found.get("received", 0)) == (1, 0)


def test_a_message_that_does_not_touch_the_province_stops_the_run():
    """Identifiers that were not mapped to unit codes are named."""
    message = pl.DataFrame(
        [{"document_id": "1", "from_code": "000.00.01.H54", "to_code": "G09", "sent_at": FRIDAY}]
    )
    with pytest.raises(ValueError, match=r"000\.00\.01\.H54"):
        count({"message": message, "message_status": pl.DataFrame()}, CASE.context)
