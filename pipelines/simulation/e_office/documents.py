"""Simulated documents out and in.

In the reference month the shares that article A reports are met to the nearest whole document; before it
they grow, after it they grow slowly. The article is of about 2024 and names no month: the middle of that year
stands for it. Everything else (levels, urgency, handling times) is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from pipelines.simulation.drawing import (
    MINUTE,
    ZONE,
    Floats,
    Integers,
    Month,
    Truths,
    chosen,
    dates,
    exactly,
    generator,
    later,
    seconds,
    times,
)
from pipelines.simulation.model import Simulation
from pipelines.simulation.offices import Offices

REFERENCE_MONTH = "2024-06"
SIGNED, VIA_PLATFORM = 0.782, 0.992
"""Reported by article A: share signed by leaders and organisations; share sent through the platform."""
OUTGOING = 0.4
"""Share of all documents."""
MOMENT = pl.Datetime("ms", ZONE)
COLUMNS: Mapping[str, type[pl.DataType] | pl.DataType] = {
    "document_id": pl.String, "agency_code": pl.String, "direction": pl.String, "form": pl.String,
    "secrecy": pl.String, "urgency": pl.String, "is_signed_by_leader": pl.Boolean,
    "is_signed_by_organisation": pl.Boolean, "channel": pl.String, "partner_levels": pl.String,
    "registered_at": MOMENT, "signed_at": MOMENT, "released_at": MOMENT, "due_on": pl.Date,
    "handled_at": MOMENT, "updated_at": MOMENT,
}  # fmt: skip
KINDS = {"out": 1, "in": 2}
SECRECY = {"none": 97.5, "confidential": 2.0, "secret": 0.4, "top_secret": 0.1}
URGENCY = {"normal": 90.0, "urgent": 7.0, "very_urgent": 2.0, "flash": 1.0}
NOTATIONS = {"CV": 60.0, "BC": 12.0, "TB": 8.0, "QĐ": 10.0, "KH": 5.0, "GM": 5.0}
PARTNERS: Mapping[str, tuple[float, float, float]] = {
    "central": (12, 1, 0),
    "central province": (3, 0, 0),
    "other_province": (4, 1, 0.2),
    "province": (40, 35, 5),
    "province district": (14, 6, 2),
    "province district commune": (3, 1, 1),
    "district": (12, 14, 52),
    "district commune": (4, 12, 10),
    "commune": (1, 22, 20),
    "other": (7, 8, 9.8),
}
"""Levels of the other side and their chances for agencies of the province, of districts and of communes."""


def documents(simulation: Simulation, month: Month) -> pl.DataFrame:
    """Documents that are released or registered in the month."""
    offices = Offices.of(simulation)
    size = round(simulation.size * month.share)
    outgoing = round(OUTGOING * size)
    return pl.concat(
        [
            _outgoing(simulation, month, offices, outgoing),
            _incoming(simulation, month, offices, size - outgoing),
        ]
    )


def _outgoing(simulation: Simulation, month: Month, offices: Offices, size: int) -> pl.DataFrame:
    rng = generator(simulation, KINDS["out"], month)
    agency = offices.drawn(rng, size)
    released = seconds(rng, rng.choice(month.days, size, p=month.chances))
    waited = rng.choice([0, 1, 2, 4], size, p=[0.86, 0.1, 0.03, 0.01])
    signed = released - waited * 24 * 60 * MINUTE - rng.integers(5, 180, size) * MINUTE
    common = _common(rng, offices, agency, size)
    is_open = (common["secrecy"] == "none").to_numpy()
    electronic = rng.random(size) < np.where(is_open, 0.97, 0.05)
    leaning = offices.leaning[agency]
    step = _months_after_reference(month)
    both = exactly(rng, electronic & is_open, _grown(SIGNED, 0.008, step), leaning)
    alone = np.where(electronic & ~both, rng.choice([0, 1, 2], size, p=[0.35, 0.45, 0.2]), 0)
    platform = exactly(rng, is_open, _grown(VIA_PLATFORM, 0.0015, step), leaning)
    return _frame(
        common,
        direction="out",
        document_id=_identity(rng, common["agency_code"], released, month, size),
        form=_texts(electronic, "electronic", "paper"),
        is_signed_by_leader=both | (alone == 1),
        is_signed_by_organisation=both | (alone == 2),
        channel=_channel(rng, platform, is_open),
        registered_at=times(released - rng.integers(1, 5, size) * MINUTE),
        signed_at=times(signed),
        released_at=times(released),
        updated_at=times(released + rng.integers(0, 30, size) * MINUTE),
    )


def _incoming(simulation: Simulation, month: Month, offices: Offices, size: int) -> pl.DataFrame:
    rng = generator(simulation, KINDS["in"], month)
    off = np.array(sorted(simulation.calendar.off), dtype="datetime64[D]")
    end = np.datetime64(simulation.end, "D")
    agency = offices.drawn(rng, size)
    day = rng.choice(month.days, size, p=month.chances)
    registered = seconds(rng, day)
    common = _common(rng, offices, agency, size)
    is_open = (common["secrecy"] == "none").to_numpy()
    platform = exactly(
        rng, is_open, _grown(0.97, 0.0015, _months_after_reference(month)), offices.leaning[agency]
    )
    allowed = rng.integers(3, 16, size)
    has_deadline = rng.random(size) < 0.45
    days_taken = _days_taken(rng, offices.leaning[agency], np.where(has_deadline, allowed, 12), size)
    handled_day = later(day, days_taken, off)
    is_handled = (handled_day <= end) & (rng.random(size) < 0.996)
    handled = np.maximum(seconds(rng, handled_day), registered + 15 * MINUTE)
    sender = pl.select(pl.format("N{}", pl.Series(rng.integers(100, 999, size)))).to_series()
    return _frame(
        common,
        direction="in",
        document_id=_identity(rng, sender, registered, month, size),
        form=_texts(platform | (rng.random(size) < 0.3), "electronic", "paper"),
        channel=_channel(rng, platform, is_open),
        registered_at=times(registered),
        due_on=dates(later(day, allowed, off), has_deadline),
        handled_at=times(handled, is_handled),
        updated_at=times(np.where(is_handled, handled, registered) + rng.integers(0, 30, size) * MINUTE),
    )


def _common(rng: np.random.Generator, offices: Offices, agency: Integers, size: int) -> pl.DataFrame:
    possible = [not offices.without() & set(levels.split()) for levels in PARTNERS]
    chances = np.array(list(PARTNERS.values())).T * possible
    edges = np.cumsum(chances / chances.sum(axis=1, keepdims=True), axis=1)
    partner = (rng.random(size)[:, None] > edges[offices.level[agency]]).sum(axis=1)
    return pl.DataFrame(
        {
            "agency_code": offices.codes.gather(agency),
            "secrecy": chosen(rng, list(SECRECY), list(SECRECY.values()), size),
            "urgency": chosen(rng, list(URGENCY), list(URGENCY.values()), size),
            "partner_levels": pl.Series(list(PARTNERS)).gather(np.minimum(partner, len(PARTNERS) - 1)),
        }
    )


def _identity(
    rng: np.random.Generator, sender: pl.Series, moment: Integers, month: Month, size: int
) -> pl.Series:
    """Sender, day, number and notation, as edXML messages name a document; numbers differ within a month."""
    day = dates(moment.astype("datetime64[s]")).dt.strftime("%Y/%m/%d")
    notation = chosen(rng, list(NOTATIONS), list(NOTATIONS.values()), size)
    number = pl.Series(np.arange(1, size + 1))
    return pl.select(pl.format("{},{},{}/{}", sender, day, number, notation)).to_series()


def _channel(rng: np.random.Generator, platform: Truths, is_open: Truths) -> pl.Series:
    """Secret documents go by courier or in person; others that miss the platform by post or e-mail too."""
    outside = chosen(rng, ["email", "post", "in_person"], [50, 35, 15], len(platform))
    secret = chosen(rng, ["post", "in_person"], [60, 40], len(platform))
    frame = pl.DataFrame({"platform": platform, "is_open": is_open, "outside": outside, "secret": secret})
    return frame.select(
        channel=pl.when("platform")
        .then(pl.lit("platform"))
        .when("is_open")
        .then("outside")
        .otherwise("secret")
    )["channel"]


def _days_taken(rng: np.random.Generator, leaning: Floats, allowed: Integers, size: int) -> Integers:
    """Working days until a document is handled: within what is allowed about nine times in ten."""
    share = rng.lognormal(-0.7 - 0.15 * leaning, 0.55, size)
    return np.floor(share * allowed).astype(np.int64)


def _months_after_reference(month: Month) -> int:
    step = np.datetime64(month.name, "M") - np.datetime64(REFERENCE_MONTH, "M")
    return int(step.astype(int))


def _grown(share: float, slope: float, step: int) -> float:
    """The share so many months after the reference month: half as steep from there on, 5 to 99.8 %."""
    return float(np.clip(share + slope * step * (0.5 if step > 0 else 1.0), 0.05, 0.998))


def _texts(truths: Truths, yes: str, no: str) -> pl.Series:
    return pl.Series([no, yes]).gather(truths.astype(np.uint32))


def _frame(common: pl.DataFrame, **columns: pl.Series | Truths | str) -> pl.DataFrame:
    """All columns of a document in their order; what a direction does not have is null."""
    filled = common.with_columns(
        pl.lit(value).alias(name) if isinstance(value, str) else pl.Series(name, value)
        for name, value in columns.items()
    )
    return filled.select(
        pl.col(name) if name in filled.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in COLUMNS.items()
    ).cast(pl.Schema(COLUMNS))
