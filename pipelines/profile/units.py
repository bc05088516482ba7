"""The tree of units that statistics are given for: agencies and administrative units of a profile, one root.

A committee and the unit that it governs are one unit under the unit's code. Other agencies hang below the
root under their own id; so do those that answer to a ministry, since they work in the province's systems.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipelines.profile.model import Profile

COLUMNS = dict.fromkeys(("unit_code", "parent_code", "level", "name", "name_en"), pl.String)


def units(profile: Profile, folder: Path) -> pl.DataFrame:
    """``unit_code``, ``parent_code`` (null at the root), ``level``, ``name``, ``name_en``.

    :param folder: folder of the profiles; ``profile.units`` is relative to it
    """
    areas = pl.read_csv(folder / profile.units, infer_schema=False)
    without_type = pl.col("name").str.slice(pl.col("unit_type").str.len_chars() + 1)
    kind = pl.col("unit_type_en").str.to_titlecase()
    areas = areas.with_columns(
        parent_code=pl.when(pl.col("level") != profile.levels[0].id).then("parent_code"),
        name_en=pl.format("{} {}", without_type, kind),
    )
    agencies = pl.DataFrame(
        [
            (agency.id, profile.code, profile.levels[0].id, agency.name, agency.name_en)
            for agency in profile.agencies
            if agency.unit_code is None
        ],
        schema=COLUMNS,
        orient="row",
    )
    return pl.concat([areas.select(list(COLUMNS)), agencies])
