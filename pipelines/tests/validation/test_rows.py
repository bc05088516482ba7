"""Rows: each broken cell is named by row, column, rule and value."""

from __future__ import annotations

import unicodedata

import pytest

from pipelines.findings import Finding
from pipelines.tests.conftest import Tree

FILE = "noi-vu/e-office/monthly.csv"

BROKEN = [
    ("2024-02,", "2024-13,", 4, "month", "type", "2024-13"),
    (",131,", ",nhiều,", 4, "documents_sent_count", "type", "nhiều"),
    (",131,", ",-1,", 4, "documents_sent_count", "minimum", "-1"),
    (",131,", ",,", 4, "documents_sent_count", "required", ""),
    (",78.5", ",101", 2, "signed_pct", "maximum", "101"),
    ("2024-02,", "2024-01,", 4, "month, agency_code", "primaryKey", "2024-01, van-phong"),
    (",131,80", ",131", 4, "signed_pct", "missing_cell", ""),
    (",131,80", ",131,80,9", 4, "", "extra_cell", "9"),
    ("agency_name,documents", "agency,documents", 1, "agency_name", "wrong_column", "agency"),
    (",signed_pct", "", 1, "signed_pct", "missing_column", ""),
    ("2024-02,van-phong", "2024-02,so-la", 4, "agency_code", "foreign_key", "so-la"),
]


@pytest.mark.parametrize(("old", "new", "row", "column", "rule", "value"), BROKEN, ids=lambda item: str(item))
def test_broken_cell_is_named(
    samples: Tree, old: str, new: str, row: int | None, column: str, rule: str, value: str
) -> None:
    """Row (header is row 1), column, rule and value are named, in both languages."""
    samples.rewrite(lambda text: text.replace(old, new))
    (checked,) = samples.check("e-office")
    found = {(item.file, item.row, item.column, item.rule): item for item in checked.findings}
    finding = found[(FILE, row, column, rule)]
    assert finding.value == value
    assert finding.message.vi
    assert finding.message.vi != finding.message.en


@pytest.mark.parametrize(
    ("content", "rule", "row"),
    [
        ("month\n2024-01,Văn".encode("utf-16"), "encoding", 1),
        ("month,agency_name\n2024-01,V\xe3n".encode("latin-1"), "encoding", 2),
        (b"\xef\xbb\xbfmonth\n", "encoding", 1),
        (unicodedata.normalize("NFD", "month,agency_name\n2024-01,Văn\n").encode(), "unicode-form", 2),
    ],
    ids=["utf-16", "latin-1", "bom", "decomposed"],
)
def test_other_encodings_are_refused(samples: Tree, content: bytes, rule: str, row: int) -> None:
    """Only UTF-8 without a mark, in composed form, is read; the first bad row is named."""
    (samples.folder / "monthly.csv").write_bytes(content)
    (checked,) = samples.check("e-office")
    assert [(item.rule, item.row) for item in checked.findings] == [(rule, row)]


def test_an_empty_file_is_refused(samples: Tree) -> None:
    """A file without even a header is an error."""
    samples.rewrite(lambda text: "")
    (checked,) = samples.check("e-office")
    assert [item.rule for item in checked.findings] == ["empty"]


def test_a_sound_tree_has_rows_and_no_findings(samples: Tree) -> None:
    """Nothing is found in the samples, and their rows are counted without the header."""
    checked = samples.check()
    assert {item.name: item.rows for item in checked} == {
        "agencies": {"agencies": 2},
        "e-office": {"monthly": 3},
    }
    assert all(item.sound for item in checked)


def test_a_finding_reads_in_either_language() -> None:
    """File, row, column, rule and value are in the sentence."""
    samples = Finding("a.csv", "rows", row=3, column="month", value="x", message=("Sai.", "Wrong."))  # type: ignore[arg-type]
    assert samples.place("vi") == "a.csv, dòng 3, cột month"
    assert samples.place("en") == "a.csv, row 3, column month"
