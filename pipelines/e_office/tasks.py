"""Tasks given to agencies: finished early, on the due day or late, and still open.

Definitions

- *assigned*, *finished*, *withdrawn*: counted in the month it happened. The agency is the one in charge.
  Following and pressing for tasks is a duty of heads of agencies (Decree 30/2020/NĐ-CP, article 24; for
  tasks of the Government and the Prime Minister, Decision 42/2014/QĐ-TTg as amended by 23/2018/QĐ-TTg).
- *early*: finished before the due day; *on time*: on the due day, or up to the next working day where the due
  day is a day off (Civil Code 91/2015/QH13, article 148(5)); *late*: after that. The due day is the one in
  force after extensions; a task without one is counted apart and is in no ratio.
- *open*: neither finished nor withdrawn at the end of the period; *overdue*: open past the deadline.
- Processing time is working days after the day of assignment up to the day of finishing.
"""

from __future__ import annotations

import polars as pl

from pipelines.e_office.deadlines import deadline
from pipelines.pipeline import Context
from pipelines.statistics.events import EVERY, added, day, events


def tasks(records: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Counts of tasks by month and agency."""
    frame = records.with_columns(
        assigned=day("assigned_on", context),
        finished=day("finished_on", context),
        withdrawn=day("withdrawn_on", context),
        last_day=deadline("due_on", context),
    )
    return added(
        events(
            frame,
            pl.col("assigned"),
            {
                "assigned": EVERY,
                "assigned_by_central": pl.col("assigned_by") == "central",
                "extensions": pl.col("extensions"),
            },
        ),
        events(frame, pl.col("finished"), _finished(context)),
        events(frame, pl.col("withdrawn"), {"withdrawn": EVERY}),
        *_overdue(frame, context),
    )


def _finished(context: Context) -> dict[str, pl.Expr]:
    finished, due, last_day = pl.col("finished"), pl.col("due_on"), pl.col("last_day")
    return {
        "finished": EVERY,
        "finished_early": finished < due,
        "finished_on_time": (finished >= due) & (finished <= last_day),
        "finished_late": finished > last_day,
        "finished_in_time": finished <= last_day,
        "finished_with_deadline": due.is_not_null(),
        "processing_days": context.calendar.working_days_between(pl.col("assigned"), finished),
    }


def _overdue(frame: pl.DataFrame, context: Context) -> tuple[pl.DataFrame, pl.DataFrame]:
    """When tasks became overdue, and when overdue ones came to their end."""
    ended = pl.coalesce("finished", "withdrawn")
    since = pl.col("last_day") + pl.duration(days=1)
    missed = (ended.is_null() | (ended > pl.col("last_day"))) & (since <= context.as_of)
    overdue = frame.with_columns(ended=ended).filter(missed).with_columns(since=since)
    return (
        events(overdue, pl.col("since"), {"became_overdue": EVERY}),
        events(overdue, pl.col("ended"), {"overdue_ended": EVERY}),
    )
