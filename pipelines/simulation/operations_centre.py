"""Simulated checks of the eleven components that article C reports. How they fail is assumed."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation.drawing import Month, generator, months, times
from pipelines.simulation.model import Simulation

KIND, WRONG = 17, 0.002
COMPONENTS = (
    "operations_room",
    "integration_platform",
    "digital_map_data",
    "central_camera_management",
    "traffic_monitoring",
    "security_cameras",
    "network_information_monitoring",
    "paperless_meetings",
    "e_health_records",
    "fire_alarms",
    "digital_identity",
)
HOUR = 3600


def records(simulation: Simulation) -> dict[str, pl.DataFrame]:
    """A check of each component every hour; ``size`` plays no part."""
    return {"check": pl.concat([checks(simulation, month) for month in months(simulation)])}


def checks(simulation: Simulation, month: Month) -> pl.DataFrame:
    """Checks of one month; a component that is down stays down for some hours."""
    rng, hours = generator(simulation, KIND, month), 24 * len(month.days)
    size = hours * len(COMPONENTS)
    start = month.days[0].astype("datetime64[s]").astype(np.int64)
    down = np.zeros((len(COMPONENTS), hours), bool)
    for lasting in range(6):
        down[:, lasting:] |= (rng.random((len(COMPONENTS), hours)) < 0.0008)[:, : hours - lasting]
    delay = np.round(4 * rng.lognormal(0, 0.8, size)).astype(np.int64)
    wrong = rng.random(size) < WRONG
    return pl.DataFrame(
        {
            "component": pl.Series(COMPONENTS).gather(np.repeat(np.arange(len(COMPONENTS)), hours)),
            "checked_at": times(np.tile(start + HOUR * np.arange(hours), len(COMPONENTS))),
            "is_available": ~down.ravel(),
            "delay_minutes": np.where(wrong, -1, delay),
        }
    ).with_columns(delay_minutes=pl.when("is_available").then("delay_minutes"))
