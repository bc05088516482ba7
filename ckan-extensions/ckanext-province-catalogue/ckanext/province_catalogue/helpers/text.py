"""Numbers, dates and sizes in the language of the page."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal

import ckan.plugins.toolkit as tk

from .. import formats
from ..language import current


def province_number(value: int | float | Decimal) -> str:
    """A number with the separators of the page's language."""
    return formats.number(value, current())


def province_date(value: str | datetime.date | None) -> str:
    """A year, month or day as the page's language writes it; an empty text for none.

    Of a moment (CKAN keeps UTC) it is the day in the portal's time zone.
    """
    if isinstance(value, str) and "T" in value:
        value = _local_day(value)
    return formats.civil_date(value, current())


def _local_day(moment: str) -> datetime.date:
    parsed = datetime.datetime.fromisoformat(moment.replace("Z", "+00:00"))
    with_zone = parsed if parsed.tzinfo else parsed.replace(tzinfo=datetime.timezone.utc)
    return with_zone.astimezone(tk.h.get_display_timezone()).date()


def province_size(count: int | str | None) -> str:
    """A file's size, or an empty text where it is not known."""
    return formats.size(int(count), current()) if count else ""


@tk.chained_helper
def render_datetime(
    next_helper: Callable[..., str],
    datetime_: datetime.datetime | str | None,
    date_format: str | None = None,
    with_hours: bool = False,
    with_seconds: bool = False,
) -> str:
    """Dates on CKAN's own pages as everywhere else on the portal, with the time in its time zone.

    CKAN's own wording takes over for a format that a caller asks for.
    """
    moment = next_helper(datetime_, "%Y-%m-%d %H:%M:%S")
    if date_format is not None or not moment:
        return next_helper(datetime_, date_format, with_hours, with_seconds)
    day, time = moment.split(" ")
    clock = f" {time}" if with_seconds else f" {time[:5]}" if with_hours else ""
    return formats.civil_date(day, current()) + clock
