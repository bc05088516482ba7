"""Numbers, dates and sizes as Vietnamese and English readers write them. Pure functions."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

MAXIMUM_DECIMALS = 6
_BOOLEANS = {"vi": ("Không", "Có"), "en": ("No", "Yes")}
_SIZES = ("B", "KB", "MB", "GB", "TB")


def number(value: int | float | Decimal, lang: str) -> str:
    """Thousands and decimals separated by language: 1.234,5 (vi) or 1,234.5 (en)."""
    return format_decimal(value, format="#,##0." + "#" * MAXIMUM_DECIMALS, locale=lang)


def civil_date(value: str | datetime.date | None, lang: str) -> str:
    """A year, a month or a day; what is not one of them is returned as it is.

    Vietnamese writes 31/05/2024 and 05/2024 (TCVN 6398-0 order), English 31 May 2024 and May 2024.
    """
    if not value:
        return ""
    text = value if isinstance(value, str) else value.isoformat()
    try:
        if len(text) == 7:
            pattern = "MM/y" if lang == "vi" else "MMM y"
            return format_date(datetime.date.fromisoformat(text + "-01"), pattern, locale=lang)
        pattern = "dd/MM/y" if lang == "vi" else "d MMM y"
        return format_date(datetime.date.fromisoformat(text[:10]), pattern, locale=lang)
    except ValueError:
        return text


def size(count: int, lang: str) -> str:
    """A number of bytes in the largest unit (powers of 1 000, SI) that leaves at least 1."""
    amount, unit = float(count), _SIZES[0]
    for larger in _SIZES[1:]:
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    return f"{format_decimal(round(amount, 1), locale=lang)} {unit}"


def cell(value: Any, field_type: str, lang: str) -> str:
    """One value of a table as text; `field_type` is a Table Schema type. None becomes an empty text."""
    if value is None or value == "":
        return ""
    if field_type in ("integer", "number") and isinstance(value, int | float | Decimal):
        return number(value, lang)
    if field_type in ("date", "yearmonth"):
        return civil_date(str(value), lang)
    if field_type == "boolean":
        return _BOOLEANS[lang][bool(value)]
    return str(value)
