"""A record that breaks its contract is set aside with the reason, or stops the run; none is lost."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import records
from pipelines.findings import Broken
from pipelines.records import RecordContract
from pipelines.tests.records.conftest import DOSSIER, FOLDER, dossiers

BREACHES = [
    ({"received_at": "2025-06-02T08:00:00"}, "type", "received_at", "without zone"),
    ({"received_at": "1970-01-01T00:00:00Z"}, "minimum", "received_at", "1970"),
    ({"received_at": "2099-01-01T00:00:00+07:00", "finished_at": None}, "maximum", "received_at", "2099"),
    ({"received_at": ""}, "required", "received_at", "missing"),
    ({"received_at": "2025-13-02T08:00:00+07:00"}, "type", "received_at", "month 13"),
    ({"due_on": "05/06/2025"}, "type", "due_on", "other order of the date"),
    ({"fee_vnd": "-1"}, "minimum", "fee_vnd", "negative"),
    ({"fee_vnd": "20.000đ"}, "type", "fee_vnd", "no number"),
    ({"dossier_number": "X1"}, "pattern", "dossier_number", "wrong number"),
    ({"finished_at": "2025-06-01T08:00:00+07:00"}, "finished_after_received", "", "negative duration"),
]


@pytest.mark.parametrize(
    ("change", "rule", "column"), [b[:3] for b in BREACHES], ids=[b[3] for b in BREACHES]
)
def test_a_breach_sets_the_record_aside(
    contract: RecordContract, change: dict[str, Any], rule: str, column: str
) -> None:
    """The reason names row, rule, column, the value as it was sent, and the key; the other record goes on."""
    checked = records.check(dossiers({"dossier_number": "H000002"}, change), contract, source="a.csv")
    [reason] = checked.set_aside.to_dicts()
    assert (reason["source"], reason["row"], reason["rule"], reason["column"]) == ("a.csv", 3, rule, column)
    assert reason["key"] == change.get("dossier_number", "H000001")
    assert checked.frame["dossier_number"].to_list() == ["H000002"]
    assert (checked.rows_in, checked.rows_set_aside, sum(checked.counts.values())) == (2, 1, 1)
    if column:
        assert reason["value"] == change[column]


def test_an_unknown_status_stops_and_names_the_way_out(contract: RecordContract) -> None:
    """The source's new code is never counted as something else."""
    with pytest.raises(Broken) as stopped:
        records.check(dossiers({}, {"status": "transferred"}), contract, source="a.csv")
    [finding] = stopped.value.findings
    assert (finding.row, finding.column, finding.value) == (3, "status", "transferred")
    assert "records/dossier.yaml" in finding.said("en")
    assert "corrections.yaml" in finding.said("vi")


def test_a_renamed_column_stops_and_is_recognised(contract: RecordContract) -> None:
    """The unknown column, the missing one and the likely renaming are named."""
    with pytest.raises(Broken) as stopped:
        records.check(dossiers({}).rename({"received_at": "recieved_at"}), contract)
    unknown, missing = stopped.value.findings
    assert (unknown.column, missing.column) == ("recieved_at", "received_at")
    assert "is “received_at” meant?" in unknown.message.en


def test_an_optional_column_may_be_absent(contract: RecordContract) -> None:
    """JSON leaves out what is not there."""
    assert records.check(dossiers({}).drop("fee_vnd"), contract).frame["fee_vnd"].to_list() == [None]


@pytest.mark.parametrize(
    "moment", ["2025-06-02T08:00:00+07:00", "2025-06-02T01:00:00Z", "2025-06-02 01:00:00.000+00:00"]
)
def test_moments_become_local_time(contract: RecordContract, moment: str) -> None:
    """One moment is one local time, whatever its offset."""
    checked = records.check(dossiers({"received_at": moment}), contract)
    assert checked.frame["received_at"].to_list() == [dt.datetime(2025, 6, 2, 8)]


def test_typed_columns_are_judged_as_their_texts(contract: RecordContract) -> None:
    """Parquet and CSV of the same records give the same frame."""
    zone = dt.timezone(dt.timedelta(hours=7))
    typed = {
        "received_at": dt.datetime(2025, 6, 2, 8, tzinfo=zone),
        "due_on": dt.date(2025, 6, 5),
        "finished_at": dt.datetime(2025, 6, 4, 16, 30, tzinfo=zone),
        "updated_at": dt.datetime(2025, 6, 4, 16, 30, tzinfo=zone),
        "fee_vnd": 20000,
    }
    frame = pl.DataFrame([{**DOSSIER, **typed}])
    assert records.check(frame, contract).frame.equals(records.check(dossiers({}), contract).frame)


def test_a_column_of_times_without_zone_is_no_column_of_moments(contract: RecordContract) -> None:
    """A typed column gives its hour away no more than a text does."""
    frame = dossiers({}).with_columns(received_at=pl.lit(dt.datetime(2025, 6, 2, 8)))
    assert records.check(frame, contract).counts == {"type:received_at": 1}


@settings(deadline=None)
@given(st.lists(st.sampled_from([{}, {"fee_vnd": "x"}, {"due_on": "x", "fee_vnd": "-2"}]), min_size=1))
def test_no_record_is_lost(changes: list[dict[str, str]]) -> None:
    """Rows in are rows out and rows set aside, each once."""
    contract = records.load(FOLDER / "dossier.yaml")
    checked = records.check(dossiers(*changes), contract)
    assert checked.rows_in == len(changes) == checked.frame.height + checked.rows_set_aside
    assert checked.set_aside["row"].n_unique() == checked.rows_set_aside
