"""Statements that CKAN's actions would need many queries for."""

from .figures import count_datasets_and_files, count_rows
from .units import UnitRow, list_units
from .visits import first_visit, views_by_dataset, views_by_url, visits_are_counted

__all__ = [
    "UnitRow",
    "count_datasets_and_files",
    "count_rows",
    "first_visit",
    "list_units",
    "views_by_dataset",
    "views_by_url",
    "visits_are_counted",
]
