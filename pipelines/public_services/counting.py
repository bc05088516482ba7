"""From checked records of one chunk to additive counts.

Records of a dossier lie in one chunk, so do those of a petition. Counts are kept by month, unit and
procedure: sums of them give every period and every unit above, and a procedure counts as used where its sum
is not zero, which is how distinct procedures stay exact over chunks. Counts that depend on the end of a
period exist once for each kind of period.
"""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.public_services import dossiers, petitions

CELL = ("month", "unit_code", "procedure_code")
CATALOGUE = (
    "procedure_code",
    "level",
    "agency_code",
    "limit_unit",
    "online_service",
    "public_from",
    "public_until",
    "has_all_parts",
    "has_fee",
    "serves_citizens",
)
TO_MINUTES = 60_000_000


def count(records: Frames, context: Context) -> Frames:
    """Counts of a chunk, by the names that :func:`pipelines.public_services.tables.tables` reads."""
    lazy = {kind: frame.lazy() for kind, frame in records.items()}
    judged = dossiers.judged(lazy["dossier"], lazy["status_event"], context)
    plans = {
        "dossiers": dossier_counts(judged, context),
        "petitions": petitions.counts(lazy["petition"], lazy["petition_event"], context),
        "decisions": decision_counts(lazy["procedure_decision"], context),
        "procedures": lazy["procedure"].select(
            _month("public_from"), *CATALOGUE, records=pl.lit(1, pl.Int64)
        ),
        "offers": lazy["service_offer"].select(_month("offered_from"), pl.all(), records=pl.lit(1, pl.Int64)),
        "reports": lazy["national_report"]
        .group_by("month", "unit_code")
        .agg(pl.col("national_received").sum()),
        "contacts": contact_counts(lazy["contact"]),
    }
    return dict(zip(plans, pl.collect_all(plans.values()), strict=True))


def _month(day: str) -> pl.Expr:
    return pl.col(day).dt.strftime("%Y-%m").alias("month")


def dossier_counts(judged: pl.LazyFrame, context: Context) -> pl.LazyFrame:
    """Sums by month, unit and procedure; the month is that of acceptance, else of filing (3.2 and 6.1)."""
    month = pl.coalesce("received_at", "submitted_at").dt.date().dt.truncate("1mo")
    columns = marks(context) | _handling(context)
    flat = judged.select("unit_code", "procedure_code", month=month, **columns)
    sums = flat.group_by(CELL).agg(pl.col(name).sum().cast(pl.Int64) for name in columns)
    return sums.with_columns(pl.col("month").dt.strftime("%Y-%m"))


def marks(context: Context) -> dict[str, pl.Expr]:
    """What is true of a dossier, indicator by indicator; all but ``filed_*`` ask for acceptance."""
    col, codes = pl.col, context.settings["channels"]
    channel = col("channel").fill_null(codes["direct"])
    online, accepted = channel == codes["online"], col("received_at").is_not_null()
    paper = col("returns_paper").fill_null(False)
    result, fee = col("has_result_file").fill_null(False), col("fee_vnd").fill_null(0)
    owes = col("has_fee").fill_null(False) & (col("fee_vnd").is_null() | (fee > 0))
    paid = owes & col("online_payment").is_in([1, 2]).fill_null(False)
    found = {
        "received": pl.lit(True),
        "synchronised": col("is_synchronised").fill_null(False),
        "no_deadline": col("late_from").is_null(),
        "online": online,
        "online_with_result": online & (result | ~paper),
        "post": channel == codes["post"],
        "result_file": result & paper,
        "result_due": paper,
        "digitised": col("has_component_file").fill_null(False) & (result | ~paper),
        "reused": col("reuses_data").fill_null(False),
        "stored": col("uses_personal_store").fill_null(False),
        "population": col("uses_population_data").fill_null(False),
        "dissatisfied": col("is_dissatisfied").fill_null(False),
        "owing": owes,
        "paid_online": paid,
    }
    for period in dossiers.PERIODS:
        found[f"on_time_{period}"] = col(f"on_time_{period}")
        found[f"satisfied_{period}"] = col(f"on_time_{period}") & ~col("is_dissatisfied").fill_null(False)
    counted = {name: accepted & mark for name, mark in found.items()}
    counted |= {
        "owed_vnd": pl.when(accepted & owes).then(fee),
        "paid_vnd": pl.when(accepted & paid).then(fee),
    }
    return counted | {
        "filed_online": online,
        "filed_with_fee": col("is_synchronised").fill_null(False) & (fee > 0),
    }


def _handling(context: Context) -> dict[str, pl.Expr]:
    """2.2: dossiers done or returned, their handling time in the procedure's unit (hours as minutes).

    A negative time is ``impossible`` and not averaged.
    """
    start, pause = pl.col("received_at"), pl.col("pause").fill_null(pl.duration(days=0))
    end = pl.coalesce("done_at", "returned_at")
    minutes = (end - start - pause).dt.total_microseconds() // TO_MINUTES
    days = (end.dt.date() - start.dt.date()).dt.total_days() - pl.col("pause_days").fill_null(0)
    working = context.calendar.working_days_between(start, end) - pl.col("pause_working_days").fill_null(0)
    unit = pl.col("limit_unit")
    in_unit = pl.when(unit == "hour").then(minutes).when(unit == "working_day").then(working).otherwise(days)
    finished = ((end >= start) & (minutes >= 0) & (in_unit >= 0)).fill_null(False)
    return {
        "finished": finished,
        "impossible": (start.is_not_null() & end.is_not_null() & ~finished),
        "handling_time": pl.when(finished).then(in_unit),
        "handling_minutes": pl.when(finished).then(minutes),
    }


def decision_counts(decisions: pl.LazyFrame, context: Context) -> pl.LazyFrame:
    """1.1 and 1.2 by month and procedure: decisions, disclosures (made or due) and the late ones of both."""
    limits, calendar = context.settings["working_days"], context.calendar
    decided, effective, disclosed = (pl.col(name) for name in ("decided_on", "effective_on", "disclosed_on"))
    allowed = limits["disclose_after_decision"]
    due = calendar.add_working_days(decided, allowed)
    due_month = due
    if context.settings["readings"]["disclosure_due"] == "literal":
        due_month = decided.dt.offset_by(f"-{allowed}d")
    dated = decisions.with_columns(
        published_late=calendar.working_days_between(decided, effective) < limits["publish_before_effect"],
        disclosed_late=disclosed.is_null() | (disclosed > due),
    )
    made = {"decisions": decided, "disclosures": disclosed, "disclosures_due": due_month}
    late = {
        "decisions": "published_late",
        "disclosures": "disclosed_late",
        "disclosures_due": "disclosed_late",
    }
    parts = [
        dated.filter(day.is_not_null() & (day <= context.as_of))
        .group_by("procedure_code", month=day.dt.strftime("%Y-%m"))
        .agg(
            pl.len().cast(pl.Int64).alias(name), pl.col(late[name]).cast(pl.Int64).sum().alias(f"late_{name}")
        )
        for name, day in made.items()
    ]
    summed = pl.concat(parts, how="diagonal").group_by("month", "procedure_code")
    return summed.agg(pl.all().sum())


def contact_counts(contacts: pl.LazyFrame) -> pl.LazyFrame:
    """Contacts by month, unit and channel."""
    keys = (pl.col("contact_date").dt.strftime("%Y-%m").alias("month"), "unit_code", "contact_channel")
    return contacts.group_by(*keys).agg(pl.col("contacts", "answered").sum())
