"""What is published of camera violations. Definitions stand in the modules that count and in the contract."""

from __future__ import annotations

import polars as pl

from pipelines.camera_violations.accident_rates import accident_rates
from pipelines.camera_violations.cases import ALL, HANDLING_PERIODS, public_cases
from pipelines.camera_violations.counting import STATUSES
from pipelines.pipeline import Context, Frames
from pipelines.privacy.suppression import FLAG
from pipelines.statistics.periods import by_period, month_of
from pipelines.statistics.ratios import percent, quotient

MINUTES_A_DAY, MINUTES_AN_HOUR = 1440, 60
PERIOD_KEYS = ("period_type", "period")
VIOLATION_KEYS = ("site_code", "violation_kind", "vehicle_class", "hour_band", "weather")
HANDLING_KEYS = ("violation_kind", "vehicle_class")


def tables(counts: Frames, context: Context) -> Frames:
    """Tables of the dataset ``camera-violations``, with small counts withheld."""
    cases = public_cases(counts["cases"], context)
    availability = _availability(counts["availability"], context)
    return {
        "camera-violations/violations": _violations(cases, availability, context),
        "camera-violations/handling": _handling(cases, context),
        "camera-violations/availability": availability,
        "camera-violations/accidents": accident_rates(counts["accidents"], context),
    }


def _violations(cases: pl.DataFrame, availability: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Without status; where all of a site's are meant, also for each 100 hours that a camera ran."""
    kinds = [ALL, *context.settings["violation_kinds"]]
    groups = [name for name, classes in context.settings["vehicle_groups"].items() if classes != [name]]
    whole = pl.all_horizontal(pl.col(key) == ALL for key in VIOLATION_KEYS[1:])
    by_one = pl.sum_horizontal(pl.col(key) != ALL for key in VIOLATION_KEYS[1:]) <= 1
    running = availability.select(*PERIOD_KEYS, "site_code", "minutes_up")
    rate = quotient(pl.col("violations") * 100 * MINUTES_AN_HOUR, pl.col("minutes_up"))
    return (
        cases.filter(pl.col("status") == ALL, pl.col("violation_kind").is_in(kinds), by_one)
        .filter(~pl.col("vehicle_class").is_in(groups))
        .join(running, on=[*PERIOD_KEYS, "site_code"], how="left")
        .with_columns(pl.when(whole).then(rate).alias("violations_per_100_camera_hours"))
        .select(*PERIOD_KEYS, *VIOLATION_KEYS, "violations", "violations_per_100_camera_hours", FLAG)
        .sort(*PERIOD_KEYS, *VIOLATION_KEYS)
    )


def _handling(cases: pl.DataFrame, context: Context) -> pl.DataFrame:
    """A column for each status, shares, and the fine that the Decree sets for the row."""
    keys = [*PERIOD_KEYS, *HANDLING_KEYS]
    kinds = [ALL, *context.settings["violation_kinds"], *context.settings["speeding_bands"]]
    groups = [ALL, *context.settings["vehicle_groups"]]
    province = cases.filter(
        pl.col("period_type").is_in(HANDLING_PERIODS),
        pl.all_horizontal(pl.col(key) == ALL for key in ("site_code", "hour_band", "weather")),
        pl.col("violation_kind").is_in(kinds),
        pl.col("vehicle_class").is_in(groups),
    )
    whole = province.filter(pl.col("status") == ALL).drop("status", FLAG)
    for status in STATUSES:
        part = province.filter(pl.col("status") == status).select(*keys, pl.col("violations").alias(status))
        whole = whole.join(part, on=keys)
    fines = pl.DataFrame(context.settings["fines"]["classes"])
    in_force = pl.col("period").str.head(4).cast(pl.Int64) >= context.settings["fines"]["since"].year
    ranges = ("article", "minimum_vnd", "maximum_vnd")
    counts = ("violations", *STATUSES)
    return (
        whole.join(fines, on=list(HANDLING_KEYS), how="left")
        .with_columns(fined=pl.col("unpaid") + pl.col("paid"))
        .with_columns(noticed_or_fined=pl.col("noticed") + pl.col("fined"))
        .with_columns(
            percent("noticed_or_fined", "violations"),
            percent("paid", "fined"),
            pl.when(in_force).then(pl.col(ranges)),
            pl.any_horizontal(pl.col(counts).is_null()).alias(FLAG),
        )
        .select(
            *keys, *counts, "noticed_or_fined_pct", "paid_pct", "fined_vnd", "paid_vnd",
            *ranges, FLAG,
        )
        .sort(keys)
    )  # fmt: skip


def _availability(counts: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Minutes that cameras ran of those of every day since their first; a day without a record is down."""
    last = f"{context.as_of:%Y-%m}"
    flows = ("camera_days", "minutes_up")
    first = pl.date(int((month := str(counts["month"].min() or last))[:4]), int(month[5:]), 1)
    day = pl.col("day")
    dense = (
        pl.select(day=pl.date_range(first, context.as_of))
        .join(pl.DataFrame(context.settings["sites"]), how="cross")
        .group_by("site_code", month=month_of(day))
        .agg(camera_days=pl.col("cameras").filter(day >= pl.col("since")).sum())
        .join(counts, on=["month", "site_code"], how="left")
        .with_columns(pl.col("minutes_up").fill_null(0))
        .select("month", "site_code", *flows)
    )
    province = dense.group_by("month").agg(pl.col(flows).sum()).with_columns(site_code=pl.lit(ALL))
    both = pl.concat(
        [dense.select("month", "site_code", *flows), province.select("month", "site_code", *flows)]
    )
    return (
        by_period(both, ("site_code",), flows)
        .with_columns(minutes_planned=pl.col("camera_days") * MINUTES_A_DAY)
        .with_columns(
            quotient(pl.col("minutes_up") * 100, pl.col("minutes_planned")).alias("uptime_pct"),
            quotient(pl.col("minutes_up"), pl.lit(MINUTES_AN_HOUR)).alias("camera_hours"),
        )
        .select(*PERIOD_KEYS, "site_code", "camera_days", "minutes_up", "uptime_pct", "camera_hours")
        .sort(*PERIOD_KEYS, "site_code")
    )
