"""Simulated use of the shared databases. Volumes and failures are assumed; no article reports any."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation.drawing import Month, dates, generator, months
from pipelines.simulation.model import Simulation
from pipelines.simulation.offices import Offices

KIND, WRONG = 14, 0.003
DATABASES = {"land": 5.0, "natural_resources": 1.5, "planning": 2.0, "tourism": 0.8, "transport": 1.2}
"""Databases that article E names, and how much they are asked."""
CONSUMERS = 24
"""Agencies whose systems are connected."""


def records(simulation: Simulation) -> dict[str, pl.DataFrame]:
    """A record for each day, database and connected agency; ``size`` requests for each record on average."""
    return {"usage_day": pl.concat([usage(simulation, month) for month in months(simulation)])}


def usage(simulation: Simulation, month: Month) -> pl.DataFrame:
    """Use in one month."""
    rng, offices = generator(simulation, KIND, month), Offices.of(simulation)
    busiest = np.argsort(-offices.load, kind="stable")[:CONSUMERS]
    day, database, agency = (
        grid.ravel()
        for grid in np.meshgrid(np.arange(len(month.days)), np.arange(len(DATABASES)), busiest, indexing="ij")
    )
    weight = np.array(list(DATABASES.values()))[database] * offices.load[agency] * month.chances[day]
    requests = rng.poisson(simulation.size * weight * len(weight) * month.share / weight.sum() / len(weight))
    failed = rng.binomial(requests, 0.012)
    wrong = rng.random(len(weight)) < WRONG
    return pl.DataFrame(
        {
            "database": pl.Series(list(DATABASES)).gather(database),
            "agency_code": offices.codes.gather(agency),
            "day": dates(month.days[day]),
            "requests": requests,
            "failed": np.where(wrong, requests + 1, failed),
            "records_shared": rng.poisson(3.0 * (requests - failed)),
            "response_ms": np.round(requests * rng.lognormal(5.2, 0.4, len(weight))).astype(np.int64),
        }
    )
