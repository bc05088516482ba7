"""From counts to what is published: scores, groups, ranks, procedures, petitions and channels."""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.public_services import index_set, indicators, periods, scoring
from pipelines.public_services.indicators import UNIT
from pipelines.public_services.periods import PERIOD
from pipelines.statistics import hierarchy

INDEX = "public-service-index"
USE = "public-service-use"


def tables(counts: Frames, context: Context) -> Frames:
    """All tables by ``<dataset>/<resource>``; rows in the order of their keys.

    :raises ValueError: for a unit that the province does not have
    """
    for name in ("dossiers", "petitions", "reports", "contacts"):
        hierarchy.known(counts[name]["unit_code"], context.units)
    sums = indicators.unit_sums(counts, context)
    scores = scored(indicators.fractions(counts, sums, context), context)
    published = {
        f"{INDEX}/scores": scores.drop("group", "is_repeated"),
        f"{INDEX}/groups": groups(scores),
        f"{INDEX}/ranking": ranking(scores, context),
        f"{USE}/procedures": procedures(counts),
        f"{USE}/petitions": petitions(counts, context),
        f"{USE}/channels": channels(counts, sums, context),
    }
    return {name: _named(frame.sort(KEYS[name]), context) for name, frame in published.items()}


def _named(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Tables of units with the units' names as last columns."""
    if "unit_code" not in frame.columns:
        return frame
    names = context.units.select("unit_code", unit_name="name", unit_name_en="name_en")
    return frame.join(names, on="unit_code", how="left", maintain_order="left")


KEYS = {
    f"{INDEX}/scores": [*UNIT, "indicator"],
    f"{INDEX}/groups": [*UNIT, "group"],
    f"{INDEX}/ranking": [*UNIT],
    f"{USE}/procedures": [*PERIOD, "procedure_code"],
    f"{USE}/petitions": [*UNIT, "petition_class"],
    f"{USE}/channels": [*UNIT],
}


def scored(fractions: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Every indicator of every unit with ratio, points and what is missing to the maximum.

    ``items_missing``: how many more dossiers, procedures, petitions or communes bring all points.
    ``points_missing`` of an indicator without score is its maximum.
    """
    frame = _everywhere(fractions, context)
    percent = scoring.ratio_expr(pl.col("numerator"), pl.col("denominator"))
    frame = frame.with_columns(ratio_pct=percent)
    if context.settings["readings"]["synchronisation_factor"]:
        frame = _with_synchronisation(frame)
    points = pl.when(pl.col("is_scored")).then(scoring.points_expr(pl.col("ratio_pct")))
    wanted = (pl.col("denominator") * pl.col("target").cast(pl.Int64) + 99) // 100
    missing = pl.max_horizontal(wanted - pl.col("numerator"), pl.lit(0, pl.Int64))
    return frame.with_columns(points=points).select(
        *UNIT,
        "indicator",
        "group",
        "numerator",
        "denominator",
        "ratio_pct",
        "points",
        max_points="max",
        points_missing=_cents(pl.col("max") - pl.col("points").fill_null(0.0)),
        items_missing=pl.when(pl.col("denominator") > 0).then(missing),
        is_own="is_own",
        is_repeated="is_repeated",
    )


def _everywhere(fractions: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Each unit beside each indicator of the set; the province's figure is repeated where the set says so."""
    index = index_set.load().frame()
    levels = periods.levelled(context.units).select("unit_code", "level")
    every = fractions.select(UNIT).unique().join(levels, on="unit_code")
    every = every.join(index, how="cross").with_columns(
        is_own=pl.col("influence").list.contains(pl.col("level"))
    )
    root = context.units.filter(pl.col("parent_code").is_null())["unit_code"].item()
    repeated = ~pl.col("is_own") & (pl.col("elsewhere") == "repeated")
    every = every.with_columns(
        is_repeated=repeated,
        is_scored=pl.col("is_own") | repeated,
        source=pl.when(repeated).then(pl.lit(root)).otherwise(pl.col("unit_code")),
    )
    keys = [*PERIOD, "indicator"]
    return every.join(
        fractions.rename({"unit_code": "source"}), on=[*keys, "source"], how="left"
    ).with_columns(pl.when(pl.col("is_scored")).then(pl.col("numerator", "denominator").fill_null(0)))


def _with_synchronisation(frame: pl.DataFrame) -> pl.DataFrame:
    """3.3 is worth as much of its ratio as was synchronised (1.4); without 1.4 it stays."""
    factor = frame.filter(pl.col("indicator") == "1.4").select(*UNIT, factor="ratio_pct")
    share = scoring.fix2_expr(scoring.divided(pl.col("ratio_pct") * pl.col("factor"), pl.lit(100.0)))
    applies = (pl.col("indicator") == "3.3") & pl.col("factor").is_not_null()
    return frame.join(factor, on=UNIT, how="left").with_columns(
        ratio_pct=pl.when(applies).then(share).otherwise("ratio_pct")
    )


def _cents(value: pl.Expr) -> pl.Expr:
    return scoring.divided((value * 100.0).round(0), pl.lit(100.0))


def groups(scores: pl.DataFrame) -> pl.DataFrame:
    """Points of each group; what has no score adds nothing and its maximum stays."""
    summed = scores.group_by(*UNIT, "group").agg(
        points=scoring.total_expr(pl.col("points")), max_points=pl.col("max_points").sum()
    )
    percent = scoring.fix2_expr(scoring.divided(pl.col("points") * 100.0, pl.col("max_points")))
    return summed.with_columns(ratio_pct=percent)


def ranking(scores: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Units of a level by their points, and by the share of those points that they can influence."""
    own = pl.col("is_own")
    summed = scores.group_by(UNIT).agg(
        points=scoring.total_expr(pl.col("points")),
        own_points=scoring.total_expr(pl.col("points").filter(own)),
        own_max_points=pl.col("max_points").filter(own).sum(),
    )
    share = scoring.fix2_expr(scoring.divided(pl.col("own_points") * 100.0, pl.col("own_max_points")))
    peers, levels = [*PERIOD, "level"], periods.levelled(context.units).select("unit_code", "level")
    return (
        summed.with_columns(own_pct=share)
        .join(levels, on="unit_code")
        .with_columns(
            rank=pl.col("points").rank("min", descending=True).over(peers).cast(pl.Int64),
            own_rank=pl.col("own_pct").rank("min", descending=True).over(peers).cast(pl.Int64),
            ranked_units=pl.len().over(peers).cast(pl.Int64),
        )
    )


def procedures(counts: Frames) -> pl.DataFrame:
    """Dossiers of each procedure in the whole province; 2.2 is ``mean_handling_time`` in its own unit."""
    sums = periods.over_periods(counts["dossiers"].drop("unit_code"), ("procedure_code",))
    catalogue = counts["procedures"].select("procedure_code", "limit_unit")
    joined = sums.join(catalogue, on="procedure_code", how="left")
    per = pl.when(pl.col("limit_unit") == "hour").then(60).otherwise(1)
    done = pl.when(pl.col("finished") > 0).then((pl.col("finished") * per).cast(pl.Float64))
    mean = scoring.fix2_expr(scoring.divided(pl.col("handling_time").cast(pl.Float64), done))
    return joined.select(
        *PERIOD,
        "procedure_code",
        *("received", "on_time"),
        _pct("on_time", "received"),
        *("finished", "impossible", "no_deadline"),
        mean.alias("mean_handling_time"),
        pl.col("limit_unit").alias("handling_time_unit"),
        "online",
        _pct("online", "received"),
        "result_file",
        _pct("result_file", "result_due"),
        _pct("digitised", "received"),
        _pct("reused", "received"),
        _pct("population", "received"),
        *("owing", "paid_online"),
        _pct("paid_online", "owing"),
    ).filter(pl.col("received") > 0)


def _pct(top: str, bottom: str) -> pl.Expr:
    return scoring.ratio_expr(pl.col(top), pl.col(bottom)).alias(f"{top}_pct")


def petitions(counts: Frames, context: Context) -> pl.DataFrame:
    """5.1: petitions received, by class, with their share of all of the unit."""
    keys = (*PERIOD, "petition_class")
    sums = periods.over_units(
        periods.over_periods(counts["petitions"], ("unit_code", "petition_class")),
        periods.closure(context.units),
        keys,
    ).with_columns(total=pl.col("received_petitions").sum().over(UNIT))
    share = scoring.ratio_expr(pl.col("received_petitions"), pl.col("total")).fill_null(0.0)
    return sums.select(*UNIT, "petition_class", "received_petitions", share_pct=share)


def channels(counts: Frames, sums: pl.DataFrame, context: Context) -> pl.DataFrame:
    """How people came: ways of filing, online payment, counter visits, VNeID, calls and messages."""
    contacts = (
        counts["contacts"]
        .group_by("month", "unit_code")
        .agg(
            *(
                pl.col("contacts").filter(pl.col("contact_channel") == name).sum().alias(f"{name}_contacts")
                for name in CONTACT_CHANNELS
            ),
            answered_calls=pl.col("answered").filter(pl.col("contact_channel") == "call").sum(),
        )
    )
    contacted = periods.over_units(
        periods.over_periods(contacts, ("unit_code",)), periods.closure(context.units), PERIOD
    )
    joined = sums.join(contacted, on=UNIT, how="left")
    names = [*(f"{name}_contacts" for name in CONTACT_CHANNELS), "answered_calls"]
    return joined.with_columns(pl.col(names).fill_null(0)).select(
        *UNIT,
        "received",
        (pl.col("received") - pl.col("online") - pl.col("post")).alias("direct"),
        *("online", "post"),
        _pct("online", "received"),
        *("owing", "paid_online"),
        _pct("paid_online", "owing"),
        *("owed_vnd", "paid_vnd"),
        _pct("paid_vnd", "owed_vnd"),
        *names,
        _pct("vneid_contacts", "counter_contacts").alias("vneid_per_100_counter_visits"),
        _pct("answered_calls", "call_contacts"),
    )


CONTACT_CHANNELS = ("counter", "vneid", "call", "sms")
