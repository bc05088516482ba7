"""Documents out and in: signing, sending, receiving, processing.

Definitions (Decree 30/2020/NĐ-CP unless another text is named)

- *electronic document*: a data message, created so or digitised, in the prescribed format (article 3(4)).
- *outgoing*: issued by the agency (3(5)); counted in the month of its release (article 18).
- *incoming*: received by the agency (3(6)); counted in the month of its registration (article 22).
- *signed by the leader*: digital signature of the authorised person (article 13);
  *by the organisation*: digital signature of the agency (article 17). Both together give an electronic
  document the legal value of a paper original (article 5(1)); only then is it ``signed_by_both``.
- *secret*: a level of secrecy under article 8 of Law 29/2018/QH14. Secret documents are outside Decision
  28/2018/QĐ-TTg on sending electronic documents, so they are in neither the numerator nor the denominator of
  the shares of signing and sending.
- *sent through the platform*: through the interconnected document systems (Decision 28/2018/QĐ-TTg, article
  3(2)); the denominator is every outgoing document that is not secret, paper ones included.
- *released in time*: on the day of signing or the next working day, urgent ones on that day (article 18(1)).
- *handled*: what the document asked for is done (article 24), counted in the month it was done; in time up to
  the deadline set for it. A document without a deadline is counted apart. Processing time is working days
  after registration up to the day it was done.
"""

from __future__ import annotations

import polars as pl

from pipelines.e_office.deadlines import deadline
from pipelines.pipeline import Context
from pipelines.statistics.events import EVERY, added, day, events

SECRET = pl.col("secrecy") != "none"
OPEN = ~SECRET
ELECTRONIC = OPEN & (pl.col("form") == "electronic")
LEADER, ORGANISATION = pl.col("is_signed_by_leader"), pl.col("is_signed_by_organisation")
PLATFORM = OPEN & (pl.col("channel") == "platform")
PARTNERS = ("central", "other_province", "province", "district", "commune", "other")
"""Levels that documents are exchanged with; ``other`` are citizens, enterprises and organisations."""


def documents(records: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Counts of documents by month and agency."""
    out = pl.col("direction") == "out"
    return added(outgoing(records.filter(out), context), incoming(records.filter(~out), context))


def outgoing(records: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Outgoing documents by month of release."""
    limits = context.settings["release"]
    allowed = (
        pl.when(pl.col("urgency") == "normal")
        .then(limits["working_days"])
        .otherwise(limits["urgent_working_days"])
    )
    taken = context.calendar.working_days_between(
        pl.col("signed_at").dt.date(), pl.col("released_at").dt.date()
    )
    return events(
        records,
        day("released_at", context),
        {
            "outgoing": EVERY,
            "outgoing_secret": SECRET,
            "electronic": ELECTRONIC,
            "signed_by_leader": ELECTRONIC & LEADER,
            "signed_by_organisation": ELECTRONIC & ORGANISATION,
            "signed_by_both": ELECTRONIC & LEADER & ORGANISATION,
            "sendable": OPEN,
            "via_platform": PLATFORM,
            "released_in_time": taken <= allowed,
        },
    )


def incoming(records: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Incoming documents by month of registration, of handling, and of the day they became overdue."""
    frame = records.with_columns(
        registered=day("registered_at", context),
        handled=day("handled_at", context),
        last_day=deadline("due_on", context),
    ).with_columns(late=pl.col("handled") > pl.col("last_day"))
    missed = pl.col("handled").is_null() | pl.col("late")
    overdue_since = pl.col("last_day") + pl.duration(days=1)
    became_overdue = pl.when(missed & (overdue_since <= context.as_of)).then(overdue_since)
    taken = context.calendar.working_days_between(pl.col("registered"), pl.col("handled"))
    return added(
        events(
            frame,
            pl.col("registered"),
            {"incoming": EVERY, "incoming_secret": SECRET, "incoming_via_platform": PLATFORM},
        ),
        events(
            frame,
            pl.col("handled"),
            {
                "handled": EVERY,
                "handled_in_time": ~pl.col("late"),
                "handled_late": pl.col("late"),
                "handled_with_deadline": pl.col("due_on").is_not_null(),
                "processing_days": taken,
            },
        ),
        events(frame, became_overdue, {"became_overdue": EVERY}),
    )


def exchange(records: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Documents that are not secret by direction and level of the other side.

    A document that goes to several levels counts once at each, so levels do not add up to ``documents``.
    """
    moment = pl.when(pl.col("direction") == "out").then("released_at").otherwise("registered_at")
    frame = records.filter(OPEN).with_columns(moment=moment)
    with_level = {
        f"with_{level}": pl.col("partner_levels").str.contains(rf"\b{level}\b") for level in PARTNERS
    }
    return events(
        frame, day("moment", context), {"documents": EVERY, **with_level}, ("agency_code", "direction")
    )
