"""Generated records as the texts that a source system writes: moments in ISO 8601 with their zone."""

from __future__ import annotations

import polars as pl

MOMENT = "%Y-%m-%dT%H:%M:%S%:z"
WITHOUT_ZONE = "%Y-%m-%dT%H:%M:%S"


def texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Every column as text; missing values stay missing."""
    return frame.select(_text(name, dtype) for name, dtype in frame.schema.items())


def month_column(frame: pl.DataFrame) -> str | None:
    """The first column with days or moments; none where no column has them."""
    for name, dtype in frame.schema.items():
        if dtype.is_temporal() or name.endswith(("_at", "_on")):
            return name
    return None


def _text(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(dtype, pl.Datetime):
        return column.dt.to_string(MOMENT if dtype.time_zone else WITHOUT_ZONE)
    return column.cast(pl.String)
