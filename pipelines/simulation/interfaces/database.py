"""A database as source systems keep one: a table for each kind, moments in local time without a zone."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import polars as pl
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    MetaData,
    String,
    Table,
    create_engine,
)
from sqlalchemy.types import TypeEngine

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CHANGED = "row_changed_at"
"""Moment of the last change that the database itself keeps for each row."""
ROW = "row_id"
"""The table's own key; records may repeat or lack theirs."""
ROWS_AT_ONCE = 20_000


def fill(url: str, records: Mapping[str, pl.DataFrame]) -> None:
    """Put every kind of records into a table of its name, in place of what was there.

    :param url: SQLAlchemy address of a database that may be written
    """
    engine, metadata = create_engine(url), MetaData()
    with engine.begin() as connection:
        for kind, frame in records.items():
            kept = with_changes(frame)
            columns = [
                Column(name, _type(dtype), primary_key=name == ROW) for name, dtype in kept.schema.items()
            ]
            table = Table(kind, metadata, *columns, comment="origin: simulated")
            table.drop(connection, checkfirst=True)
            table.create(connection)
            for part in kept.iter_slices(ROWS_AT_ONCE):
                connection.execute(table.insert(), part.to_dicts())
    engine.dispose()


def with_changes(frame: pl.DataFrame) -> pl.DataFrame:
    """Records as the table has them: local moments, :data:`ROW` and :data:`CHANGED`."""
    moments = {name: _moment(name, dtype) for name, dtype in frame.schema.items() if _is_moment(name, dtype)}
    local = frame.with_columns(**moments)
    start = pl.lit("2000-01-01").str.to_datetime()
    last = pl.max_horizontal(*moments) if moments else pl.lit(None, pl.Datetime("us"))
    return local.with_row_index(ROW, 1).with_columns(
        last.fill_null(start).cast(pl.Datetime("us")).alias(CHANGED)
    )


def _is_moment(name: str, dtype: pl.DataType) -> bool:
    return isinstance(dtype, pl.Datetime) or (dtype == pl.String and name.endswith("_at"))


def _moment(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if dtype == pl.String:
        column = column.str.to_datetime(time_zone=ZONE.key, strict=False)
    elif not getattr(dtype, "time_zone", None):
        return column
    return column.dt.convert_time_zone(ZONE.key).dt.replace_time_zone(None)


def _type(dtype: pl.DataType) -> TypeEngine:
    if dtype == pl.Date:
        return Date()
    if isinstance(dtype, pl.Datetime):
        return DateTime()
    if dtype == pl.Boolean:
        return Boolean()
    if dtype.is_integer():
        return BigInteger()
    return Float() if dtype.is_float() else String()
