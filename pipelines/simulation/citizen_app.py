"""Simulated field reports of the citizen app. Numbers and shares are assumed; no article reports any."""

from __future__ import annotations

import polars as pl

from pipelines.simulation.answers import DAY, any_time, later, numbered, ratings
from pipelines.simulation.drawing import Month, chosen, dates, generator, months, times
from pipelines.simulation.model import Simulation
from pipelines.simulation.offices import Offices

KIND = 18
TOPICS = {"environment": 30, "traffic": 25, "public_order": 15, "construction": 15, "public_service": 15}


def records(simulation: Simulation) -> dict[str, pl.DataFrame]:
    """Reports of all months; ``size`` is about their number."""
    return {"report": pl.concat([reports(simulation, month) for month in months(simulation)])}


def reports(simulation: Simulation, month: Month) -> pl.DataFrame:
    """Reports of one month."""
    rng, offices = generator(simulation, KIND, month), Offices.of(simulation)
    size = round(simulation.size * month.share)
    received = any_time(rng, month, size)
    answered = later(rng, received, 3000, rng.random(size) < 0.96, simulation)
    due = (received // DAY + rng.choice([5, 7, 10], size)).astype("datetime64[D]")
    return pl.DataFrame(
        {
            "report_id": numbered("PA", month, size),
            "agency_code": offices.codes.gather(offices.drawn(rng, size)),
            "topic": chosen(rng, list(TOPICS), list(TOPICS.values()), size),
            "received_at": times(received),
            "due_on": dates(due),
            "answered_at": answered,
            "rating": ratings(rng, answered, 0.25),
        }
    ).with_columns(pl.col("rating").cast(pl.Int64))
