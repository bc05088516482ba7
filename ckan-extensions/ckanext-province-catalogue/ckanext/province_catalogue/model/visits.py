"""Visits that the tracking plugin has noted and added up."""

from __future__ import annotations

import datetime

import ckan.model as ckan_model
import sqlalchemy as sa
from ckanext.tracking.model import TrackingRaw, TrackingSummary


def first_visit() -> datetime.date | None:
    """Day of the first visit; None where nobody has been here."""
    moment = ckan_model.Session.scalar(sa.select(sa.func.min(TrackingRaw.access_timestamp)))
    return moment.date() if moment else None


def visits_are_counted() -> bool:
    """Whether any day has been added up."""
    return ckan_model.Session.scalar(sa.select(sa.exists(sa.select(TrackingSummary.url))))


def views_by_dataset(ids: set[str]) -> dict[str, dict[str, int]]:
    """Views of datasets, ``total`` and ``recent`` (two weeks), where there are any."""
    return _newest(TrackingSummary.package_id, ids)


def views_by_url(urls: set[str]) -> dict[str, dict[str, int]]:
    """Downloads of files, as :func:`views_by_dataset`."""
    return _newest(TrackingSummary.url, urls)


def _newest(column: sa.Column, values: set[str]) -> dict[str, dict[str, int]]:
    if not values:
        return {}
    found = (
        sa.select(column, TrackingSummary.running_total, TrackingSummary.recent_views)
        .distinct(column)
        .where(column.in_(values))
        .order_by(column, TrackingSummary.tracking_date.desc())
    )
    with ckan_model.Session.no_autoflush:
        rows = ckan_model.Session.execute(found).all()
    return {key: {"total": total, "recent": recent} for key, total, recent in rows}
