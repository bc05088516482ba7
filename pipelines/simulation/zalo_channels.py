"""Simulated conversations on Zalo channels. Their number and shares are assumed; no article reports any."""

from __future__ import annotations

import polars as pl

from pipelines.simulation.answers import any_time, later, numbered, ratings
from pipelines.simulation.drawing import Month, chosen, generator, months, times
from pipelines.simulation.model import Simulation

KIND = 20
CHANNELS = {"digital_citizen": 4, "business": 1}
"""«Công dân số Thái Bình» and «Thái Bình đồng hành cùng doanh nghiệp»."""
TOPICS = {"procedure": 5, "field_report": 2, "policy": 2, "other": 1}


def records(simulation: Simulation) -> dict[str, pl.DataFrame]:
    """Conversations of all months; ``size`` is about their number."""
    return {"conversation": pl.concat([conversations(simulation, month) for month in months(simulation)])}


def conversations(simulation: Simulation, month: Month) -> pl.DataFrame:
    """Conversations of one month."""
    rng, size = generator(simulation, KIND, month), round(simulation.size * month.share)
    asked = any_time(rng, month, size)
    answered = later(rng, asked, 90, rng.random(size) < 0.97, simulation)
    by = chosen(rng, ["bot", "person"], [45, 55], size)
    return pl.DataFrame(
        {
            "conversation_id": numbered("ZL", month, size),
            "channel": chosen(rng, list(CHANNELS), list(CHANNELS.values()), size),
            "topic": chosen(rng, list(TOPICS), list(TOPICS.values()), size),
            "started_at": times(asked),
            "answered_at": answered,
            "rating": ratings(rng, answered, 0.3),
        }
    ).with_columns(answered_by=pl.when(pl.col("answered_at").is_not_null()).then(by))
