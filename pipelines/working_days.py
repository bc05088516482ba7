"""Working days: counting them between two dates and adding them to a date, for whole columns at once.

Source of Viet Nam's days off: Labour Code 45/2019/QH14, article 112, and the yearly announcements, as the
package ``holidays`` has them, weekend days that are worked instead of swapped days included. The calendar
knows whole years only and refuses dates outside of them: no day off is guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import polars as pl
from holidays import country_holidays

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """A calendar of the whole years from the first to the last day off."""

    off: frozenset[dt.date]
    """Every day without work, weekends included."""

    @classmethod
    def of(cls, country: str, weekend: Collection[str], first_year: int, last_year: int) -> WorkingCalendar:
        """The calendar of a country.

        :param country: ISO 3166 code
        :param weekend: days of the week without work by their English names, such as ``saturday``
        """
        holidays = country_holidays(country, years=range(first_year, last_year + 1))
        worked_instead: Collection[dt.date] = getattr(holidays, "weekend_workdays", frozenset())
        rest = {WEEKDAYS.index(name) for name in weekend}
        days = _days(dt.date(first_year, 1, 1), dt.date(last_year, 12, 31))
        return cls(
            frozenset(
                day
                for day in days
                if day in holidays or (day.weekday() in rest and day not in worked_instead)
            )
        )

    @property
    def first(self) -> dt.date:
        """First day of the calendar."""
        return dt.date(min(self.off).year, 1, 1)

    @property
    def last(self) -> dt.date:
        """Last day of the calendar."""
        return dt.date(max(self.off).year, 12, 31)

    def is_working(self, day: dt.date) -> bool:
        """Whether the day is worked.

        :raises ValueError: for a day outside the calendar's years
        """
        if not self.first <= day <= self.last:
            raise ValueError(
                f"Ngày {day} nằm ngoài lịch làm việc {self.first} – {self.last}; thêm năm vào lịch. · "
                f"{day} is outside the working calendar {self.first} to {self.last}; add its year."
            )
        return day not in self.off

    def working_days_between(self, start: pl.Expr, end: pl.Expr) -> pl.Expr:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` comes first.

        :param start: dates or times; of a time its day counts
        :returns: Int32; null where either is null. A date outside the calendar's years is an error.
        """
        return self._reached(end) - self._reached(start)

    def add_working_days(self, start: pl.Expr, days: pl.Expr | int) -> pl.Expr:
        """The date of the n-th working day after ``start``; n = 0 gives the last working day up to it.

        :returns: Date; null where either is null. A result outside the calendar's years is an error.
        """
        position = (self._reached(start) + days - 1).cast(pl.UInt32)
        return pl.lit(self._working_days).gather(position)

    def _reached(self, day: pl.Expr) -> pl.Expr:
        """Working days from the calendar's first day up to and including the day."""
        position = (day.cast(pl.Date).cast(pl.Int32) - self._first_ordinal).cast(pl.UInt32)
        return pl.lit(self._reached_by_day).gather(position)

    @cached_property
    def _first_ordinal(self) -> int:
        return (self.first - dt.date(1970, 1, 1)).days

    @cached_property
    def _working_days(self) -> pl.Series:
        return pl.Series([day for day in _days(self.first, self.last) if day not in self.off], dtype=pl.Date)

    @cached_property
    def _reached_by_day(self) -> pl.Series:
        worked = (day not in self.off for day in _days(self.first, self.last))
        return pl.Series(list(accumulate(worked, initial=0))[1:], dtype=pl.Int32)


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + DAY * step for step in range((last - first).days + 1)]
