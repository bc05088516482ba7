"""Procedures as generators see them, and who applies which how often."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.simulation.drawing import Floats, Integers
from pipelines.simulation.model import Simulation

NUMBERS = {"commune": 220, "district": 180, "department": 800}
"""Procedures of each level; a province has about 1,200 to 2,000."""
SHARES = {"commune": 0.55, "district": 0.2, "department": 0.25}
"""Dossiers of each level."""
NEVER = np.datetime64("NaT", "D")
LIMITS = (("working_day", 0.72), ("day", 0.12), ("hour", 0.12), ("month", 0.04))
LENGTHS = {"working_day": (3, 30), "day": (5, 45), "hour": (1, 8), "month": (1, 3)}
ONLINE = (("full", 0.45), ("partial", 0.35), ("none", 0.2))
WITHOUT_ONLINE_DOSSIERS = 0.4
"""Online services that nobody uses online, the least used ones; E: more than half receive dossiers."""
ONLINE_SHARE = 0.36
"""Dossiers filed online; article E: more than 30 %."""


@dataclass(frozen=True)
class Catalogue:
    """What every month's draws share."""

    procedures: pl.DataFrame
    """Rows of the catalogue."""
    pair_unit: Integers
    """Units of the possible pairs of unit and procedure, as positions in ``units``."""
    pair_procedure: Integers
    """Procedures of the pairs, as positions in ``procedures``."""
    pair_weight: Floats
    """How often each pair occurs."""
    units: pl.Series
    """Codes of units that handle dossiers."""
    care: Floats
    """How well each unit keeps time; 0 on average."""
    online: Floats
    """Chance that a dossier of the procedure is filed online."""


def of(simulation: Simulation) -> Catalogue:
    """The catalogue of a simulation; depends on its seed, start and units alone."""
    rng = np.random.Generator(np.random.PCG64([simulation.seed, 20]))
    handling = simulation.units.filter(pl.col("parent_code").is_not_null()).sort("unit_code")
    kinds = handling["level"].replace("province", "department").to_numpy()
    levels = [level for level in NUMBERS if (kinds == level).any()]
    level = np.concatenate([np.full(NUMBERS[name], name, object) for name in levels])
    agencies = handling["unit_code"].to_numpy()
    departments = agencies[kinds == "department"]
    agency = np.full(len(level), None, object)
    if len(departments):
        agency = np.where(
            level == "department", departments[rng.integers(0, len(departments), len(level))], agency
        )
    procedures = _procedures(simulation, rng, level, agency)
    used = 1 / np.arange(1, len(level) + 1)[rng.permutation(len(level))] ** 0.9
    return _paired(rng, procedures, agencies, kinds, level, agency, used)


def _procedures(simulation: Simulation, rng: np.random.Generator, level, agency) -> pl.DataFrame:  # type: ignore[no-untyped-def]
    size = len(level)
    unit = rng.choice([name for name, _ in LIMITS], size, p=[share for _, share in LIMITS])
    low = np.array([LENGTHS[name][0] for name in unit])
    high = np.array([LENGTHS[name][1] for name in unit])
    online = rng.choice([name for name, _ in ONLINE], size, p=[share for _, share in ONLINE])
    first = np.datetime64(simulation.start) - rng.integers(30, 1500, size)
    ended = np.where(
        rng.random(size) < 0.02, np.datetime64(simulation.end) - rng.integers(0, 200, size), NEVER
    )
    return pl.DataFrame(
        {
            "procedure_code": [f"{1 + number // 2000}.{number:06d}" for number in range(1, size + 1)],
            "title": [f"Thủ tục mô phỏng số {number}" for number in range(1, size + 1)],
            "level": pl.Series(level.tolist(), dtype=pl.String),
            "agency_code": pl.Series(agency.tolist(), dtype=pl.String),
            "limit_value": low + rng.integers(0, high - low + 1),
            "limit_unit": pl.Series(unit),
            "online_service": pl.Series(online),
            "public_from": first.astype("datetime64[D]"),
            "public_until": ended.astype("datetime64[D]"),
            "has_all_parts": rng.random(size) < 0.93,
            "returns_paper": rng.random(size) < 0.9,
            "has_fee": rng.random(size) < 0.35,
            "serves_citizens": rng.random(size) < 0.7,
        },
        schema_overrides={"public_from": pl.Date, "public_until": pl.Date, "limit_value": pl.Int64},
    )


def _paired(rng, procedures, agencies, kinds, level, agency, used) -> Catalogue:  # type: ignore[no-untyped-def]
    size = {name: rng.lognormal(0, 0.5, int((kinds == name).sum())) for name in NUMBERS}
    units, codes, weights = [], [], []
    for name, share in SHARES.items():
        own = np.flatnonzero(level == name)
        places = np.flatnonzero(kinds == name)
        if name == "department":
            place = np.searchsorted(agencies, agency[own].astype(str))
            unit, code, weight = place, own, used[own]
        else:
            unit, code = np.repeat(places, len(own)), np.tile(own, len(places))
            weight = (size[name][:, None] * used[own][None, :]).ravel()
        units.append(unit)
        codes.append(code)
        weights.append(share * weight / max(weight.sum(), 1e-12))
    weight = np.concatenate(weights)
    by_procedure = np.bincount(np.concatenate(codes).astype(np.int64), weight, len(level))
    chance = _online(rng, procedures["online_service"].to_numpy() != "none", by_procedure)
    return Catalogue(
        procedures,
        np.concatenate(units).astype(np.int64),
        np.concatenate(codes).astype(np.int64),
        weight,
        pl.Series(agencies, dtype=pl.String),
        rng.normal(0, 0.35, len(agencies)),
        chance,
    )


def _online(rng, is_online, weight):  # type: ignore[no-untyped-def]
    """Chance of filing online: none for the least used services, and the share of all dossiers on average."""
    rank = np.argsort(np.argsort(np.where(is_online, weight, np.inf)))
    used = is_online & (rank >= round(WITHOUT_ONLINE_DOSSIERS * is_online.sum()))
    leaning = rng.normal(0, 0.8, len(weight))
    low, high = -10.0, 10.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        chance = used / (1 + np.exp(-(leaning + middle)))
        low, high = (middle, high) if (chance * weight).sum() < ONLINE_SHARE * weight.sum() else (low, middle)
    return chance
