"""Violations where and when cameras ran: rush hours, busy days, weather of the site's day."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.simulation.camera_violations.cameras import DRAWS
from pipelines.simulation.drawing import Month, chosen, generator, positions, times
from pipelines.simulation.model import Simulation

HOURS = np.array([1, 1, 1, 1, 2, 4, 9, 11, 8, 6, 6, 7, 5, 5, 6, 7, 10, 12, 9, 7, 5, 4, 3, 2], float)
KINDS = {"red_light": 30, "speeding": 38, "wrong_lane": 20, "wrong_way": 2, "no_helmet": 10}
CLASSES = {"motorcycle": 58, "car": 28, "truck": 9, "bus": 3, "other": 2}
WEATHER = {"clear": 74, "rain": 20, "fog": 6}
LIMITS = np.array([50, 60, 80])
EXCESS, MOST = 11, 90
"""Mean and greatest excess over the limit, km/h."""
ALWAYS = 0.3
"""Traffic that does not depend on working days: the share of a mean day that every day has."""
HOUR, DAY = 3600, 86400


def events(simulation: Simulation, month: Month, running: pl.DataFrame) -> pl.DataFrame:
    """Events of the month, as camera analytics writes them."""
    rng = generator(simulation, DRAWS["event"], month)
    size = round(simulation.size * month.share) if running["minutes_up"].sum() else 0
    busy = pl.DataFrame({"day": month.days.astype("datetime64[ms]"), "busy": month.chances})
    weight = running.join(busy.cast({"day": pl.Date}), on="day", how="left", maintain_order="left")["busy"]
    chances = running["minutes_up"].to_numpy() * (weight.to_numpy() + ALWAYS / len(month.days))
    seen = running[positions(rng, chances, size) if size else []]
    day = seen["day"].to_physical().to_numpy().astype(np.int64)
    moment = day * DAY + positions(rng, HOURS, size) * HOUR + rng.integers(0, HOUR, size)
    frame = pl.DataFrame(
        {
            "event_id": identities(rng, size),
            "site_code": seen["site_code"],
            "camera_code": seen["camera_code"],
            "occurred_at": times(moment),
            "kind": chosen(rng, list(KINDS), list(KINDS.values()), size),
            "vehicle_class": chosen(rng, list(CLASSES), list(CLASSES.values()), size),
            "limit_kmh": LIMITS[rng.integers(0, len(LIMITS), size)],
            "excess": 1 + np.minimum(rng.exponential(EXCESS, size), MOST).astype(np.int64),
            "weather": _weather(simulation, month, seen),
            "evidence_sha256": _hexadecimal(rng, size, 64),
        }
    )
    speeding, helmet = pl.col("kind") == "speeding", pl.col("kind") == "no_helmet"
    return frame.select(
        "event_id", "site_code", "camera_code", "occurred_at", "kind",
        pl.when(helmet).then(pl.lit("motorcycle")).otherwise(pl.col("vehicle_class")).alias("vehicle_class"),
        pl.when(speeding).then(pl.col("limit_kmh") + pl.col("excess")).alias("speed_kmh"),
        pl.when(speeding).then(pl.col("limit_kmh")).alias("limit_kmh"),
        "weather", "evidence_sha256",
    )  # fmt: skip


def _weather(simulation: Simulation, month: Month, seen: pl.DataFrame) -> pl.Series:
    """One weather for each site and day."""
    rng = generator(simulation, DRAWS["weather"], month)
    sites = seen["site_code"].unique().sort()
    drawn = chosen(rng, list(WEATHER), list(WEATHER.values()), len(sites) * len(month.days))
    site = sites.search_sorted(seen["site_code"]).to_numpy() if len(sites) else np.zeros(0, np.int64)
    first = int(month.days[0].astype("datetime64[D]").astype(int))
    return drawn.gather(site * len(month.days) + seen["day"].to_physical().to_numpy() - first)


def identities(rng: np.random.Generator, size: int) -> pl.Series:
    """Identifiers in the form of UUIDs."""
    digits = pl.DataFrame({"text": _hexadecimal(rng, size, 32)})
    cuts = [(0, 8), (8, 4), (12, 4), (16, 4), (20, 12)]
    parts = [pl.col("text").str.slice(start, length) for start, length in cuts]
    return digits.select(pl.concat_str(parts, separator="-"))["text"]


def _hexadecimal(rng: np.random.Generator, size: int, digits: int) -> pl.Series:
    raw: NDArray[np.uint8] = np.frombuffer(rng.bytes(size * digits // 2), np.uint8)
    text = raw.tobytes().hex()
    return pl.Series([text[at : at + digits] for at in range(0, size * digits, digits)], dtype=pl.String)
