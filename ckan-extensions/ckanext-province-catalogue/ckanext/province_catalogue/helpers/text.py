"""Numbers, dates and sizes in the language of the page."""

from __future__ import annotations

import datetime
from decimal import Decimal

from .. import formats
from ..language import current


def province_number(value: int | float | Decimal) -> str:
    """A number with the separators of the page's language."""
    return formats.number(value, current())


def province_date(value: str | datetime.date | None) -> str:
    """A year, month or day as the page's language writes it; an empty text for none."""
    return formats.civil_date(value, current())


def province_size(count: int | str | None) -> str:
    """A file's size, or an empty text where it is not known."""
    return formats.size(int(count), current()) if count else ""
