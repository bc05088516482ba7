"""Corrections that could never apply, or say two things of one cell, are refused at their place."""

from pathlib import Path
from typing import Any

import pytest

from pipelines import records
from pipelines.findings import Broken
from pipelines.records import corrections
from pipelines.tests.records.conftest import FOLDER, corrections_at

BROKEN = [
    ([{"kind": "file"}], "corrections[0].kind", "unknown kind"),
    ([{"column": "fee"}], "corrections[0].column", "unknown column"),
    ([{"kind": "step", "column": "happened_at"}], "corrections[0].key", "part of the key"),
    ([{"key": {"dossier_number": "H000001", "unit_code": "336"}}], "corrections[0].key", "more than the key"),
    ([{"key": {"dossier_number": 1}}], "corrections[0].key.dossier_number", "no text in the key"),
    ([{"column": "dossier_number"}], "corrections[0].expect", "not what the key says"),
    ([{"expect": 20000}], "corrections[0].expect", "no text"),
    ([{"expect": None}], "corrections[0].expect", "null"),
    ([{"reason_en": ""}], "corrections[0].reason_en", "no reason"),
    ([{"until": "2025"}], "corrections[0].until", "unknown key"),
    ([{}, {"value": "1"}], "corrections[1].expect", "one cell twice"),
    ([{}, {"expect": "25000", "value": "1"}], "corrections[0].value", "chain"),
]


@pytest.mark.parametrize(("changes", "place"), [b[:2] for b in BROKEN], ids=[b[2] for b in BROKEN])
def test_a_broken_correction_is_refused_at_its_place(
    tmp_path: Path, changes: list[dict[str, Any]], place: str
) -> None:
    """The finding names the file and the key in it."""
    path = corrections_at(tmp_path / corrections.FILE, *changes)
    with pytest.raises(Broken) as refused:
        corrections.load([path], records.load_all(FOLDER))
    [finding] = refused.value.findings
    assert (finding.file, finding.field) == (str(path), place)
    assert finding.line


def test_the_operators_corrections_come_beside_the_pipelines(tmp_path: Path) -> None:
    """Both files count, neither is needed."""
    shipped = corrections_at(tmp_path / corrections.FILE, {})
    own = corrections_at(tmp_path / "own.yaml", {"expect": "1"})
    known = corrections.load([shipped, own, tmp_path / "none.yaml"], records.load_all(FOLDER))
    assert [(one.source.file, one.index) for one in known] == [(str(shipped), 0), (str(own), 0)]


def test_two_files_do_not_contradict_each_other(tmp_path: Path) -> None:
    """The second one is named."""
    shipped = corrections_at(tmp_path / corrections.FILE, {})
    own = corrections_at(tmp_path / "own.yaml", {"value": "1"})
    with pytest.raises(Broken) as refused:
        corrections.load([shipped, own], records.load_all(FOLDER))
    assert [finding.file for finding in refused.value.findings] == [str(own)]
