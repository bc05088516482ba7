"""Records in files that are sorted by bucket, so that any partition of them is read without the rest.

A record's bucket is the hash of the column that decides what belongs together. A partition is a range of
buckets; how many there are is decided when they are read, by how many records there are by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from pipelines import atomic

BUCKET = "_bucket"
BUCKETS = 1 << 16
GROUP_ROWS = 20_000
"""Rows of a row group; the smallest part of a file that is read."""
PARTITION_ROWS = 1_000_000
"""Records of all kinds that a partition has on average, at most."""
Range = tuple[int, int]
"""First bucket, and the first bucket after the last one."""


def write(frame: pl.DataFrame, column: str, path: Path) -> None:
    """Write records sorted by the bucket of ``column``, whole or not at all."""
    with atomic.beside(path) as (file, _):
        frame.with_columns(bucket(column).alias(BUCKET)).sort(BUCKET).write_parquet(
            file, row_group_size=GROUP_ROWS
        )


def bucket(column: str) -> pl.Expr:
    """The bucket of each record, by the text of its value in ``column``."""
    return (pl.col(column).cast(pl.String).hash(seed=0) % BUCKETS).cast(pl.UInt16)


def read(paths: Sequence[Path], buckets: Range) -> pl.DataFrame:
    """The records of a range of buckets from all files, which have the same columns."""
    low, high = buckets
    found = pl.scan_parquet(list(paths), glob=False)
    if buckets != (0, BUCKETS):
        found = found.filter(pl.col(BUCKET).is_between(low, high, closed="left"))
    return found.drop(BUCKET).collect()


def partitions(rows: int) -> list[Range]:
    """Ranges that together have every bucket, for so many records: a power of two, so that ranges nest."""
    number = 1
    while number * PARTITION_ROWS < rows and number < BUCKETS:
        number *= 2
    width = BUCKETS // number
    return [(start, start + width) for start in range(0, BUCKETS, width)]
