"""Working days of whole columns against single days and the published months."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.working_days import WorkingCalendar

MONTHS = Path(__file__).parents[2] / "datasets/noi-vu/working-days/months.csv"
CALENDAR = WorkingCalendar.of("VN", ["saturday", "sunday"], 2023, 2026)
DATES = st.dates(CALENDAR.first, CALENDAR.last)


def between(start: dt.date | None, end: dt.date | None) -> int:
    frame = pl.DataFrame({"start": [start], "end": [end]}, schema={"start": pl.Date, "end": pl.Date})
    return frame.select(CALENDAR.working_days_between(pl.col("start"), pl.col("end"))).item()


def added(start: dt.date, days: int) -> dt.date:
    frame = pl.DataFrame({"start": [start], "days": [days]})
    return frame.select(CALENDAR.add_working_days(pl.col("start"), pl.col("days"))).item()


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        pytest.param("2024-07-05", "2024-07-08", 1, id="over a weekend"),
        pytest.param("2024-07-08", "2024-07-08", 0, id="same day"),
        pytest.param("2024-02-07", "2024-02-15", 1, id="over Tet 2024"),
        pytest.param("2024-04-26", "2024-05-06", 4, id="a swapped Monday is off, its Saturday is worked"),
        pytest.param("2024-07-09", "2024-07-08", -1, id="backwards"),
    ],
)
def test_working_days_after_the_start_are_counted(start: str, end: str, days: int):
    """The start does not count, the end does."""
    assert between(dt.date.fromisoformat(start), dt.date.fromisoformat(end)) == days


@given(DATES, DATES)
def test_columns_agree_with_single_days(start: dt.date, end: dt.date):
    """The column rule counts what ``is_working`` says of each day."""
    first, last = min(start, end), max(start, end)
    days = [first + dt.timedelta(days=step) for step in range(1, (last - first).days + 1)]
    assert between(first, last) == sum(CALENDAR.is_working(day) for day in days)


@given(st.dates(dt.date(2023, 2, 1), dt.date(2025, 12, 31)), st.integers(0, 200))
def test_adding_is_undone_by_counting(start: dt.date, days: int):
    """Between a date and the date n working days later lie n working days, and that date is worked."""
    end = added(start, days)
    assert between(start, end) == days
    assert CALENDAR.is_working(end)


def test_an_unknown_date_stays_unknown():
    """Null in, null out."""
    assert between(None, dt.date(2024, 7, 8)) is None


@pytest.mark.parametrize("day", [dt.date(1970, 1, 1), dt.date(2099, 1, 1)])
def test_dates_outside_the_calendar_are_refused(day: dt.date):
    """No day off is guessed for a year that the calendar does not have."""
    with pytest.raises(pl.exceptions.PolarsError):
        between(dt.date(2024, 7, 8), day)
    with pytest.raises(ValueError, match=str(day)):
        CALENDAR.is_working(day)


def test_the_calendar_equals_the_published_months():
    """Each month has as many working days as the published dataset says."""
    published = pl.read_csv(MONTHS).filter(pl.col("month").str.slice(0, 4).cast(int).is_between(2023, 2026))
    days = pl.DataFrame({"day": pl.date_range(CALENDAR.first, CALENDAR.last, eager=True)})
    counted = days.group_by(month=pl.col("day").dt.strftime("%Y-%m")).agg(
        working_days=pl.col("day").map_elements(CALENDAR.is_working, pl.Boolean).sum().cast(int)
    )
    assert counted.sort("month").equals(published.select("month", "working_days").sort("month"))
