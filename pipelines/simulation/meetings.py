"""Simulated connections to online meetings on three levels. Shares are assumed; no article reports any."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation.drawing import MINUTE, Month, generator, months, positions, seconds, times
from pipelines.simulation.model import Simulation
from pipelines.simulation.offices import Offices

KIND, WRONG = 11, 0.003
SITES = 12
"""Mean number of connections of a session."""


def records(simulation: Simulation) -> dict[str, pl.DataFrame]:
    """Connections of all months; ``size`` is about their number."""
    return {"connection": pl.concat([connections(simulation, month) for month in months(simulation)])}


def connections(simulation: Simulation, month: Month) -> pl.DataFrame:
    """Connections to the sessions of one month, a few of them impossible."""
    rng, offices = generator(simulation, KIND, month), Offices.of(simulation)
    sessions = max(1, round(simulation.size * month.share / SITES))
    starts = seconds(rng, rng.choice(month.days, sessions, p=month.chances))
    length = 15 * MINUTE * rng.integers(2, 17, sessions)
    sites = 1 + rng.geometric(1 / (SITES - 1), sessions)
    session = np.repeat(np.arange(sessions), sites)
    is_host = np.diff(session, prepend=-1) > 0
    agency = positions(rng, np.sqrt(offices.load), len(session))
    attended = is_host | (rng.random(len(session)) < 0.94 + 0.03 * np.tanh(offices.leaning[agency]))
    waited = np.where(is_host, -5, rng.gamma(2.0, 2.5, len(session)) - 4).astype(int)
    joined = starts[session] + waited * MINUTE
    ends = starts[session] + length[session] - rng.integers(0, 20, len(session)) * MINUTE
    left = np.maximum(ends, joined + MINUTE)
    wrong = ~is_host & attended & (rng.random(len(session)) < WRONG)
    frame = pl.DataFrame(
        {
            "session_id": _names(month, session),
            "agency_code": offices.codes.gather(agency),
            "is_host": is_host,
            "starts_at": times(starts[session]),
            "joined_at": times(joined, attended),
            "left_at": times(np.where(wrong, joined - MINUTE, left), attended),
            "interruptions": rng.poisson(np.where(attended, 0.15, 0.0)),
        }
    )
    return frame.unique(["session_id", "agency_code"], keep="first", maintain_order=True)


def _names(month: Month, session: np.ndarray) -> pl.Series:
    number = pl.Series(session + 1).cast(pl.String).str.zfill(6)
    return pl.select(pl.format(f"VM-{month.name}-{{}}", number)).to_series()
