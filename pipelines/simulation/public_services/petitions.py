"""Petitions and their steps of one month: about one for 400 dossiers."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation import drawing
from pipelines.simulation.drawing import Month
from pipelines.simulation.model import Simulation
from pipelines.simulation.public_services.catalogue import Catalogue
from pipelines.simulation.public_services.dossiers import DAY, HOUR

FOR_DOSSIERS = 400
CLASSES = {"regulations": 0.6, "conduct": 0.2, "other": 0.2}


def records(simulation: Simulation, known: Catalogue, month: Month) -> dict[str, pl.DataFrame]:
    """Kinds ``petition`` and ``petition_event``."""
    rng = drawing.generator(simulation, 22, month)
    size = max(1, round(simulation.size * month.share / FOR_DOSSIERS))
    sent = drawing.seconds(rng, month.days[drawing.positions(rng, month.chances, size)])
    name = month.name.replace("-", "")
    numbers = pl.Series([f"PAKN.{name}-{number:05d}" for number in range(1, size + 1)], dtype=pl.String)
    is_direct = rng.random(size) < 0.6
    petition = pl.DataFrame(
        {
            "petition_number": numbers,
            "unit_code": known.units.gather(rng.integers(0, len(known.units), size)),
            "petition_class": drawing.chosen(rng, list(CLASSES), list(CLASSES.values()), size),
            "is_direct": is_direct,
            "sent_at": _times(sent),
            "likes": rng.poisson(0.6, size),
            "dislikes": rng.poisson(0.25, size),
            "is_repeated": rng.random(size) < 0.03,
        }
    )
    return {"petition": petition, "petition_event": _events(rng, numbers, sent, is_direct, simulation)}


def _times(seconds) -> pl.Series:  # type: ignore[no-untyped-def]
    return pl.Series(seconds * 1_000_000, dtype=pl.Int64).cast(pl.Datetime("us"))


def _events(rng, numbers, sent, is_direct, simulation) -> pl.DataFrame:  # type: ignore[no-untyped-def]
    size = len(sent)
    last = (np.datetime64(simulation.end) + 1).astype("datetime64[s]").astype(np.int64)
    way = rng.random(size)
    refused, answered = way < 0.08, way >= 0.12
    asked = answered & (rng.random(size) < 0.1)
    moved = sent + rng.integers(HOUR, 4 * DAY, size)
    start = np.where(is_direct, sent, moved)
    taken = start + rng.integers(HOUR, 3 * DAY, size)
    request = taken + rng.integers(HOUR, 5 * DAY, size)
    given = request + rng.integers(DAY, 6 * DAY, size)
    handling = np.where(asked, given, taken) + rng.integers(HOUR, 3 * DAY, size)
    answer = handling + (DAY * rng.lognormal(1.9, 0.6, size)).astype(np.int64)
    published = answer + rng.integers(HOUR, 4 * DAY, size)
    steps = [
        ("transferred", moved, ~is_direct),
        ("received_locally", start, np.ones(size, bool)),
        ("refused", taken, refused),
        ("supplement_requested", request, asked),
        ("supplemented", given, asked),
        ("handling", handling, answered),
        ("awaiting_publication", answer, answered),
        ("published", published, answered & (rng.random(size) < 0.95)),
    ]
    parts = []
    for status, at, happens in steps:
        chosen = np.flatnonzero(happens & (at < last))
        columns = {"petition_number": numbers.gather(chosen), "occurred_at": _times(at[chosen])}
        parts.append(
            pl.DataFrame(columns).select("petition_number", pl.lit(status).alias("status"), "occurred_at")
        )
    return pl.concat(parts)
