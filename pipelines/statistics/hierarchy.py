"""The tree of units: who lies below whom, and sums over it.

A published row speaks of one ``scope``: ``agency`` (one agency by itself), ``area`` (a unit with everything
below it; only where something lies below) or ``level`` (all agencies of one level, which is ``unit_code``).
Agencies add up to the root's area, and so do levels.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.text import Text


def with_scopes(counts: pl.DataFrame, units: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Counts by agency, summed for every scope.

    :param counts: ``agency_code``, the keys and additive columns
    :returns: ``scope``, ``unit_code``, the keys and the sums
    """
    measures = [name for name in counts.columns if name not in ("agency_code", *keys)]
    return (
        counts.join(_memberships(units), on="agency_code")
        .group_by("scope", "unit_code", *keys)
        .agg(pl.col(measures).sum())
    )


def scoped_units(units: pl.DataFrame) -> pl.DataFrame:
    """A row for each published ``scope`` and ``unit_code``: ``parent_code``, ``level``, names."""
    parents = units["parent_code"].drop_nulls().unique().implode()
    areas = units.filter(pl.col("unit_code").is_in(parents)).with_columns(scope=pl.lit("area"))
    agencies = units.filter(pl.col("parent_code").is_not_null()).with_columns(scope=pl.lit("agency"))
    levels = agencies.select(
        pl.col("level").alias("unit_code"),
        pl.lit(None, pl.String).alias("parent_code"),
        "level",
        pl.lit("level").alias("scope"),
    ).unique()
    return pl.concat([agencies, areas, levels], how="diagonal")


def known(codes: pl.Series, units: pl.DataFrame) -> None:
    """Refuse codes of agencies that the tree does not have, or its root, which is no agency.

    :raises ValueError: naming the codes
    """
    agencies = units.filter(pl.col("parent_code").is_not_null())["unit_code"]
    found = codes.unique().sort()
    strange = found.filter(~found.is_in(agencies.implode())).to_list()
    if strange:
        raise ValueError(" · ".join(UNKNOWN.filled(codes=_listed(strange))))


def _memberships(units: pl.DataFrame) -> pl.DataFrame:
    """``agency_code`` and each ``scope`` and ``unit_code`` that it counts for."""
    agencies = units.filter(pl.col("parent_code").is_not_null())
    itself = agencies.select("unit_code", pl.col("unit_code").alias("agency_code"), scope=pl.lit("agency"))
    level = agencies.select(
        pl.col("level").alias("unit_code"), pl.col("unit_code").alias("agency_code"), scope=pl.lit("level")
    )
    above = _ancestors(units)
    governing = agencies.join(above, on="unit_code", how="semi")
    own = governing.select("unit_code", pl.col("unit_code").alias("agency_code"))
    area = pl.concat([above, own]).with_columns(scope=pl.lit("area"))
    return pl.concat([itself, area, level])


def _ancestors(units: pl.DataFrame) -> pl.DataFrame:
    """``unit_code`` of every unit above each ``agency_code``."""
    step = units.select(pl.col("unit_code").alias("agency_code"), pl.col("parent_code").alias("unit_code"))
    found, parents = [], step.rename({"agency_code": "unit_code", "unit_code": "next"})
    while (step := step.filter(pl.col("unit_code").is_not_null())).height:
        found.append(step.select("unit_code", "agency_code"))
        step = step.join(parents, on="unit_code").select("agency_code", pl.col("next").alias("unit_code"))
    return pl.concat(found)


def _listed(codes: Sequence[str], limit: int = 10) -> str:
    shown = ", ".join(codes[:limit])
    return shown if len(codes) <= limit else f"{shown}, … ({len(codes)})"


UNKNOWN = Text(
    "Mã cơ quan không có trong hồ sơ tỉnh: {codes}. Hãy sửa mã ở hệ thống nguồn hoặc thêm đơn vị vào hồ sơ.",
    "Agency codes that the province's profile does not have: {codes}. Correct them in the source system or "
    "add the unit to the profile.",
)
