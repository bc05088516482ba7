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
        value = _local(value).date()
    return formats.civil_date(value, current())


def _local(moment: str | datetime.datetime) -> datetime.datetime:
    parsed = datetime.datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    with_zone = parsed if parsed.tzinfo else parsed.replace(tzinfo=datetime.timezone.utc)
    return with_zone.astimezone(tk.h.get_display_timezone())


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

    A format that a caller asks for is kept; what is no date becomes an empty text. CKAN itself does not
    convert moments that name their zone.
    """
    try:
        moment = _local(datetime_ or "")
    except ValueError:
        return ""
    if date_format is not None:
        return next_helper(moment, date_format)
    clock = " %H:%M:%S" if with_seconds else " %H:%M" if with_hours else ""
    return formats.civil_date(moment.date(), current()) + moment.strftime(clock)
