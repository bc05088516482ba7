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
