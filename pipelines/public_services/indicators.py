"""Numerator and denominator of every scored indicator, by period and unit, from counts.

A unit's figures are its own and those of the units below it. Distinct procedures are counted once for each
unit and period, and only those that the unit applies: procedures of the commune or district level in every
unit of that level, the others in the agency that handles them. A procedure is in a period when it is public
on any day of it.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.public_services import periods
from pipelines.public_services.periods import PERIOD

UNIT = (*PERIOD, "unit_code")
#: Indicators that are sums of dossiers or petitions: numerator and denominator.
SUMS = {
    "2.1": ("on_time", "received"),
    "3.3": ("online", "received"),
    "4.1": ("result_file", "received"),
    "4.2": ("digitised", "received"),
    "4.3": ("reused", "received"),
    "4.4": ("stored", "received"),
    "4.5b": ("population", "received"),
    "5.2": ("in_time", "handled"),
    "5.3": ("satisfied_petitions", "received_petitions"),
    "5.4": ("satisfied", "received"),
    "6.3": ("paid_online", "owing"),
}
#: Indicators that are distinct procedures: the count that marks one as used, and which procedures there are.
DISTINCT = {
    "3.2": ("filed_online", pl.col("online_service") != "none"),
    "4.5a": ("population", pl.col("serves_citizens")),
    "6.1": ("filed_with_fee", pl.col("has_fee")),
    "6.2": ("paid_online", pl.col("has_fee")),
}


def summed(context: Context) -> dict[str, tuple[str, str]]:
    """:data:`SUMS` by the readings of the settings."""
    strict = context.settings["readings"]["online_needs_result"]
    return SUMS | ({"3.3": ("online_with_result", "received")} if strict else {})


def unit_sums(counts: Frames, context: Context) -> pl.DataFrame:
    """Sums of dossiers and petitions by period and unit, zero where there is nothing."""
    pairs = periods.closure(context.units)
    dossiers = periods.over_periods(counts["dossiers"].drop("procedure_code"), ("unit_code",))
    petitions = periods.over_periods(counts["petitions"].drop("petition_class"), ("unit_code",))
    petitions = petitions.rename({"satisfied": "satisfied_petitions"})
    every = every_unit(counts, context)
    for frame in (dossiers, petitions):
        every = every.join(periods.over_units(frame, pairs, PERIOD), on=UNIT, how="left")
    return every.with_columns(pl.exclude(UNIT).fill_null(0))


def every_unit(counts: Frames, context: Context) -> pl.DataFrame:
    """All units in all periods that have a dossier or a petition."""
    months = pl.concat([counts["dossiers"].select("month"), counts["petitions"].select("month")]).unique()
    labels = periods.labels(months["month"]).select(PERIOD).unique()
    return labels.join(context.units.select("unit_code"), how="cross")


def fractions(counts: Frames, sums: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Rows ``period_type, period, unit_code, indicator, numerator, denominator`` of all units and indicators.

    What the province alone can influence stands at the root only.

    :param sums: :func:`unit_sums` of the counts
    """
    every = sums.select(UNIT)
    days = periods.bounds(every.select(PERIOD).unique())
    catalogue = in_force(counts["procedures"], days)
    parts = [
        *(_row(sums, name, pl.col(top), pl.col(bottom)) for name, (top, bottom) in summed(context).items()),
        *distinct(counts, catalogue, context),
        synchronised(sums, counts["reports"], context),
        certified_copies(counts["offers"], days, context),
        *catalogue_rows(counts, catalogue, every, context),
    ]
    return pl.concat(parts)


def _row(frame: pl.DataFrame, indicator: str, numerator: pl.Expr, denominator: pl.Expr) -> pl.DataFrame:
    return frame.select(
        *UNIT,
        indicator=pl.lit(indicator),
        numerator=numerator.cast(pl.Int64),
        denominator=denominator.cast(pl.Int64),
    )


