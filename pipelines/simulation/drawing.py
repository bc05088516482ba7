"""Draws that generators share; everything comes from the random generator that is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.simulation import seasons
from pipelines.simulation.model import Simulation

ZONE = "Asia/Ho_Chi_Minh"
MINUTE = 60
OPENS, CLOSES = 7 * 60 + 30, 17 * 60
"""Office hours in minutes after midnight."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Month:
    """One month of a simulation; each is drawn by itself, so that months can be made one by one."""

    name: str
    """``YYYY-MM``."""
    days: seasons.Days
    chances: Floats
    """How likely a record falls on each day; they add up to 1."""
    share: float
    """Share of all records that fall into the month."""


def months(simulation: Simulation) -> list[Month]:
    """The months of a simulation, in order."""
    days, weights = seasons.days(simulation), seasons.weights(simulation)
    names = days.astype("datetime64[M]")
    found = []
    for name in np.unique(names):
        chosen = names == name
        inner = weights[chosen]
        found.append(Month(str(name), days[chosen], inner / inner.sum(), inner.sum() / weights.sum()))
    return found


def generator(simulation: Simulation, kind: int, month: Month) -> np.random.Generator:
    """The random generator of one kind of record in one month, independent of all others."""
    return np.random.Generator(np.random.PCG64([simulation.seed, kind, int(month.name.replace("-", ""))]))


def chosen(rng: np.random.Generator, values: Sequence[str], chances: Sequence[float], size: int) -> pl.Series:
    """``size`` of the values, each as likely as its chance; chances need not add up to 1."""
    return pl.Series(values, dtype=pl.String).gather(positions(rng, np.asarray(chances, float), size))


def positions(rng: np.random.Generator, chances: Floats, size: int) -> Integers:
    """Positions, each as likely as its chance."""
    edges = np.cumsum(chances) / np.sum(chances)
    return np.minimum(np.searchsorted(edges, rng.random(size), side="right"), len(chances) - 1)


def seconds(rng: np.random.Generator, days: seasons.Days) -> Integers:
    """A moment in office hours of each day, in seconds of local time."""
    return days.astype("datetime64[s]").astype(np.int64) + MINUTE * rng.integers(OPENS, CLOSES, len(days))


def times(local: Integers, given: Truths | None = None) -> pl.Series:
    """Local seconds as times with zone; null where ``given`` is false."""
    series = pl.Series(local * 1000, dtype=pl.Int64).cast(pl.Datetime("ms")).dt.replace_time_zone(ZONE)
    return series if given is None else _null_unless(series, given)


def dates(days: seasons.Days, given: Truths | None = None) -> pl.Series:
    """Days as dates; null where ``given`` is false."""
    series = pl.Series(days.astype("datetime64[D]").astype(np.int32), dtype=pl.Int32).cast(pl.Date)
    return series if given is None else _null_unless(series, given)


def later(days: seasons.Days, working_days: Integers, off: seasons.Days) -> seasons.Days:
    """The day that lies so many working days after each day; the day itself, if worked, for none."""
    return np.busday_offset(days, working_days, roll="forward", weekmask="1111111", holidays=off)


def exactly(rng: np.random.Generator, eligible: Truths, share: float, leaning: Floats) -> Truths:
    """Exactly ``share`` of the eligible, rounded to whole records; those that lean to it more often.

    :param leaning: of each record, 0 on average; about 1 apart makes a clear difference
    """
    wanted = round(share * int(eligible.sum()))
    rank = np.where(eligible, leaning + rng.gumbel(size=len(leaning)), -np.inf)
    result = np.zeros(len(rank), bool)
    result[np.argsort(-rank, kind="stable")[:wanted]] = True
    return result


def _null_unless(series: pl.Series, given: Truths) -> pl.Series:
    frame = pl.DataFrame({"value": series, "given": given})
    return frame.select(pl.when("given").then("value"))["value"]
