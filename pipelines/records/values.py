"""Cells as values: each text or value of a source becomes its column's type, or is surely not of it.

Notations are those of machines: ISO 8601 dates, moments with their offset, decimal numbers with a point. A
moment without zone is no moment, since nobody can tell which hour it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from data_contract import normal
from pipelines.contract.tables import Column

ZONE = "Asia/Ho_Chi_Minh"
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
OFFSET = r"(?:Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])"
MOMENT = rf"^{DAY}[T ]{normal.TIME}(?:\.[0-9]{{1,9}})?{OFFSET}$"
TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
DTYPES: dict[str, Any] = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
    "datetime": pl.Datetime("us"),
    "year": pl.Int64,
    "yearmonth": pl.String,
}


def flag(name: str) -> str:
    """Name of the column that says where a cell is not of its type; NUL keeps it apart."""
    return f"\0type:{name}"


def typed(frame: pl.DataFrame, fields: Iterable[Column]) -> pl.DataFrame:
    """The columns with their types, a cell that is missing or not of its type null, and a flag for each.

    A column that the frame does not have is null throughout. Other columns are left as they are.
    """
    columns: list[pl.Expr] = []
    for field in fields:
        if field.name not in frame.columns:
            columns += [pl.lit(None, DTYPES[field.type]).alias(field.name)]
            columns += [pl.lit(False).alias(flag(field.name))]
            continue
        dtype = frame.schema[field.name]
        cell = pl.col(field.name)
        present = cell.is_not_null() & (cell != "" if dtype == pl.String else pl.lit(True))
        value = _value(field, pl.when(present).then(cell) if dtype == pl.String else cell, dtype)
        columns += [value.alias(field.name), (present & value.is_null()).alias(flag(field.name))]
    return frame.with_columns(columns)


def _value(field: Column, cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    native = _native(field.type, cell, dtype)
    if native is not None:
        return native
    text = cell if dtype == pl.String else cell.cast(pl.String)
    return _read(field, text)


def _native(kind: str, cell: pl.Expr, dtype: pl.DataType) -> pl.Expr | None:
    """A value that has its type already; None where its text has to be read."""
    if isinstance(dtype, pl.Datetime) and kind == "datetime":
        if dtype.time_zone is None:
            return pl.lit(None, DTYPES[kind])
        return cell.dt.convert_time_zone(ZONE).dt.replace_time_zone(None).dt.cast_time_unit("us")
    if kind in ("integer", "year") and dtype.is_integer():
        return cell.cast(pl.Int64, strict=False)
    if kind == "number" and dtype.is_numeric():
        value = cell.cast(pl.Float64)
        return pl.when(value.is_finite()).then(value)
    return cell if dtype == DTYPES[kind] and kind != "yearmonth" else None


def _read(field: Column, text: pl.Expr) -> pl.Expr:
    kind, format_ = field.type, field.format
    if kind == "integer":
        return text.cast(pl.Int64, strict=False)
    if kind == "number":
        value = text.cast(pl.Float64, strict=False)
        return pl.when(value.is_finite()).then(value)
    if kind == "boolean":
        value = pl.when(text.is_in(TRUE)).then(True)
        return value.when(text.is_in(FALSE)).then(False)
    if kind == "date":
        if format_:
            return text.str.to_date(format_, strict=False)
        day = text.str.to_date(normal.ISO_DAY, strict=False)
        return pl.when(text.str.contains(f"^{DAY}$")).then(day)
    if kind == "datetime":
        return _moment(text)
    if kind == "year":
        return pl.when(text.str.contains("^[0-9]{4}$")).then(text.cast(pl.Int64, strict=False))
    if kind == "yearmonth":
        return pl.when(text.str.contains("^[0-9]{4}-(?:0[1-9]|1[0-2])$")).then(text)
    return text


def _moment(text: pl.Expr) -> pl.Expr:
    """Local time of a moment with offset; to the microsecond."""
    sure = pl.when(text.str.contains(MOMENT)).then(text)
    clock = sure.str.slice(0, 19).str.replace(" ", "T", literal=True)
    second = clock.str.to_datetime(normal.ISO_MOMENT, strict=False, time_unit="us")
    fraction = sure.str.extract(r"\.([0-9]{1,6})").str.pad_end(6, "0").cast(pl.Int64, strict=False)
    offset = sure.str.extract(f"({OFFSET})$").replace("Z", "+00:00")
    minutes = offset.str.slice(1, 2).cast(pl.Int64) * 60 + offset.str.slice(-2).cast(pl.Int64)
    signed = pl.when(offset.str.starts_with("-")).then(-minutes).otherwise(minutes)
    moment = second + pl.duration(microseconds=fraction.fill_null(0)) - pl.duration(minutes=signed)
    return moment.dt.replace_time_zone("UTC").dt.convert_time_zone(ZONE).dt.replace_time_zone(None)
