"""Agencies as generators see them: how much they do and how they lean.

Assumed, not measured: the provincial committee and its office handle most, a district committee about as much
as a department, a commune about a twelfth of that; communes sign and send digitally a little less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.simulation.drawing import Floats, Integers, positions
from pipelines.simulation.model import Simulation

LOAD: Mapping[str, float] = {"province": 12.0, "district": 14.0, "commune": 1.0}
BUSIEST = {"ubnd-tinh": 2.5, "van-phong-ubnd-tinh": 2.0}
LEVELS = tuple(LOAD)
LEVEL_LEANING = {"province": 0.4, "district": 0.2, "commune": -0.3}
SPREAD = 0.6
"""Standard deviation of agencies' leaning within their level."""


@dataclass(frozen=True)
class Offices:
    """The agencies that records are drawn for."""

    codes: pl.Series
    level: Integers
    """Position in :data:`LEVELS`."""
    load: Floats
    """Share of the records."""
    leaning: Floats
    """Towards working digitally and in time; 0 on average over levels."""

    def without(self) -> set[str]:
        """Levels that the province does not have, such as districts since 1 July 2025."""
        return set(LEVELS) - {LEVELS[level] for level in self.level}

    @classmethod
    def of(cls, simulation: Simulation) -> Offices:
        """All units of the simulation but the root; the same for every month and kind of record."""
        agencies = simulation.units.filter(pl.col("parent_code").is_not_null()).sort("unit_code")
        levels, codes = agencies["level"].to_list(), agencies["unit_code"].to_list()
        rng = np.random.Generator(np.random.PCG64([simulation.seed, 0]))
        load = np.array(
            [LOAD[level] * BUSIEST.get(code, 1.0) for level, code in zip(levels, codes, strict=True)]
        )
        load *= rng.uniform(0.7, 1.3, len(load))
        leaning = np.array([LEVEL_LEANING[level] for level in levels]) + rng.normal(0, SPREAD, len(load))
        level = np.array([LEVELS.index(name) for name in levels])
        return cls(agencies["unit_code"], level, load / load.sum(), leaning)

    def drawn(self, rng: np.random.Generator, size: int) -> Integers:
        """Positions of agencies, as often as their load."""
        return positions(rng, self.load, size)
