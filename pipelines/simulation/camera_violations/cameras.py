"""Cameras of the sites, and the minutes that each ran on each day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from pipelines import installed
from pipelines.simulation.drawing import Month, dates, generator
from pipelines.simulation.model import Simulation

DRAWS = {"uptime": 11, "event": 12, "weather": 13, "handling": 14, "accident": 15}
"""Numbers of the draws, apart from those of other generators."""
FAULT_DRAWS = {"event": 21, "handling": 22, "uptime": 23}
GAP, DOWN = 0.12, 0.012
"""Chances of an interruption of up to three hours, and of a day without any picture."""


def settings() -> Mapping[str, Any]:
    """Sites and code lists of the pipeline."""
    return installed.find("camera_violations").settings


def cameras() -> pl.DataFrame:
    """``site_code``, ``camera_code`` and first day of every camera."""
    return pl.DataFrame(
        [
            (site["site_code"], f"{site['site_code']}-c{number}", site["since"])
            for site in settings()["sites"]
            for number in range(1, site["cameras"] + 1)
        ],
        schema=["site_code", "camera_code", "since"],
        orient="row",
    )


def uptime(simulation: Simulation, month: Month) -> pl.DataFrame:
    """Running times of the month."""
    rng = generator(simulation, DRAWS["uptime"], month)
    frame = cameras().join(pl.DataFrame({"day": dates(month.days)}), how="cross")
    frame = frame.filter(pl.col("day") >= pl.col("since"))
    gap = np.where(rng.random(frame.height) < GAP, rng.integers(1, 181, frame.height), 0)
    minutes = np.where(rng.random(frame.height) < DOWN, 0, 1440 - gap)
    return frame.select("camera_code", "site_code", "day", minutes_up=pl.Series(minutes))
