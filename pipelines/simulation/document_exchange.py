"""Simulated edXML messages between agencies of the province and others, with the statuses that come back.

Columns are those that a folder of edXML messages is read into. Shares and times are assumed.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.simulation.drawing import (
    MINUTE,
    Floats,
    Integers,
    Month,
    dates,
    generator,
    months,
    positions,
    seconds,
    times,
)
from pipelines.simulation.model import Simulation
from pipelines.simulation.offices import Offices

KIND, WRONG = 13, 0.003
OUTSIDE = ("G01", "G09", "G13", "H26", "H31", "H42")
"""Ministries and other provinces as the other side."""
FROM_OUTSIDE, TO_OUTSIDE = 0.08, 0.06
REFUSED, SILENT = 0.01, 0.02
DAY = 24 * 60 * MINUTE


def records(simulation: Simulation) -> dict[str, pl.DataFrame]:
    """Messages, about ``size``, and the statuses on them."""
    made = [month_of_messages(simulation, month) for month in months(simulation)]
    return {
        "message": pl.concat([message for message, _ in made]),
        "message_status": pl.concat([status for _, status in made]),
    }


def month_of_messages(simulation: Simulation, month: Month) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Messages that are sent in one month, a few of them impossible, and their statuses."""
    rng, offices = generator(simulation, KIND, month), Offices.of(simulation)
    size = round(simulation.size * month.share)
    codes = pl.concat([offices.codes, pl.Series(OUTSIDE)])
    sender = _side(rng, offices, FROM_OUTSIDE, size)
    recipient = _side(rng, offices, np.where(sender < len(offices.codes), TO_OUTSIDE, 0.0), size)
    sent = seconds(rng, rng.choice(month.days, size, p=month.chances))
    number = np.arange(1, size + 1)
    is_wrong = rng.random(size) < WRONG
    frame = pl.DataFrame(
        {
            "from_code": codes.gather(sender),
            "to_code": codes.gather(recipient),
            "code_number": pl.Series(number).cast(pl.String),
            "promulgated_on": dates((sent + np.where(is_wrong, 9 * DAY, 0)).astype("datetime64[s]")),
            "sent_at": times(sent),
        }
    ).filter(pl.col("from_code") != pl.col("to_code"))
    kept = codes.gather(sender) != codes.gather(recipient)
    messages = _completed(frame, month)
    return messages, _statuses(rng, messages, sent[kept.to_numpy()], simulation, month)


def _side(rng: np.random.Generator, offices: Offices, outside: float | Floats, size: int) -> Integers:
    """Positions among the agencies, or after them where it lies outside the province."""
    others = len(offices.codes) + rng.integers(0, len(OUTSIDE), size)
    return np.where(rng.random(size) < outside, others, positions(rng, offices.load, size))


def _completed(frame: pl.DataFrame, month: Month) -> pl.DataFrame:
    """All columns of a document message."""
    day = pl.col("sent_at").dt.strftime("%Y/%m/%d")
    return frame.select(
        pl.format("{},{},{}/CV", "from_code", day, "code_number").alias("document_id"),
        "from_code",
        "to_code",
        "code_number",
        pl.lit("CV").alias("code_notation"),
        "promulgated_on",
        pl.lit("2").alias("document_type"),
        pl.lit("Văn bản mô phỏng").alias("subject"),
        pl.lit(None, pl.Date).alias("due_on"),
        pl.lit("0").alias("priority"),
        pl.lit("0").alias("steering_type"),
        pl.lit("0").alias("business_type"),
        pl.lit(None, pl.String).alias("responds_to"),
        pl.lit("true").alias("is_signed"),
        pl.lit("false").alias("has_paper"),
        "sent_at",
        pl.lit(1, pl.Int64).alias("attachment_count"),
        pl.format(f"{month.name}/document-{{}}.edxml", "code_number").alias("message_file"),
        pl.lit(None, pl.String).alias("unreadable"),
    )


def _statuses(
    rng: np.random.Generator, messages: pl.DataFrame, sent: Integers, simulation: Simulation, month: Month
) -> pl.DataFrame:
    """Arrival, refusal or acceptance and, for most of those, the end; nothing that lies ahead."""
    size = messages.height
    fate = rng.random(size)
    waited = (rng.lognormal(5.2, 1.1, size)).astype(np.int64) * MINUTE
    ended = waited + rng.integers(1, 12, size) * DAY
    steps = {
        "01": (MINUTE + np.zeros(size, np.int64), fate >= 0),
        "02": (waited, fate < REFUSED),
        "03": (waited, fate >= REFUSED + SILENT),
        "06": (ended, fate >= REFUSED + SILENT + 0.1),
    }
    last = np.datetime64(simulation.end, "s").astype(np.int64) + DAY
    parts = []
    for code, (after, happened) in steps.items():
        chosen = np.flatnonzero(happened & (sent + after < last))
        report = messages[chosen].select(
            "document_id",
            pl.col("from_code").alias("document_owner_code"),
            pl.col("to_code").alias("from_code"),
        )
        parts.append(
            report.with_columns(
                status_code=pl.lit(code),
                status_at=times((sent + after)[chosen]),
                message_file=pl.format(f"{month.name}/status-{code}-{{}}.edxml", pl.Series(chosen)),
                unreadable=pl.lit(None, pl.String),
            )
        )
    return pl.concat(parts)
