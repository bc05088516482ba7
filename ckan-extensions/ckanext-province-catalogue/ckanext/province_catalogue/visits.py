"""Counts the visits of pages, by which lists of the most used datasets are sorted."""

from __future__ import annotations

from ckanext.tracking.cli.tracking import update_all

from .model import first_visit, visits_are_counted


def count() -> None:
    """Add up the visits since the last count and index the datasets that were visited."""
    first = first_visit()
    if first is not None:
        # Left to itself, the first count would go through every day since 2011
        update_all(None if visits_are_counted() else first.isoformat())
