"""Accidents at the sites, since they are on record: a rate before cameras and a lower one after."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation.camera_violations.cameras import DRAWS, settings
from pipelines.simulation.drawing import times
from pipelines.simulation.model import Simulation

A_YEAR, LEFT_AFTER = 9.0, 0.7
"""Accidents of a site in a year before cameras, and the share of that rate that stays after."""
SEASON = np.array([1.1, 1.3, 0.9, 0.9, 1, 1, 1, 1, 0.9, 0.9, 1, 1.1])
"""January to December; Tết falls into the first two."""
DAY = 86400


def accidents(simulation: Simulation) -> pl.DataFrame:
    """All accidents from the first recorded day to the end of the simulation."""
    declared = settings()
    rng = np.random.Generator(np.random.PCG64([simulation.seed, DRAWS["accident"]]))
    first = np.datetime64(declared["accidents"]["recorded_since"], "D")
    days = np.arange(first, np.datetime64(simulation.end, "D") + 1)
    season = SEASON[days.astype("datetime64[M]").astype(int) % 12]
    found = []
    for site in declared["sites"]:
        rate = A_YEAR / 365 * season * np.where(days >= np.datetime64(site["since"], "D"), LEFT_AFTER, 1)
        on = np.repeat(days, rng.poisson(rate)).astype("datetime64[s]").astype(np.int64)
        moments = times(on + rng.integers(0, DAY, len(on)))
        found.append(pl.DataFrame({"site_code": [site["site_code"]] * len(on), "occurred_at": moments}))
    together = pl.concat(found)
    together = together[rng.permutation(together.height)]
    number = pl.int_range(1, together.height + 1).cast(pl.String).str.zfill(6)
    return together.select(pl.format("TN-{}", number).alias("accident_id"), "site_code", "occurred_at")
