"""Counts of violations with their handling, of accidents, and of the minutes that cameras ran.

Hours become bands and speeds become bands here already: finer detail never leaves the records.
"""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.statistics.periods import month_of
from pipelines.text import Text

STATUSES = ("awaiting", "dismissed", "noticed", "unpaid", "paid")
"""How far a violation is; each has exactly one."""
CASE = ("site_code", "violation_kind", "vehicle_class", "hour_band", "weather", "status")


def count(records: Frames, context: Context) -> Frames:
    """Additive counts of one chunk."""
    known = pl.Series([site["site_code"] for site in context.settings["sites"]])
    for kind in ("event", "accident", "uptime"):
        _refuse_unknown(records[kind]["site_code"], known)
    return {
        "cases": _cases(records["event"], records["handling"], context),
        "accidents": _accidents(records["accident"], context),
        "availability": _by_month(
            records["uptime"],
            "day",
            context,
            ["site_code"],
            minutes_up=pl.col("minutes_up").sum(),
        ),
    }


def _cases(events: pl.DataFrame, handling: pl.DataFrame, context: Context) -> pl.DataFrame:
    settings = context.settings
    cases = events.join(handling, on="event_id", how="left").with_columns(
        violation_kind=_kind(settings["speeding_bands"]),
        hour_band=_band(pl.col("occurred_at").dt.hour(), settings["hour_bands"]),
        status=_status(context),
    )
    fined = pl.col("status").is_in(["unpaid", "paid"])
    return _by_month(
        cases,
        "occurred_at",
        context,
        CASE,
        violations=pl.len(),
        fined_vnd=pl.col("fine_vnd").filter(fined).sum(),
        paid_vnd=pl.col("fine_vnd").filter(pl.col("status") == "paid").sum(),
    )


def _accidents(accidents: pl.DataFrame, context: Context) -> pl.DataFrame:
    since = pl.DataFrame(context.settings["sites"]).select("site_code", "since")
    day = pl.col("occurred_at").dt.date()
    phased = (
        accidents.filter(day >= context.settings["accidents"]["recorded_since"])
        .join(since, on="site_code")
        .with_columns(phase=pl.when(day < pl.col("since")).then(pl.lit("before")).otherwise(pl.lit("after")))
    )
    return _by_month(phased, "occurred_at", context, ["site_code", "phase"], accidents=pl.len())


def _kind(bands: dict[str, int]) -> pl.Expr:
    """The kind of violation; speeding by how far above the limit."""
    excess = _band(pl.col("speed_kmh") - pl.col("limit_kmh"), bands)
    return pl.when(pl.col("kind") == "speeding").then(excess).otherwise(pl.col("kind"))


def _band(value: pl.Expr, bands: dict[str, int]) -> pl.Expr:
    """Name of the band with the greatest lower end that ``value`` reaches."""
    names = sorted(bands, key=lambda name: bands[name])
    found = pl.lit(names[0])
    for name in names[1:]:
        found = pl.when(value >= bands[name]).then(pl.lit(name)).otherwise(found)
    return found


def _status(context: Context) -> pl.Expr:
    """How far a violation is at the end of ``as_of``: what comes later has not happened yet."""
    done = {
        name: pl.col(name) <= context.as_of for name in ("dismissed_on", "noticed_on", "fined_on", "paid_on")
    }
    return (
        pl.when(done["dismissed_on"])
        .then(pl.lit("dismissed"))
        .when(done["paid_on"])
        .then(pl.lit("paid"))
        .when(done["fined_on"])
        .then(pl.lit("unpaid"))
        .when(done["noticed_on"])
        .then(pl.lit("noticed"))
        .otherwise(pl.lit("awaiting"))
    )


def _by_month(
    frame: pl.DataFrame, when: str, context: Context, keys: list[str] | tuple[str, ...], **sums: pl.Expr
) -> pl.DataFrame:
    return (
        frame.filter(pl.col(when).cast(pl.Date) <= context.as_of)
        .with_columns(month=month_of(pl.col(when)))
        .group_by("month", *keys)
        .agg(value.cast(pl.Int64).alias(name) for name, value in sums.items())
    )


def _refuse_unknown(codes: pl.Series, known: pl.Series) -> None:
    found = codes.unique().sort()
    strange = found.filter(~found.is_in(known.implode())).to_list()
    if strange:
        raise ValueError(" · ".join(UNKNOWN_SITE.filled(sites=", ".join(strange))))


UNKNOWN_SITE = Text(
    "Điểm camera chưa có trong settings.yaml: {sites}. Hãy thêm điểm và ngày lắp vào danh sách sites.",
    "Camera sites that settings.yaml does not have: {sites}. Add them to its sites, with their first day.",
)
