"""A known error of a source is put right where the record is as expected; everything else is told loudly."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines import records
from pipelines.findings import Broken
from pipelines.records import RecordContract, corrections
from pipelines.records.corrections import Known
from pipelines.records.corrections_file import Correction
from pipelines.tests.records.conftest import CORRECTION, FOLDER, corrections_at, dossiers
from pipelines.yaml_source import Source

STEP = {"dossier_number": "H000001", "step_number": "2", "happened_at": "1970-01-01T00:00:00Z"}
State = Callable[..., tuple[Known, ...]]


@pytest.fixture
def state(tmp_path: Path) -> State:
    """Loads corrections of the sample contracts."""
    contracts = records.load_all(FOLDER)
    return lambda *changes: corrections.load(
        [corrections_at(tmp_path / corrections.FILE, *changes)], contracts
    )


def test_a_cell_is_corrected_only_where_its_record_is_as_expected(
    state: State, contract: RecordContract
) -> None:
    """Other records keep the same text; the correction was used, and the frame it came from is as it was."""
    frame = dossiers({"dossier_number": "H000002"}, {})
    corrected = corrections.apply(frame, "dossier", state({}))
    assert records.check(corrected.frame, contract).frame["fee_vnd"].to_list() == [20000, 25000]
    assert (corrected.used, frame["fee_vnd"].to_list()) == ({0}, ["20000", "20000"])


def test_a_record_that_is_right_already_stays(state: State) -> None:
    """The source was corrected, older files of it were not: both versions of the record are right now."""
    corrected = corrections.apply(dossiers({}, {"fee_vnd": "25000"}), "dossier", state({}))
    assert corrected.frame["fee_vnd"].to_list() == ["25000", "25000"]


@pytest.mark.parametrize("found", ["30000", None, " 20000"])
def test_a_record_that_is_otherwise_stops(state: State, found: str | None) -> None:
    """File, line, key, column, what was found, what was expected, and the way out are told."""
    with pytest.raises(Broken) as stopped:
        corrections.apply(dossiers({"fee_vnd": found}), "dossier", state({}))
    [finding] = stopped.value.findings
    assert Path(finding.file).name == corrections.FILE
    assert (finding.line, finding.column, finding.value) == (2, "fee_vnd", found or "")
    for language in ("vi", "en"):
        said = finding.said(language)
        assert all(told in said for told in ("H000001", '"20000"', f'expect: "{found or ""}"'))


def test_every_version_of_a_record_can_be_stated(state: State) -> None:
    """Several corrections of one cell, each for its text; one may say that a text is right."""
    known = state({}, {"expect": "2", "value": "25000"}, {"expect": "30000", "value": "30000"})
    versions = dossiers({}, {"fee_vnd": "2"}, {"fee_vnd": "30000"})
    corrected = corrections.apply(versions, "dossier", known)
    assert corrected.frame["fee_vnd"].to_list() == ["25000", "25000", "30000"]
    assert corrected.used == {0, 1, 2}


def test_nothing_can_be_put_in_and_taken_out(state: State) -> None:
    """Empty text stands for nothing, also where the source leaves the whole column out."""
    known = state(
        {"value": ""}, {"column": "finished_at", "expect": "", "value": "2025-06-04T16:30:00+07:00"}
    )
    [row] = corrections.apply(dossiers({}).drop("finished_at"), "dossier", known).frame.to_dicts()
    assert (row["fee_vnd"], row["finished_at"]) == (None, "2025-06-04T16:30:00+07:00")


def test_all_columns_of_the_key_name_the_record(state: State) -> None:
    """In any order; another step of the same dossier is another record. A key can itself be wrong."""
    key = {"step_number": "2", "dossier_number": "H000001"}
    step = {"kind": "step", "key": key, "column": "step_number", "expect": "2", "value": "3"}
    frame = pl.DataFrame([{**STEP, "step_number": "1"}, STEP])
    corrected = corrections.apply(frame, "step", state({}, step))
    assert corrected.frame["step_number"].to_list() == ["1", "3"]
    assert corrected.used == {1}


def test_a_missing_column_of_the_key_is_left_to_the_check(state: State) -> None:
    """Which names it."""
    frame = dossiers({}).drop("dossier_number")
    assert corrections.apply(frame, "dossier", state({})).frame.equals(frame)


def test_a_correction_without_record_is_told(state: State) -> None:
    """Once for the whole reading: what one frame lacks may be in the next."""
    known = state(
        {},
        {"key": {"dossier_number": "H000002"}, "column": "unit_code"},
        {"column": "status", "expect": "finished"},
    )
    used = corrections.apply(dossiers({}), "dossier", known).used
    [finding] = corrections.unused(known, used)
    assert (finding.field, finding.column) == ("corrections[1]", "unit_code")
    assert all("H000002" in finding.said(language) for language in ("vi", "en"))
    assert corrections.unused(known, used | {1}) == []


@settings(deadline=None)
@given(st.lists(st.sampled_from([{}, {"fee_vnd": "25000"}, {"dossier_number": "H000002"}])), st.randoms())
def test_order_and_repetition_do_not_matter(changes: list[dict[str, str]], random: Any) -> None:
    """Corrected once or twice, in any order of records: the same records."""
    known = [Known(Correction.model_validate(CORRECTION), Source(corrections.FILE, None), 0)]
    frame = dossiers(*(changes or [{}]))
    once = corrections.apply(frame, "dossier", known).frame
    assert_frame_equal(corrections.apply(once, "dossier", known).frame, once)
    order = random.sample(range(frame.height), frame.height)
    assert_frame_equal(corrections.apply(frame[order], "dossier", known).frame, once[order])
