"""A key stands for one record: the same content counts once, other content is settled by the contract."""

from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import records
from pipelines.findings import Broken
from pipelines.records import RecordContract
from pipelines.tests.records.conftest import FOLDER, dossiers

LATER = {"updated_at": "2025-06-05T08:00:00+07:00"}


def under(different: str, *changes: dict[str, Any]) -> tuple[pl.DataFrame, RecordContract]:
    """Checked dossiers, and their contract with another rule for duplicates."""
    contract = records.load(FOLDER / "dossier.yaml")
    rule = contract.duplicates.model_copy(update={"different": different})
    changed = contract.model_copy(update={"duplicates": rule})
    return records.check(dossiers(*changes), changed).frame, changed


def test_the_same_content_counts_once() -> None:
    """A record that was sent twice is one record."""
    settled = records.settled(*under("stop", {}, {}, {}))
    assert (settled.frame.height, settled.repeated, settled.rows_set_aside) == (1, 2, 0)


def test_the_latest_wins() -> None:
    """The record with the greatest deciding value stays, the others are superseded."""
    settled = records.settled(*under("latest:updated_at", {**LATER, "fee_vnd": "1"}, {}))
    assert settled.frame["fee_vnd"].to_list() == [1]
    assert (settled.superseded, settled.rows_set_aside) == (1, 0)


@pytest.mark.parametrize("different", ["set_aside", "latest:updated_at"])
def test_what_cannot_be_decided_is_set_aside_whole(different: str) -> None:
    """Nobody can tell which of two records is true, so none is counted, and both are named."""
    settled = records.settled(*under(different, {"fee_vnd": "1"}, {"fee_vnd": "2"}))
    assert (settled.frame.height, settled.rows_set_aside) == (0, 2)
    assert settled.set_aside["key"].to_list() == ["H000001"] * 2


def test_a_contract_may_stop_at_different_content() -> None:
    """The key is named."""
    with pytest.raises(Broken, match="H000001"):
        records.settled(*under("stop", {"fee_vnd": "1"}, {"fee_vnd": "2"}))


@settings(deadline=None)
@given(st.lists(st.sampled_from([{}, LATER, {"fee_vnd": "1"}, {"dossier_number": "H000002"}])), st.randoms())
def test_order_does_not_matter(changes: list[dict[str, str]], random: Random) -> None:
    """Records in any order give the same records."""
    shuffled = random.sample(changes, len(changes))
    one, other = (
        records.settled(*under("latest:updated_at", *(order or [{}]))).frame for order in (changes, shuffled)
    )
    assert one.sort(one.columns).equals(other.sort(other.columns))


@pytest.mark.parametrize("name", ["dossier.yaml", "step.yaml"])
def test_the_samples_are_sound(name: str) -> None:
    """What the tests of the frame use can be loaded."""
    assert records.load(FOLDER / name).kind == Path(name).stem
