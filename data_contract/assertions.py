"""Assertions of a contract: what must hold beyond its Table Schema, checked on every load.

Each rule is one model here and one watcher in :mod:`data_contract.rules`. Values are compared as exact
decimals with up to 12 digits after the point; a row that lacks one of the values is passed over.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting

from .models import ColumnName, Slug, Strict

Columns = Annotated[list[ColumnName], Setting(min_length=1)]
Tolerance = Annotated[int | float, Setting(ge=0)]


class OfResource(Strict):
    """What all assertions share."""

    resource: Slug | None = None
    """Resource that the assertion is about; every resource of the dataset when absent."""

    def columns(self) -> dict[str, list[str]]:
        """The columns that the assertion names, by its key."""
        return {}


class Rows(OfResource):
    """The file has at least ``min`` and at most ``max`` rows, the header aside."""

    rule: Literal["rows"]
    """Name of the rule."""
    min: Annotated[int, Setting(ge=0)] | None = None
    """Smallest number of rows."""
    max: Annotated[int, Setting(ge=0)] | None = None
    """Largest number of rows."""


class CoverageNotShrinking(OfResource):
    """Every value of ``key`` that is published already is in the new file too."""

    rule: Literal["coverage_not_shrinking"]
    """Name of the rule."""
    key: ColumnName
    """Column whose values must not disappear, such as a month or a unit code."""

    def columns(self) -> dict[str, list[str]]:
        """The key."""
        return {"key": [self.key]}


class Compare(OfResource):
    """In each row ``left`` stands in the relation ``op`` to the sum of ``right``."""

    rule: Literal["compare"]
    """Name of the rule."""
    left: ColumnName
    """Column on the left: a number, or a date, time, month or year."""
    op: Literal["<", "<=", "==", "!=", ">=", ">"]
    """The relation."""
    right: Columns
    """One column, or several whose sum is meant; all of the kind of ``left``, moments one by one only."""
    tolerance: Tolerance = 0
    """By how much numbers may miss the relation, in their unit."""

    def columns(self) -> dict[str, list[str]]:
        """Both sides."""
        return {"left": [self.left], "right": self.right}


class TotalRow(Strict):
    """The row that holds the sum of its group."""

    column: ColumnName
    """Column that tells it from the others."""
    value: str
    """What that column says there, in normal form."""


class Total(OfResource):
    """In each group the sum of ``column`` equals its total row, or ``equals``; one of the two is given."""

    rule: Literal["total"]
    """Name of the rule."""
    column: ColumnName
    """The number that is summed."""
    by: list[ColumnName] = Setting(default_factory=list)
    """Columns that make the groups; the whole file is one group when absent."""
    total_row: TotalRow | None = None
    """The total is a row of the file; groups without one, or without parts, are passed over."""
    equals: int | float | None = None
    """The total is this number."""
    tolerance: Tolerance = 0
    """By how much the sum may differ, in the column's unit."""

    def columns(self) -> dict[str, list[str]]:
        """What is summed, the groups, and what tells the total row."""
        row = [self.total_row.column] if self.total_row else []
        return {"column": [self.column], "by": self.by, "total_row": row}


class UniqueTogether(OfResource):
    """No two rows share the values of all these columns; rows that lack one are passed over."""

    rule: Literal["unique_together"]
    """Name of the rule."""
    together: Annotated[list[ColumnName], Setting(min_length=2)]
    """The columns, other than the primary key."""

    def columns(self) -> dict[str, list[str]]:
        """The columns."""
        return {"together": self.together}


class Jump(OfResource):
    """From one period to the next, ``column`` neither grows nor shrinks by more than ``factor``."""

    rule: Literal["jump"]
    """Name of the rule."""
    column: ColumnName
    """The number that is watched; zero and negative values are passed over."""
    key: list[ColumnName] = Setting(default_factory=list)
    """Columns that tell the series apart."""
    period: ColumnName
    """Column of the period: a date, month or year."""
    against: Literal["previous", "year_before"] = "previous"
    """The period before in the file, or the same one of the year before."""
    factor: Annotated[int | float, Setting(gt=1)]
    """Largest ratio of the larger to the smaller value."""

    def columns(self) -> dict[str, list[str]]:
        """What is watched, the series and the period."""
        return {"column": [self.column], "key": self.key, "period": [self.period]}


Assertion = Annotated[
    Rows | CoverageNotShrinking | Compare | Total | UniqueTogether | Jump, Setting(discriminator="rule")
]
