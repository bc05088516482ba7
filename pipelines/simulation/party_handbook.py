"""Simulated use of the party members' handbook.

Article E reports more than 100 000 members and all cells (2023, no month). From the reference month on every
cell uses the handbook and more than 100 000 members do; how they spread over units is assumed.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation.drawing import Month, generator, months, positions
from pipelines.simulation.model import Simulation
from pipelines.simulation.offices import Offices

REFERENCE_MONTH = "2023-12"
MEMBERS = 112_000
"""Members of all cells; about 93 in 100 of them use the handbook in a month."""
SMALLEST = 5
KIND, WRONG = 12, 0.003


def records(simulation: Simulation) -> dict[str, pl.DataFrame]:
    """Cells by month; ``size`` is about their number, faults included."""
    every = months(simulation)
    cells = max(len(Offices.of(simulation).codes), simulation.size // len(every))
    return {"cell_month": pl.concat([cell_months(simulation, month, cells) for month in every])}


def cell_months(simulation: Simulation, month: Month, cells: int) -> pl.DataFrame:
    """All cells in one month; at least one for each unit."""
    agency, members = _cells(simulation, cells)
    rng, leaning = generator(simulation, KIND, month), Offices.of(simulation).leaning[agency]
    is_settled = month.name >= REFERENCE_MONTH
    uses = is_settled | (rng.random(cells) < 0.9)
    share = np.clip(0.93 + 0.02 * np.tanh(leaning) + rng.normal(0, 0.02, cells), 0.1, 1.0)
    using = np.where(uses, np.maximum(1, np.round(share * members)), 0).astype(np.int64)
    wrong = rng.random(cells) < WRONG
    number = pl.Series(np.arange(1, cells + 1)).cast(pl.String).str.zfill(6)
    frame = pl.DataFrame(
        {
            "cell_code": pl.select(pl.format("CB{}", number)).to_series(),
            "month": pl.repeat(month.name, cells, eager=True),
            "agency_code": Offices.of(simulation).codes.gather(agency),
            "members": members,
            "members_using": using,
            "visits": using + rng.poisson(6.0 * using),
            "has_met": rng.random(cells) < 0.985,
            "is_prepared_in_app": rng.random(cells) < 0.75 + 0.1 * np.tanh(leaning),
        }
    )
    mistaken = frame.filter(pl.Series(wrong)).with_columns(
        pl.format("{}/sai", "cell_code").alias("cell_code"), members_using=pl.col("members") + 1
    )
    return pl.concat([frame, mistaken])


def _cells(simulation: Simulation, cells: int) -> tuple[np.ndarray, np.ndarray]:
    """Unit and members of each cell, the same in every month."""
    offices = Offices.of(simulation)
    rng = np.random.Generator(np.random.PCG64([simulation.seed, KIND]))
    units = np.arange(len(offices.codes))
    agency = np.concatenate([units, positions(rng, np.sqrt(offices.load), cells - len(units))])
    weight = rng.uniform(0.4, 1.6, cells)
    members = np.round((MEMBERS - SMALLEST * cells) * weight / weight.sum()).astype(np.int64)
    return agency, SMALLEST + np.maximum(members, 0)
