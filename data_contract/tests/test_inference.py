"""What is proposed for files without a contract."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data_contract.check import check
from data_contract.inference import NOTATIONS, column_names, notation_of, propose


def proposed(tmp_path: Path, *values: str, label: str = "Cột") -> dict[str, Any]:
    path = tmp_path / "file.csv"
    path.write_text("\n".join(['"' + cell + '",x' for cell in (label, *values)]) + "\n", "utf-8")
    return propose(path)["fields"][0]


@pytest.mark.parametrize(
    ("values", "notation"),
    [
        (("12", "-3", "0"), "integer"),
        (("001", "002"), "string"),
        (("1234567890123456789",), "number"),
        (("1.234", "56"), "number_vi"),
        (("1.234.567,5", "2"), "number_vi"),
        (("1,234,567.5", "2"), "number_en"),
        (("1,234", "5"), "number_en"),
        (("0.5", "12"), "number"),
        (("0,5", "12"), "number_vi"),
        (("2024-01-31",), "date"),
        (("31/01/2024", "1/2/2024"), "date_dmy"),
        (("01/02/2024",), "date_dmy"),
        (("01/31/2024",), "date_mdy"),
        (("31-01-2024",), "date_dmy_dash"),
        (("30/01/2024", "31/02/2024"), "string"),
        (("2024-02-30",), "string"),
        (("2024-01-31T25:00:00",), "string"),
        (("2024-01-31T10:00:00",), "datetime"),
        (("2024", "2025"), "year"),
        (("2024", "12"), "integer"),
        (("2024-01",), "yearmonth"),
        (("Có", "Không"), "boolean_vi"),
        (("true", "false"), "boolean"),
        (("12", "x"), "string"),
        (("", ""), "string"),
        (("12", ""), "integer"),
    ],
)
def test_notation_that_every_value_fits(tmp_path: Path, values: tuple[str, ...], notation: str):
    """The first notation that all values fit is proposed; empty cells say nothing."""
    assert notation_of(proposed(tmp_path, *values)) == notation


def test_what_is_proposed_is_kept_by_the_file(tmp_path: Path):
    """A file keeps the contract that was proposed for it."""
    path = tmp_path / "file.csv"
    path.write_text(
        'Đơn vị,Số hồ sơ,Tỷ lệ,Ngày\nSở Y tế,1.234,"98,5",31/01/2024\nSở Nội vụ,12,7,1/2/2024\n', "utf-8"
    )
    schema = propose(path)
    named = path.read_text("utf-8").replace("Đơn vị,Số hồ sơ,Tỷ lệ,Ngày", "don_vi,so_ho_so,ty_le,ngay", 1)
    path.write_text(named, "utf-8")
    assert [field["title"] for field in schema["fields"]] == ["Đơn vị", "Số hồ sơ", "Tỷ lệ", "Ngày"]
    assert check(path, schema).problems == ()


def test_every_notation_is_recognised_in_a_field():
    """What a field says leads back to the notation that a form shows."""
    assert [notation_of(properties) for properties in NOTATIONS.values()] == list(NOTATIONS)


def test_examples_are_values_of_the_file(tmp_path: Path):
    """The first values that differ help to recognise the column."""
    assert proposed(tmp_path, "a", "a", "b", "c", "d")["examples"] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (["Đơn vị", "Số lượng (hồ sơ)"], ["don_vi", "so_luong_ho_so"]),
        (["A", "a", ""], ["a", "a_2", "column_3"]),
        (["_id", "2024"], ["id", "n_2024"]),
        (["x" * 80], ["x" * 60]),
    ],
)
def test_names_are_made_from_labels(labels: list[str], names: list[str]):
    """Names are ASCII, unique, short enough, and never reserved."""
    assert column_names(labels) == names
