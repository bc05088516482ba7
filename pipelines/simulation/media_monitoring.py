"""Simulated mentions in the press and on social media. Numbers and tones are assumed."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation.answers import WRONG, any_time, later, numbered
from pipelines.simulation.drawing import MINUTE, Month, chosen, generator, months, times
from pipelines.simulation.model import Simulation

KIND = 16
SHARE_FORWARDED = 0.18
"""Share of mentions that go to an agency."""
MEDIA = {"press": 30, "social_media": 65, "broadcast": 5}
TONES = {"positive": 30, "neutral": 55, "negative": 15}


def records(simulation: Simulation) -> dict[str, pl.DataFrame]:
    """Mentions of all months; ``size`` is about their number."""
    return {"mention": pl.concat([mentions(simulation, month) for month in months(simulation)])}


def mentions(simulation: Simulation, month: Month) -> pl.DataFrame:
    """Mentions of one month; most negative ones are forwarded, and a few others."""
    rng, size = generator(simulation, KIND, month), round(simulation.size * month.share)
    found = any_time(rng, month, size, even=True)
    tone = chosen(rng, list(TONES), list(TONES.values()), size)
    wanted = rng.random(size) < (tone == "negative").to_numpy() * 0.85 + 0.05
    waited = np.where(rng.random(size) < WRONG / SHARE_FORWARDED, -1, rng.integers(5, 600, size))
    forwarded = found + MINUTE * waited
    handled = later(rng, forwarded, 1500, wanted & (rng.random(size) < 0.95), simulation)
    return pl.DataFrame(
        {
            "mention_id": numbered("TT", month, size),
            "medium": chosen(rng, list(MEDIA), list(MEDIA.values()), size),
            "tone": tone,
            "found_at": times(found),
            "forwarded_at": times(forwarded, wanted),
            "handled_at": handled,
        }
    )
