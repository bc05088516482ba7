"""Dossiers and their status changes of one month.

About five changes a dossier: accepted, assigned, presented, done, returned; one in fourteen is asked for
more, a few are refused, withdrawn or stopped; what would happen after the last day has not happened. One
due date in ten is missing, one in a hundred dossiers was never accepted.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation import drawing
from pipelines.simulation.drawing import Integers, Month, Truths
from pipelines.simulation.model import Simulation
from pipelines.simulation.public_services.catalogue import Catalogue
from pipelines.simulation.seasons import Days

HOUR, DAY = 3600, 86400
ENDS = (("done", 0.945), ("refused", 0.025), ("withdrawn", 0.02), ("stopped", 0.01))


def records(simulation: Simulation, known: Catalogue, month: Month) -> dict[str, pl.DataFrame]:
    """Kinds ``dossier`` and ``status_event``."""
    rng = drawing.generator(simulation, 21, month)
    size = round(simulation.size * month.share)
    pair = drawing.positions(rng, known.pair_weight, size)
    unit, procedure = known.pair_unit[pair], known.pair_procedure[pair]
    off = np.array(sorted(simulation.calendar.off), dtype="datetime64[D]")
    is_online = rng.random(size) < known.online[procedure]
    filed = month.days[drawing.positions(rng, month.chances, size)]
    submitted = drawing.seconds(rng, filed)
    opened = drawing.later(filed, (is_online & (rng.random(size) < 0.3)).astype(int), off)
    is_accepted = rng.random(size) >= 0.01
    received = np.maximum(submitted, drawing.seconds(rng, opened))
    limit = _limit_days(known.procedures)[procedure]
    due = drawing.later(opened, np.maximum(limit, 1), off)
    numbers = _numbers(month, size)
    frame = pl.DataFrame(
        {
            "dossier_number": numbers,
            "procedure_code": known.procedures["procedure_code"].gather(procedure),
            "unit_code": known.units.gather(unit),
            "limit_value": known.procedures["limit_value"].gather(procedure),
            "limit_unit": known.procedures["limit_unit"].gather(procedure),
            "returns_paper": known.procedures["returns_paper"].gather(procedure),
            "has_fee": known.procedures["has_fee"].gather(procedure),
            "channel": _channel(rng, is_online),
            "submitted_at": _times(submitted),
            "received_at": _times(received, is_accepted),
            **_due(rng, due, size),
        }
    )
    flags = _flags(rng, frame, is_online)
    asked = _Asked(rng, received, is_accepted)
    end, kind = _end(rng, simulation, opened, limit, known.care[unit], off)
    end = np.maximum(end + asked.pause, np.maximum(received, asked.last) + HOUR)
    events = _events(rng, numbers, received, end, kind, asked, is_accepted, simulation)
    return {"dossier": pl.concat([frame, flags], how="horizontal"), "status_event": events}


def _numbers(month: Month, size: int) -> pl.Series:
    running = pl.DataFrame({"number": np.arange(1, size + 1)})
    name = "H99." + month.name.replace("-", "")
    return running.select(pl.format(name + "-{}", pl.col("number").cast(pl.String).str.zfill(7))).to_series()


def _limit_days(procedures: pl.DataFrame) -> Integers:
    value, unit = procedures["limit_value"].to_numpy(), procedures["limit_unit"].to_numpy()
    factor = np.select([unit == "hour", unit == "month", unit == "day"], [0.0, 21.0, 0.7], 1.0)
    return np.round(value * factor).astype(np.int64)


def _channel(rng: np.random.Generator, is_online: Truths) -> pl.Series:
    drawn = rng.random(len(is_online))
    at_counter = np.select([drawn < 0.04, drawn < 0.1], [3, -1], 1)
    return pl.Series(np.where(is_online, 2, at_counter)).replace(-1, None)


def _times(seconds: Integers, given: Truths | None = None) -> pl.Series:
    return drawing.times(seconds, given).dt.replace_time_zone(None).cast(pl.Datetime("us"))


def _due(rng: np.random.Generator, due: Days, size: int) -> dict[str, pl.Series]:
    given, has_hour = rng.random(size) >= 0.1, rng.random(size) < 0.5
    original = due.astype("datetime64[s]").astype(np.int64) + np.where(has_hour, 16 * HOUR, 0)
    moved = np.where(rng.random(size) < 0.02, 3 * DAY, 0)
    return {"due_at": _times(original + moved, given), "original_due_at": _times(original, given)}


def _flags(rng: np.random.Generator, frame: pl.DataFrame, is_online: Truths) -> pl.DataFrame:
    size = len(frame)
    owes = frame["has_fee"].to_numpy() & (rng.random(size) < 0.85)
    fee = np.where(owes, 1000 * rng.integers(5, 500, size), 0)
    pays = owes & (rng.random(size) < np.where(is_online, 0.75, 0.15))
    way = np.where(pays, rng.integers(1, 3, size), 0)
    return pl.DataFrame(
        {
            "is_synchronised": rng.random(size) < 0.97,
            "has_component_file": rng.random(size) < np.where(is_online, 0.97, 0.5),
            "has_result_file": rng.random(size) < 0.7,
            "reuses_data": rng.random(size) < 0.12,
            "uses_personal_store": rng.random(size) < 0.03,
            "uses_population_data": rng.random(size) < np.where(is_online, 0.8, 0.3),
            "fee_vnd": fee,
            "online_payment": way,
            "is_dissatisfied": rng.random(size) < 0.0004,
        }
    )


class _Asked:
    """Requests for more papers: when they were made and answered, in seconds; 0 where not."""

    def __init__(self, rng: np.random.Generator, received: Integers, accepted: Truths) -> None:
        size = len(received)
        is_asked = accepted & (rng.random(size) < 0.07)
        twice = is_asked & (rng.random(size) < 0.06)
        answered = is_asked & (rng.random(size) < 0.9)
        self.first = np.where(is_asked, received + rng.integers(2 * HOUR, 3 * DAY, size), 0)
        self.answer = np.where(answered, self.first + rng.integers(HOUR, 12 * DAY, size), 0)
        after = np.where(answered, self.answer, self.first)
        self.second = np.where(twice, after + rng.integers(HOUR, 2 * DAY, size), 0)
        second_answered = twice & (rng.random(size) < 0.8)
        self.second_answer = np.where(second_answered, self.second + rng.integers(HOUR, 5 * DAY, size), 0)
        self.last = np.maximum.reduce([self.first, self.answer, self.second, self.second_answer])
        self.waits = (is_asked & ~answered & ~second_answered) | (twice & ~second_answered)
        first_pause = np.where(answered, self.answer - self.first, 0)
        self.pause = first_pause + np.where(second_answered, self.second_answer - self.second, 0)


def _end(rng, simulation, opened, limit, care, off):  # type: ignore[no-untyped-def]
    """Seconds at which the work ends, and how; about one in fourteen takes longer than it may."""
    size = len(opened)
    taken = np.maximum(limit, 1) * rng.lognormal(-0.75 - care * 0.5, 0.5, size)
    day = drawing.later(opened, np.floor(taken).astype(int), off)
    kind = drawing.positions(rng, np.array([share for _, share in ENDS]), size)
    return drawing.seconds(rng, day), kind


def _events(rng, numbers, received, end, kind, asked, accepted, simulation) -> pl.DataFrame:  # type: ignore[no-untyped-def]
    last = (np.datetime64(simulation.end) + 1).astype("datetime64[s]").astype(np.int64)
    ended = accepted & ~asked.waits
    steps: list[tuple[str, Integers, Truths]] = [
        ("accepted", received, accepted),
        ("assigned", received + rng.integers(60, 3 * HOUR, len(end)), accepted),
        ("presented", end - rng.integers(60, HOUR, len(end)), ended & (kind == 0)),
        ("supplement_requested", asked.first, asked.first > 0),
        ("supplemented", asked.answer, asked.answer > 0),
        ("supplement_requested", asked.second, asked.second > 0),
        ("supplemented", asked.second_answer, asked.second_answer > 0),
        *((name, end, ended & (kind == place)) for place, (name, _) in enumerate(ENDS)),
        ("returned", end + rng.integers(HOUR, 3 * DAY, len(end)), ended & (kind == 0)),
    ]
    return pl.concat(_step(numbers, *step, last) for step in steps)


def _step(numbers: pl.Series, status: str, at: Integers, given: Truths, last: int) -> pl.DataFrame:
    chosen = np.flatnonzero(given & (at < last))
    times = pl.Series(at[chosen] * 1_000_000, dtype=pl.Int64).cast(pl.Datetime("us"))
    columns = {"dossier_number": numbers.gather(chosen), "occurred_at": times}
    return pl.DataFrame(columns).select("dossier_number", pl.lit(status).alias("status"), "occurred_at")
