"""Administrative units of the profiles."""

from collections import Counter

import pytest

from province.extract_units import flatten, to_ascii
from province.tests.conftest import ROOT, read_csv

WIDTHS = {"province": 2, "district": 3, "commune": 5}


@pytest.mark.parametrize(
    ("profile_id", "levels", "types"),
    [
        (
            "thai-binh",
            {"province": 1, "district": 8, "commune": 260},
            {"tỉnh": 1, "thành phố": 1, "huyện": 7, "phường": 10, "thị trấn": 9, "xã": 241},
        ),
        ("hung-yen", {"province": 1, "commune": 104}, {"tỉnh": 1, "phường": 11, "xã": 93}),
    ],
)
def test_the_province_has_its_number_of_units(profile_id, levels, types):
    """Thái Bình has 8 districts and cities and 260 communes, Hưng Yên 104 communes and no district."""
    rows = read_csv(ROOT / "province" / profile_id / "units.csv")
    assert Counter(row["level"] for row in rows) == levels
    assert Counter(row["unit_type"] for row in rows) == types


def test_no_unit_is_listed_twice(units):
    """A code names one unit, and no two units share parent, type and name."""
    assert len({unit["unit_code"] for unit in units}) == len(units)
    assert len({(unit["parent_code"], unit["name"]) for unit in units}) == len(units)


def test_every_parent_is_the_level_above(profile, units):
    """The province has no parent; any other unit lies in a listed unit of the level above."""
    levels = [level["id"] for level in profile["levels"]]
    by_code = {unit["unit_code"]: unit for unit in units}
    tops = [unit["unit_code"] for unit in units if not unit["parent_code"]]
    assert tops == [profile["code"]]
    for unit in units[1:]:
        parent = by_code[unit["parent_code"]]
        assert levels.index(parent["level"]) == levels.index(unit["level"]) - 1


def test_codes_keep_the_width_of_their_level(units):
    """Leading zeros are part of a code: 2, 3 and 5 digits."""
    assert all(len(unit["unit_code"]) == WIDTHS[unit["level"]] for unit in units)
    assert all(unit["unit_code"].isdigit() for unit in units)


def test_names_carry_their_type_and_a_plain_spelling(units):
    """A name starts with the unit's type; the plain spelling is the same name without marks."""
    for unit in units:
        assert unit["name"].lower().startswith(unit["unit_type"])
        assert unit["name_ascii"] == to_ascii(unit["name"])
        assert unit["name_ascii"].isascii()


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Huyện Đông Hưng", "Huyen Dong Hung"), ("Xã Thụy Ninh", "Xa Thuy Ninh"), ("đảo", "dao"), ("", "")],
)
def test_marks_are_removed_by_machine(name, plain):
    """Only marks go; letters, order and case stay."""
    assert to_ascii(name) == plain


def test_parents_come_first_and_codes_are_padded():
    """Rows follow the tree, children by code, whatever the order in the package."""
    wards = [
        {"code": 20, "name": "Xã B", "division_type": "xã"},
        {"code": 3, "name": "A", "division_type": "xã"},
    ]
    province = {"code": 1, "name": "Tỉnh X", "division_type": "tỉnh", "wards": wards}
    rows = list(flatten(province, "province"))
    assert [row["unit_code"] for row in rows] == ["01", "00003", "00020"]
    assert rows[1]["name"] == "Xã A"
    assert rows[2]["parent_code"] == "01"


def test_an_unknown_division_type_stops_the_run():
    """A type that the script cannot name in English is not guessed."""
    with pytest.raises(KeyError, match="đặc khu"):
        list(flatten({"code": 9, "name": "Đặc khu Y", "division_type": "đặc khu"}, "province"))
