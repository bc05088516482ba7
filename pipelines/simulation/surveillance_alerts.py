"""Simulated alerts of the 95 cameras that article D reports. Numbers of alerts and shares are assumed."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation.answers import any_time, later, numbered
from pipelines.simulation.drawing import Month, chosen, generator, months, times
from pipelines.simulation.model import Simulation

KIND = 15
PLACES = {"hospital": 30, "one_stop_centre": 15, "school": 40, "citizen_reception": 10}
"""Cameras by place, 95 together; the split is assumed."""
OFFICES = ("one_stop_centre", "citizen_reception")
"""Places where an officer can be absent."""


def records(simulation: Simulation) -> dict[str, pl.DataFrame]:
    """Alerts of all months; ``size`` is about their number."""
    return {"alert": pl.concat([alerts(simulation, month) for month in months(simulation)])}


def alerts(simulation: Simulation, month: Month) -> pl.DataFrame:
    """Alerts of one month."""
    rng, size = generator(simulation, KIND, month), round(simulation.size * month.share)
    place = np.repeat(np.arange(len(PLACES)), list(PLACES.values()))
    camera = rng.integers(0, len(place), size)
    raised = any_time(rng, month, size, even=True)
    seen = later(rng, raised, 6, rng.random(size) < 0.98, simulation)
    outcome = chosen(rng, ["confirmed", "false_alarm"], [62, 38], size)
    is_office = pl.col("place_type").is_in(OFFICES)
    return pl.DataFrame(
        {
            "alert_id": numbered("CB", month, size),
            "camera_code": pl.Series(camera + 1).cast(pl.String).str.zfill(3),
            "place_type": pl.Series(list(PLACES)).gather(place[camera]),
            "raised_at": times(raised),
            "acknowledged_at": seen,
        }
    ).with_columns(
        pl.format("CAM-{}", "camera_code").alias("camera_code"),
        alert_type=pl.when(is_office).then(pl.lit("officer_absent")).otherwise(pl.lit("intrusion")),
        outcome=pl.when(pl.col("acknowledged_at").is_not_null()).then(outcome),
    )
