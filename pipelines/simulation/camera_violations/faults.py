"""What goes wrong in event files and registers: lines that come twice, and lines with impossible content."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from pipelines.simulation.camera_violations.cameras import FAULT_DRAWS
from pipelines.simulation.drawing import Month, generator
from pipelines.simulation.model import Simulation

TWICE, WRONG = 0.005, 0.004
"""Shares of the sound records."""
MISTAKES: dict[str, dict[str, pl.Expr]] = {
    "event": {
        "occurred_at": pl.lit(dt.datetime(1970, 1, 1)).dt.replace_time_zone("Asia/Ho_Chi_Minh"),
        "weather": pl.lit("snow"),
        "evidence_sha256": pl.lit(None, pl.String),
        "camera_code": pl.lit("junction-9-c1"),
    },
    "handling": {
        "fined_on": pl.col("noticed_on") - pl.duration(days=1),
        "updated_at": pl.lit(dt.datetime(2099, 1, 1)).dt.replace_time_zone("Asia/Ho_Chi_Minh"),
    },
    "uptime": {"minutes_up": pl.lit(1500), "day": pl.lit(dt.date(1970, 1, 1))},
}
"""Column and what a wrong record says there, by kind."""
KEYS = {"event": "event_id", "handling": "event_id", "uptime": "camera_code"}


def with_faults(simulation: Simulation, month: Month, kind: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Sound records, some of them twice, and on top wrong ones with impossible keys; in any order."""
    rng = generator(simulation, FAULT_DRAWS[kind], month)
    again, wrong = _some(rng, frame, TWICE), _some(rng, frame, WRONG)
    wrong = wrong.with_columns(pl.col(KEYS[kind]).str.replace(r"^.", "x"))
    share = -(-wrong.height // len(MISTAKES[kind]))
    broken = [
        wrong.slice(number * share, share).with_columns(value.cast(frame.schema[column]).alias(column))
        for number, (column, value) in enumerate(MISTAKES[kind].items())
    ]
    together = pl.concat([frame, again, *broken])
    return together[rng.permutation(together.height)]


def _some(rng: np.random.Generator, frame: pl.DataFrame, share: float) -> pl.DataFrame:
    return frame[rng.integers(0, frame.height, round(share * frame.height))] if frame.height else frame
