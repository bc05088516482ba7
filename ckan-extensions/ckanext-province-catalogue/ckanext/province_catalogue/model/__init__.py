"""Statements that CKAN's actions would need many queries for."""

from .figures import count_datasets_and_files, count_rows
from .units import UnitRow, list_units

__all__ = ["UnitRow", "count_datasets_and_files", "count_rows", "list_units"]
