"""What the generators of small systems share: numbers of records, and answers that come some time later."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation.drawing import MINUTE, Integers, Month, Truths, times
from pipelines.simulation.model import Simulation

WRONG = 0.003
"""Share of records with an answer from before the question."""
DAY = 24 * 60 * MINUTE


def numbered(prefix: str, month: Month, size: int) -> pl.Series:
    """Numbers of a month's records, such as ``PA-2024-06-0000012``."""
    number = pl.int_range(1, size + 1).cast(pl.String).str.zfill(7)
    return pl.select(pl.format(f"{prefix}-{month.name}-{{}}", number)).to_series()


def any_time(rng: np.random.Generator, month: Month, size: int, even: bool = False) -> Integers:
    """Moments at any hour, in seconds of local time; on busy days more often unless ``even``."""
    days = rng.choice(month.days, size, p=None if even else month.chances)
    return days.astype("datetime64[s]").astype(np.int64) + rng.integers(0, DAY, size)


def later(
    rng: np.random.Generator, asked: Integers, median_minutes: float, given: Truths, simulation: Simulation
) -> pl.Series:
    """Answers by the end of the simulation, null where there is none; a few impossible ones among them."""
    waited = MINUTE * np.ceil(median_minutes * rng.lognormal(0, 1.0, len(asked))).astype(np.int64)
    answered = np.where(rng.random(len(asked)) < WRONG, asked - MINUTE, asked + waited)
    end = np.datetime64(simulation.end, "s").astype(np.int64) + DAY
    return times(answered, given & (answered < end))


def ratings(rng: np.random.Generator, given: pl.Series, share: float) -> pl.Series:
    """Ratings from 1 to 5 for a share of what was answered, null elsewhere."""
    chances = [0.05, 0.07, 0.13, 0.35, 0.4]
    rating = pl.Series(rng.choice(np.arange(1, 6), len(given), p=chances))
    has = given.is_not_null() & pl.Series(rng.random(len(given)) < share)
    return pl.DataFrame({"rating": rating, "has": has}).select(pl.when("has").then("rating")).to_series()
