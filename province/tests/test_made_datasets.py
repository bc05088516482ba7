"""Datasets that a script writes from the profiles and the calendar."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from province.make_datasets import datasets
from province.tests.conftest import ROOT, contracts, read_csv

NOI_VU = ROOT / "datasets" / "noi-vu"
HOLIDAYS = read_csv(NOI_VU / "public-holidays" / "holidays.csv")
MONTHS = {row["month"]: row for row in read_csv(NOI_VU / "working-days" / "months.csv")}

# This Saturday was exchanged for 31 December 2018, which is before the first day listed.
WORKED_FOR_2018 = date(2019, 1, 5)


@pytest.mark.parametrize("path", datasets(), ids=lambda path: str(path.relative_to(NOI_VU)))
def test_the_script_writes_the_file_byte_for_byte(path):
    """What is published is what the script makes from profiles and calendar."""
    assert path.read_bytes() == datasets()[path].encode()


def test_every_derived_file_is_made_by_the_script():
    """No file of a dataset computed here was typed by hand."""
    derived = [(folder, each) for folder, each in contracts().values() if each["origin"] == "derived"]
    files = {folder / resource["path"] for folder, each in derived for resource in each["resources"]}
    assert files == set(datasets())


@pytest.mark.parametrize(
    ("day", "kind", "worked"),
    [
        ("2025-01-29", "statutory", ""),
        ("2022-01-03", "compensatory", ""),
        ("2025-05-02", "swapped", "2025-04-26"),
        ("2024-04-29", "swapped", "2024-05-04"),
        ("2021-09-03", "statutory", ""),
    ],
)
def test_known_days_off(day, kind, worked):
    """Lunar New Year, a weekend holiday made up for, announced swaps, the second National Day."""
    [row] = [each for each in HOLIDAYS if each["date"] == day]
    assert (row["kind"], row["worked_date"]) == (kind, worked)


@pytest.mark.parametrize(
    ("years", "count"), [(range(2019, 2021), 10), (range(2021, 2026), 11), (range(2026, 2028), 12)]
)
def test_each_year_has_the_holidays_of_the_law(years, count):
    """10 days until 2020; 11 since the Labour Code of 2019; 12 with 24 November from 2026."""
    statutory = Counter(int(row["date"][:4]) for row in HOLIDAYS if row["kind"] == "statutory")
    assert [statutory[year] for year in years] == [count] * len(years)


def test_days_in_place_of_a_weekend_are_weekdays():
    """A compensatory or swapped day off would be pointless on a weekend."""
    others = [row for row in HOLIDAYS if row["kind"] != "statutory"]
    assert others
    assert {row["is_weekend"] for row in others} == {"false"}


def test_working_days_follow_from_the_holidays():
    """Weekdays less days off plus weekend days worked instead, counted here from the published rows."""
    off = {date.fromisoformat(row["date"]) for row in HOLIDAYS}
    worked = {date.fromisoformat(row["worked_date"]) for row in HOLIDAYS if row["worked_date"]}
    worked.add(WORKED_FOR_2018)
    expected: dict[str, int] = defaultdict(int)
    for offset in range((date(2028, 1, 1) - date(2019, 1, 1)).days):
        day = date(2019, 1, 1) + timedelta(days=offset)
        expected[f"{day:%Y-%m}"] += (day.weekday() < 5 and day not in off) or day in worked
    assert {month: int(row["working_days"]) for month, row in MONTHS.items()} == expected


@pytest.mark.parametrize(("year", "days"), [(2019, 365), (2020, 366), (2024, 366), (2027, 365)])
def test_the_months_of_a_year_add_up(year, days):
    """Calendar days of twelve months make the year."""
    months = [row for month, row in MONTHS.items() if month.startswith(str(year))]
    assert len(months) == 12
    assert sum(int(row["calendar_days"]) for row in months) == days
