"""What a pipeline is: checked records in, tables out. The frame does everything around it.

A pipeline's two functions are pure and see frames only: ``count`` turns one chunk of records into additive
counts, ``tables`` turns the counts of all chunks into what is published. Because counts are added and records
that belong together share a chunk, the result does not depend on order, on chunks, or on where they are
computed. Neither function reads a file, a clock or a network.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from pipelines.working_days import WorkingCalendar

Frames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Context:
    """What a computation may know beside its records."""

    units: pl.DataFrame
    """Units with results: ``unit_code``, ``parent_code`` (null at the root), ``level``, ``name`` and
    ``name_en``."""
    calendar: WorkingCalendar
    """Working days of the province."""
    as_of: dt.date
    """Last day that is known; what is still open is measured to its end."""
    settings: Mapping[str, Any]
    """The pipeline's ``settings.yaml``: deadlines, thresholds and code lists, each with its source."""


Count = Callable[[Frames, Context], Frames]
"""Checked records of one chunk by kind -> frames of key columns and additive integer columns.

A key column ``month`` (``YYYY-MM``) says which period the row belongs to.
"""

Tables = Callable[[Frames, Context], Frames]
"""Counts of all chunks, added up -> published tables by ``<dataset>/<resource>``."""


@dataclass(frozen=True)
class Pipeline:
    """One pipeline: its folder, the kinds of records that it reads and its two pure functions."""

    name: str
    """Name of the folder under ``pipelines/``; there lie ``records/<kind>.yaml`` and ``settings.yaml``."""
    partition_by: Mapping[str, str]
    """Each kind of record and the column whose value decides its chunk."""
    count: Count
    """From a chunk of records to counts."""
    tables: Tables
    """From counts to tables."""
    datasets: tuple[str, ...] = field(default=())
    """Datasets that the tables belong to."""
