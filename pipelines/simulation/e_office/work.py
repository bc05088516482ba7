"""Simulated tasks, meetings and work-calendar entries. Their shares are assumed; no article reports any."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation.drawing import MINUTE, Month, chosen, dates, generator, later, seconds, times
from pipelines.simulation.model import Simulation
from pipelines.simulation.offices import LEVELS, Offices

TASKS, MEETINGS, ENTRIES = 0.05, 0.012, 0.03
"""Records for each document."""
KINDS = {"task": 3, "meeting": 4, "calendar_entry": 5}
DAY = 24 * 60 * MINUTE


def tasks(simulation: Simulation, month: Month) -> pl.DataFrame:
    """Tasks that are assigned in the month."""
    rng, offices, size = _begun(simulation, month, "task", TASKS)
    off = np.array(sorted(simulation.calendar.off), dtype="datetime64[D]")
    end = np.datetime64(simulation.end, "D")
    agency = offices.drawn(rng, size)
    assigned = rng.choice(month.days, size, p=month.chances)
    allowed = rng.integers(5, 31, size)
    share = rng.lognormal(-0.35 - 0.2 * offices.leaning[agency], 0.45, size)
    ended = later(assigned, np.floor(share * allowed).astype(np.int64), off)
    on_due_day = rng.random(size) < 0.15
    due = later(assigned, allowed, off)
    ended = np.where(on_due_day, due, ended)
    is_over = (ended <= end) & (rng.random(size) < 0.99)
    is_withdrawn = rng.random(size) < 0.015
    updated = np.where(is_over, ended, assigned)
    return pl.DataFrame(
        {
            "task_id": _identity("NV", month, size),
            "agency_code": offices.codes.gather(agency),
            "assigned_by": _assigner(rng, offices, offices.level[agency]),
            "assigned_on": dates(assigned),
            "due_on": dates(due, rng.random(size) < 0.93),
            "extensions": rng.poisson(0.08, size),
            "finished_on": dates(ended, is_over & ~is_withdrawn),
            "withdrawn_on": dates(ended, is_over & is_withdrawn),
            "updated_at": times(seconds(rng, updated)),
        }
    )


def meetings(simulation: Simulation, month: Month) -> pl.DataFrame:
    """Meetings that start in the month."""
    rng, offices, size = _begun(simulation, month, "meeting", MEETINGS)
    agency = offices.drawn(rng, size)
    starts = seconds(rng, rng.choice(month.days, size, p=month.chances))
    mode = chosen(rng, ["in_person", "online", "hybrid"], [55, 25, 20], size)
    sites = np.where((mode == "in_person").to_numpy(), 1, 2 + rng.geometric(0.12, size))
    return pl.DataFrame(
        {
            "meeting_id": _identity("HOP", month, size),
            "agency_code": offices.codes.gather(agency),
            "starts_at": times(starts),
            "ends_at": times(starts + 15 * MINUTE * rng.integers(2, 17, size)),
            "mode": mode,
            "is_paperless": rng.random(size) < 0.55 + 0.1 * offices.leaning[agency],
            "sites": sites,
            "status": chosen(rng, ["held", "cancelled"], [97, 3], size),
            "updated_at": times(starts + DAY),
        }
    )


def calendar_entries(simulation: Simulation, month: Month) -> pl.DataFrame:
    """Work-calendar entries that are planned for the month."""
    rng, offices, size = _begun(simulation, month, "calendar_entry", ENTRIES)
    agency = offices.drawn(rng, size)
    day = rng.choice(month.days, size, p=month.chances)
    starts = seconds(rng, day)
    monday = day - (day.astype("datetime64[D]").astype(int) + 3) % 7
    in_advance = rng.random(size) < 0.88
    published_day = np.where(in_advance, monday - rng.integers(1, 4, size), np.maximum(monday, day - 1))
    published = np.minimum(seconds(rng, published_day), starts - 10 * MINUTE)
    is_changed = rng.random(size) < 0.12
    changed = (
        published + ((starts - published) * rng.uniform(0.05, 0.95, size)).astype(np.int64) // MINUTE * MINUTE
    )
    return pl.DataFrame(
        {
            "entry_id": _identity("LCT", month, size),
            "agency_code": offices.codes.gather(agency),
            "purpose": chosen(
                rng, ["meeting", "field_visit", "citizen_reception", "other"], [60, 18, 7, 15], size
            ),
            "starts_at": times(starts),
            "published_at": times(published),
            "changed_at": times(changed, is_changed),
            "status": chosen(rng, ["kept", "cancelled"], [95, 5], size),
            "updated_at": times(starts),
        }
    )


def _begun(
    simulation: Simulation, month: Month, kind: str, for_each_document: float
) -> tuple[np.random.Generator, Offices, int]:
    size = round(simulation.size * month.share * for_each_document)
    return generator(simulation, KINDS[kind], month), Offices.of(simulation), size


def _identity(prefix: str, month: Month, size: int) -> pl.Series:
    number = pl.Series(np.arange(1, size + 1)).cast(pl.String).str.zfill(6)
    return pl.select(pl.format(f"{prefix}-{month.name}-{{}}", number)).to_series()


def _assigner(rng: np.random.Generator, offices: Offices, level: np.ndarray) -> pl.Series:
    """The agency's own level or one above it; central agencies above the province."""
    above = ["central", *(name for name in LEVELS if name not in offices.without())]
    place = np.array([above.index(name) if name in above else 0 for name in LEVELS])[level]
    steps = rng.choice([0, 1, 2], len(level), p=[0.3, 0.6, 0.1])
    return pl.Series(above).gather(np.maximum(place - steps, 0).astype(np.uint32))
