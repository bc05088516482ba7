"""Assertions of a contract: what must hold for a file as a whole, checked on every publish.

Each rule is one model here and one pure function in :mod:`pipelines.validation.assertions`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting

from pipelines.contract.types import ColumnName, Slug, Strict


class OfResource(Strict):
    """What all assertions share."""

    resource: Slug | None = None
    """Resource that the assertion is about; every resource of the dataset when absent."""


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


Assertion = Annotated[Rows | CoverageNotShrinking, Setting(discriminator="rule")]
