"""Sectors, agencies, colours and contact of the profiles."""

import pytest

from province.tests.conftest import ROOT, contracts, read_csv

SECTORS = {
    "y-te": "Y tế",
    "thanh-tra": "Thanh tra",
    "cong-an": "Công an",
    "tu-phap": "Tư pháp",
    "giao-thong-van-tai": "Giao thông vận tải",
    "ke-hoach-dau-tu": "Kế hoạch và Đầu tư",
    "van-hoa-the-thao-du-lich": "Văn hóa, Thể thao và Du lịch",
    "tai-chinh": "Tài chính",
    "noi-vu": "Nội vụ",
    "khoa-hoc-cong-nghe": "Khoa học và Công nghệ",
    "nong-nghiep-ptnt": "Nông nghiệp và Phát triển nông thôn",
    "giao-duc-dao-tao": "Giáo dục và Đào tạo",
}
THEMES = {
    "AGRI",
    "ECON",
    "EDUC",
    "ENER",
    "ENVI",
    "GOVE",
    "HEAL",
    "INTR",
    "JUST",
    "REGI",
    "SOCI",
    "TECH",
    "TRAN",
}
DEPARTMENTS = {"thai-binh": 17, "hung-yen": 12}


def luminance(colour: str) -> float:
    """Relative luminance of a #rrggbb colour, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def owner_in(profile, agency_id):
    """The profile's agencies that an id of the default profile leads to."""
    return [each["id"] for each in profile["agencies"] if agency_id in (each["id"], *each["succeeds"])]


def test_the_twelve_sectors_stand_in_their_order(profile):
    """Codes, names and order of the 12 sectors are those of the source, in both profiles."""
    named = {sector["code"]: sector["name"] for sector in profile["sectors"]}
    assert list(named.items()) == list(SECTORS.items())


def test_both_profiles_describe_sectors_alike(both):
    """A dataset keeps its sector when the province changes."""
    old, new = both
    assert old["sectors"] == new["sectors"]


def test_each_sector_has_an_eu_theme_and_its_own_icon(profile):
    """The theme is one of the 13 EU data themes; no icon stands for two sectors."""
    base = "http://publications.europa.eu/resource/authority/data-theme/"
    assert {sector["theme"].removeprefix(base) for sector in profile["sectors"]} <= THEMES
    assert len({sector["icon"] for sector in profile["sectors"]}) == len(profile["sectors"])


def test_agencies_are_named_once_and_have_a_source(profile):
    """An agency has one id, names in both languages and the legal document that names it."""
    agencies = profile["agencies"]
    assert len({each["id"] for each in agencies}) == len(agencies)
    assert all(each["name"] and each["name_en"] and each["source"] for each in agencies)


def test_agencies_hang_from_listed_ones(profile):
    """A parent is an agency of the same profile; the committee and the police have none."""
    known = {each["id"] for each in profile["agencies"]}
    assert {each["id"] for each in profile["agencies"] if not each["parent"]} == {"ubnd-tinh", "cong-an-tinh"}
    assert {each["parent"] for each in profile["agencies"] if each["parent"]} <= known


def test_agencies_work_in_listed_sectors(profile):
    """Sectors of agencies exist, and every sector has an agency."""
    assert {sector for each in profile["agencies"] for sector in each["sectors"]} == set(SECTORS)


def test_the_common_departments_of_the_decree_are_complete(profile):
    """Decree 24/2014 as amended names 17 common departments, Decree 150/2025 names 12."""
    by_decree = [each for each in profile["agencies"] if each["source"].startswith("Nghị định")]
    assert len(by_decree) == DEPARTMENTS[profile["id"]]


def test_district_committees_follow_from_the_units(profile, units):
    """There is one people's committee for each district of the profile, and no other."""
    districts = {unit["unit_code"]: unit["name"] for unit in units if unit["level"] == "district"}
    committees = {each["unit_code"]: each for each in profile["agencies"] if "unit_code" in each}
    assert committees.keys() == districts.keys()
    for code, name in districts.items():
        assert committees[code]["name"].lower() == f"ủy ban nhân dân {name}".lower()


def test_every_department_has_exactly_one_successor(both):
    """Each agency above the district level leads to one agency after the reorganisation."""
    old, new = both
    above = [each["id"] for each in old["agencies"] if "unit_code" not in each]
    assert len(above) == 19
    assert all(len(owner_in(new, each)) == 1 for each in above)


def test_succession_names_only_ids_that_ended(both):
    """`succeeds` holds ids of the old profile that the new one no longer has, with the decree behind it."""
    old, new = both
    ended = {each["id"] for each in old["agencies"]} - {each["id"] for each in new["agencies"]}
    for agency in new["agencies"]:
        assert set(agency["succeeds"]) <= ended
        assert bool(agency["succeeds"]) == ("succession_source" in agency)


def test_owners_of_datasets_resolve_in_both_profiles(both):
    """Whoever owns a dataset today has a successor tomorrow."""
    owners = {contract["owner"] for _, contract in contracts().values()}
    assert len(owners) >= 12
    for profile in both:
        assert all(len(owner_in(profile, owner)) == 1 for owner in owners)


def test_the_reported_counts_are_the_published_ones(both):
    """The profile's counts repeat the reported dataset; units listed agree with them."""
    old, _ = both
    rows = read_csv(ROOT / "datasets" / "noi-vu" / "administration-counts" / "figures.csv")
    published = {row["indicator_code"].removeprefix("provincial_"): int(row["value"]) for row in rows}
    assert published == {key: old["reported_counts"][key] for key in published}
    assert len(published) == 3


@pytest.mark.parametrize("background", ["#ffffff", "surface", "primary_soft", "accent_soft"])
@pytest.mark.parametrize("ink", ["primary", "primary_dark", "accent", "text", "text_muted"])
def test_text_is_readable_on_its_background(profile, ink, background):
    """Text colours reach 4.5 to 1 on every light background (WCAG 2.2 AA)."""
    colours = profile["colours"]
    assert contrast(colours[ink], colours.get(background, background)) >= 4.5


def test_profiles_can_be_told_apart(both):
    """The two provinces have colours of their own."""
    old, new = both
    assert not {old["colours"][key] for key in ("primary", "accent")} & set(new["colours"].values())


def test_the_contact_is_a_marked_placeholder(profile):
    """No real mailbox is shipped: the address is in the reserved-looking domain and says so."""
    assert profile["contact"]["email"].endswith("@example.vn")
    assert profile["contact"]["is_placeholder"] is True