def in_force(procedures: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Procedures of each period: public on at least one of its days."""
    ended = pl.col("public_until").fill_null(pl.col("last_day"))
    both = procedures.join(days, how="cross")
    return both.filter((pl.col("public_from") <= pl.col("last_day")) & (ended >= pl.col("first_day")))


def applied(procedures: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Pairs ``unit_code, procedure_code``: units with the procedures that they or units below them apply."""
    everywhere = pl.col("level").is_in(["commune", "district"])
    of_level = context.units.filter(everywhere).select("unit_code", "level")
    wide = procedures.filter(everywhere).join(of_level, on="level").select("procedure_code", "unit_code")
    own = procedures.filter(~everywhere).select("procedure_code", unit_code="agency_code")
    pairs = periods.closure(context.units)
    return (
        pl.concat([wide, own])
        .join(pairs, on="unit_code")
        .select("procedure_code", unit_code="ancestor")
        .unique()
    )


def distinct(counts: Frames, catalogue: pl.DataFrame, context: Context) -> list[pl.DataFrame]:
    """3.2, 4.5a, 6.1 and 6.2: procedures used, of those that the unit applies in the period."""
    units, codes = pl.Enum(context.units["unit_code"]), pl.Enum(counts["procedures"]["procedure_code"])
    known_periods = catalogue.select(PERIOD).unique()
    spans = pl.Enum(known_periods["period"])
    types: dict[Any, Any] = {"unit_code": units, "procedure_code": codes, "period": spans}
    conditions = {name: condition for name, (_, condition) in DISTINCT.items()}
    applies = applied(counts["procedures"], context).cast({"unit_code": units, "procedure_code": codes})
    known = catalogue.select("period", "procedure_code", **conditions).cast(
        {"procedure_code": codes, "period": spans}
    )
    names, keys = list(DISTINCT), ["period", "unit_code"]
    below = known.join(applies, on="procedure_code").group_by(keys).agg(pl.col(names).sum())
    above = (
        _used(counts["dossiers"], periods.closure(context.units), types)
        .join(applies, on=["unit_code", "procedure_code"], how="semi")
        .join(known, on=["period", "procedure_code"], suffix="_known")
        .group_by(keys)
        .agg(
            (pl.col(name) * pl.col(f"{name}_known")).cast(pl.Int64).sum().alias(f"{name}_used")
            for name in names
        )
    )
    both = below.join(above, on=keys, how="left").cast({"unit_code": pl.String, "period": pl.String})
    both = both.join(known_periods, on="period")
    return [_row(both, name, pl.col(f"{name}_used").fill_null(0), pl.col(name)) for name in names]


def _used(dossiers: pl.DataFrame, pairs: pl.DataFrame, types: dict[Any, Any]) -> pl.DataFrame:
    """Which procedures a unit and those below it used in each period, one flag for each indicator.

    :param types: enumerations of units, procedures and periods, which join and group several times faster
    """
    flags = {name: (pl.col(mark) > 0).cast(pl.UInt8) for name, (mark, _) in DISTINCT.items()}
    units, codes = types["unit_code"], types["procedure_code"]
    labels = periods.labels(dossiers["month"].unique()).select(
        "month", pl.col("period").cast(types["period"])
    )
    is_known = pl.col("procedure_code").is_in(codes.categories.implode())
    cells = (
        dossiers.filter(pl.max_horizontal(flags.values()) > 0, is_known)
        .select("month", "unit_code", "procedure_code", **flags)
        .cast({"unit_code": units, "procedure_code": codes})
        .join(pairs.cast(units), on="unit_code")
        .group_by("month", "procedure_code", unit_code="ancestor")
        .agg(pl.col(list(flags)).max())
    )
    every = cells.join(labels, on="month").group_by("period", "unit_code", "procedure_code")
    return every.agg(pl.col(list(flags)).max())


def synchronised(sums: pl.DataFrame, reports: pl.DataFrame, context: Context) -> pl.DataFrame:
    """1.4: of the larger of what the reporting system and the national portal received.

    Where both are empty, the previous year's report, divided by the periods of a year, is the denominator.
    """
    national = periods.over_units(
        periods.over_periods(reports, ("unit_code",)), periods.closure(context.units), PERIOD
    )
    year = pl.col("period").str.slice(0, 4).cast(pl.Int32)
    before = national.filter(pl.col("period_type") == "year").select(
        "unit_code", year=year + 1, before=pl.col("national_received")
    )
    share = pl.col("period_type").replace_strict(
        {"month": 12, "quarter": 4, "year": 1}, return_dtype=pl.Int64
    )
    joined = (
        sums.join(national, on=UNIT, how="left")
        .with_columns(year=year)
        .join(before, on=["unit_code", "year"], how="left")
    )
    larger = pl.max_horizontal(pl.col("national_received").fill_null(0), "synchronised")
    fallback = (pl.col("before").fill_null(0) + share - 1) // share
    denominator = pl.when(larger > 0).then(larger).otherwise(fallback)
    return _row(joined, "1.4", pl.col("synchronised"), denominator)


def certified_copies(offers: pl.DataFrame, days: pl.DataFrame, context: Context) -> pl.DataFrame:
    """4.6: communes that offer certified electronic copies, of the communes of the unit."""
    service = context.settings["e_certified_copy"]
    first = (
        offers.filter(pl.col("service") == service).group_by("unit_code").agg(pl.col("offered_from").min())
    )
    communes = context.units.filter(pl.col("level") == "commune").select("unit_code")
    of_unit = communes.join(first, on="unit_code", how="left").join(
        periods.closure(context.units), on="unit_code"
    )
    offering = (pl.col("offered_from") <= pl.col("last_day")).fill_null(False)
    both = (
        of_unit.join(days, how="cross")
        .group_by(*PERIOD, pl.col("ancestor").alias("unit_code"))
        .agg(n=offering.sum(), d=pl.len())
    )
    return _row(both, "4.6", pl.col("n"), pl.col("d"))


def catalogue_rows(
    counts: Frames, catalogue: pl.DataFrame, every: pl.DataFrame, context: Context
) -> list[pl.DataFrame]:
    """1.1, 1.2, 1.3 and 3.1, at the root."""
    root = context.units.filter(pl.col("parent_code").is_null()).select("unit_code")
    frame = every.select(PERIOD).unique().join(root, how="cross")
    public = counts["procedures"].filter(
        (pl.col("public_from") <= context.as_of) & (pl.col("public_until") >= context.as_of).fill_null(True)
    )
    decided = periods.over_periods(counts["decisions"], ("procedure_code",)).join(
        public, on="procedure_code", how="semi"
    )
    disclosed, late = pl.sum_horizontal("disclosures", "disclosures_due"), pl.col("late_decisions")
    late_disclosed = pl.sum_horizontal("late_disclosures", "late_disclosures_due")
    totals = decided.group_by(PERIOD).agg(
        published=((pl.col("decisions") > 0) & (late == 0)).sum(),
        decided=(pl.col("decisions") > 0).sum(),
        in_time=((disclosed > 0) & (late_disclosed == 0)).sum(),
        disclosed=(disclosed > 0).sum(),
    )
    online = (pl.col("online_service") != "none").sum()
    offered = catalogue.group_by(PERIOD).agg(online=online, procedures=pl.len())
    frame = frame.join(totals, on=PERIOD, how="left").join(offered, on=PERIOD, how="left").fill_null(0)
    full = int(public["has_all_parts"].sum())
    return [
        _row(frame, "1.1", pl.col("published"), pl.col("decided")),
        _row(frame, "1.2", pl.col("in_time"), pl.col("disclosed")),
        _row(frame, "1.3", pl.lit(full), pl.lit(len(public))),
        _row(frame, "3.1", pl.col("online"), pl.col("procedures")),
    ]
