"""What goes wrong in real registers: records that come twice, in an older state, or with impossible content.

Wrong records come on top of the sound ones and have numbers of their own, so that setting them aside leaves
the calibrated shares as they are.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

TWICE, OLDER, WRONG = 0.005, 0.003, 0.004
"""Shares of the sound records."""
DAY = pl.duration(days=1)


def with_faults(
    frame: pl.DataFrame, key: str, mistakes: dict[str, pl.Expr], rng: np.random.Generator
) -> pl.DataFrame:
    """The records with some repeated, some once more as they were before, and some wrong ones; shuffled.

    :param mistakes: name of a column and what wrong records say there instead
    """
    height = frame.height
    again = frame[_some(rng, height, TWICE)]
    older = frame[_some(rng, height, OLDER)].with_columns(pl.col("updated_at") - DAY)
    wrong = frame[_some(rng, height, WRONG)].with_columns(pl.format("{}/sai", key).alias(key))
    share = -(-wrong.height // len(mistakes))
    broken = [
        wrong.slice(index * share, share).with_columns(value.cast(frame.schema[column]).alias(column))
        for index, (column, value) in enumerate(mistakes.items())
    ]
    together = pl.concat([frame, again, older, *broken])
    return together[rng.permutation(together.height)]


def _some(rng: np.random.Generator, height: int, share: float) -> np.ndarray:
    return rng.integers(0, height, round(share * height)) if height else np.zeros(0, np.int64)


def moment(year: int) -> pl.Expr:
    """The first moment of a year that no record can be of."""
    return pl.lit(dt.datetime(year, 1, 1)).dt.replace_time_zone("Asia/Ho_Chi_Minh")


MISTAKES: dict[str, dict[str, pl.Expr]] = {
    "document": {
        "agency_code": pl.lit(None),
        "secrecy": pl.lit("mat_khong_ro"),
        "registered_at": moment(1970),
        "updated_at": moment(2099),
        "handled_at": pl.col("registered_at") - DAY,
        "channel": pl.lit(None),
    },
    "task": {
        "assigned_by": pl.lit("so_khac"),
        "finished_on": pl.col("assigned_on") - DAY,
        "due_on": pl.lit(dt.date(1970, 1, 1)),
        "assigned_on": pl.lit(None),
    },
    "meeting": {"mode": pl.lit("hop_la"), "ends_at": pl.col("starts_at") - DAY, "sites": pl.lit(0)},
    "calendar_entry": {"purpose": pl.lit(None), "starts_at": moment(2099), "status": pl.lit("hoan")},
}
