"""Public holidays and working days of Viet Nam as table rows, 2019 to 2027.

Source: Labour Code 45/2019/QH14, article 112, as the package `holidays` implements it. A year without an
official announcement follows the law alone; swapped days are known only for announced years.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from holidays import country_holidays

YEARS = range(2019, 2028)
VIETNAMESE = country_holidays("VN", years=YEARS, language="vi")
ENGLISH = country_holidays("VN", years=YEARS, language="en_US")
BY_LAW = country_holidays("VN", years=YEARS, observed=False)
# The package tells which day is worked instead only in the label of a swapped day.
SWAPPED = re.compile(r"thay cho ngày (\d{2}/\d{2}/\d{4})")

Row = dict[str, Any]


def holiday_row(day: date) -> Row:
    """The day off with its names in both languages and why it is off."""
    name, name_en, worked = VIETNAMESE[day], ENGLISH[day], ""
    if swap := SWAPPED.search(name):
        kind, name, name_en = "swapped", "Nghỉ hoán đổi", "Swapped day off"
        worked = datetime.strptime(swap[1], "%d/%m/%Y").date().isoformat()
    else:
        kind = "statutory" if day in BY_LAW else "compensatory"
    return {
        "date": day.isoformat(),
        "holiday_name": name,
        "holiday_name_en": name_en,
        "kind": kind,
        "worked_date": worked,
        "is_weekend": str(day.weekday() >= 5).lower(),
    }


def holiday_rows() -> list[Row]:
    """Every day off of the years covered, by date."""
    return [holiday_row(day) for day in sorted(VIETNAMESE)]


def month_rows() -> Iterator[Row]:
    """Each month with its calendar days, working days and public holidays, in days."""
    for year in YEARS:
        for month in range(1, 13):
            days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
            yield {
                "month": f"{year}-{month:02d}",
                "calendar_days": len(days),
                "working_days": sum(VIETNAMESE.is_working_day(day) for day in days),
                "public_holidays": sum(day in VIETNAMESE for day in days),
            }
