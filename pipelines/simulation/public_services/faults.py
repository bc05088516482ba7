"""What source systems get wrong, one record in some thousand: sent twice, dates of 1970 and 2099, due too
early.

The check of the pipeline sets such records aside or counts them once; nothing of it reaches a statistic.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

TWICE, WRONG = 0.002, 0.0005
EPOCH, FAR = dt.datetime(1970, 1, 1), dt.datetime(2099, 12, 31)


def spoiled(records: dict[str, pl.DataFrame], rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """The records of a month with faults in dossiers and status changes."""
    dossier, event = records["dossier"], records["status_event"]
    wrong = pl.Series(rng.random(len(dossier)) < WRONG)
    early = pl.col("received_at") - pl.duration(days=30)
    due = pl.when(wrong).then(early).otherwise("due_at")
    lost = pl.when(pl.Series(rng.random(len(dossier)) < WRONG)).then(EPOCH).otherwise("submitted_at")
    far = pl.when(pl.Series(rng.random(len(event)) < WRONG / 5)).then(FAR).otherwise("occurred_at")
    dossier = dossier.with_columns(due_at=due, submitted_at=lost)
    event = event.with_columns(occurred_at=far)
    return records | {"dossier": _twice(dossier, rng), "status_event": _twice(event, rng)}


def _twice(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    return pl.concat([frame, frame.filter(pl.Series(rng.random(len(frame)) < TWICE))])
