"""Deadlines of documents and tasks."""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context


def deadline(column: str, context: Context) -> pl.Expr:
    """Last day to be in time: the due day, or the next working day when that is a day off.

    Civil Code 91/2015/QH13, article 148(5).
    """
    due = pl.col(column).dt.date()
    if not context.settings["deadline_on_a_day_off"]["moves_to_next_working_day"]:
        return due
    return context.calendar.add_working_days(due - pl.duration(days=1), 1)
