"""Row differences between two tables of texts: which rows came, went, and changed, by primary key.

Without a key that both have, a changed row counts as one that went and one that came. The work is done in
parts by the key's hash, so that memory does not grow with the tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
ROWS_PER_PART = 1_000_000


def compare(before: pl.LazyFrame, after: pl.LazyFrame, key: Sequence[str], folder: Path) -> dict[str, int]:
    """Write the differences as Parquet files into ``folder``; returns the number of rows of each kind."""
    old, new = before.collect_schema().names(), after.collect_schema().names()
    common = [name for name in new if name in old]
    by = [*key] if key and set(key) <= set(common) else common
    folder.mkdir(parents=True)
    counts = dict.fromkeys((ADDED, REMOVED, CHANGED), 0)
    parts = 1 + _height(after) // ROWS_PER_PART + _height(before) // ROWS_PER_PART
    for part in range(parts):
        found = _differences(_part(before, by, part, parts), _part(after, by, part, parts), by, common)
        for kind, number in found["_change"].value_counts().iter_rows():
            counts[kind] += number
        if found.height:
            found.write_parquet(folder / f"{part:05}.parquet", compression="zstd")
    return counts


def read(folder: Path, offset: int, limit: int) -> Iterator[dict[str, Any]]:
    """Differences as ``change``, ``key`` and the cells that differ, ``old`` and ``new``."""
    files = sorted(folder.glob("*.parquet"))
    if not files:
        return
    rows = pl.scan_parquet(files).slice(offset, limit).collect()
    for row in rows.iter_rows(named=True):
        old, new = row["old"], row["new"]
        if row["_change"] == CHANGED:
            old, new = (
                {name: side[name] for name in side if old.get(name) != new.get(name) or name not in old}
                for side in (old, new)
            )
        yield {"change": row["_change"], "key": row["_key"], "old": old, "new": new}


def schema_changes(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """Columns that came, went, or have another type; both sides are pairs of name and type."""
    old, new = dict(map(tuple, before)), dict(map(tuple, after))  # type: ignore[arg-type]
    names = [*old, *(name for name in new if name not in old)]
    return [
        {"column": name, "old": old.get(name), "new": new.get(name)}
        for name in names
        if old.get(name) != new.get(name)
    ]


def _height(frame: pl.LazyFrame) -> int:
    return frame.select(pl.len()).collect(engine="streaming").item()


def _part(frame: pl.LazyFrame, by: Sequence[str], part: int, parts: int) -> pl.LazyFrame:
    rows = frame if parts == 1 else frame.filter(pl.struct(by).hash(0) % parts == part)
    # Rows that are alike in everything compared are told apart by their order
    return rows.with_columns(pl.int_range(pl.len()).over(by).alias("_nth"))


def _differences(before: pl.LazyFrame, after: pl.LazyFrame, by: list[str], common: list[str]) -> pl.DataFrame:
    where = [*by, "_nth"]
    old = before.select(*where, pl.struct(pl.exclude("_nth")).alias("old"), pl.struct(common).alias("_old"))
    new = after.select(*where, pl.struct(pl.exclude("_nth")).alias("new"), pl.struct(common).alias("_new"))
    joined = old.join(new, on=where, how="full", coalesce=True, nulls_equal=True)
    kind = (
        pl.when(pl.col("old").is_null())
        .then(pl.lit(ADDED))
        .when(pl.col("new").is_null())
        .then(pl.lit(REMOVED))
        .otherwise(pl.lit(CHANGED))
    )
    return (
        joined.filter(pl.col("_old").ne_missing(pl.col("_new")))
        .select(kind.alias("_change"), pl.struct(by).alias("_key"), "old", "new")
        .sort("_change", "_key")
        .collect(engine="streaming")
    )
