"""Tables of a database that SQLAlchemy can read, row by row from the last watermark on.

Rows are read by a cursor on the server's side in the order of watermark and key, and become one JSON Lines
file, kept when the last row has arrived. When the database goes away, reading goes on after the last row that
arrived; nothing is kept of a reading that cannot be finished. Only SELECT is ever sent.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    RowMapping,
    Select,
    Table,
    and_,
    create_engine,
    or_,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchTableError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from pipelines.findings import Broken, Finding
from pipelines.raw import RawFile, RawStore
from pipelines.sources import secret_file, settings, texts
from pipelines.sources.source import Period, Unavailable
from pipelines.text import Text

ROWS_AT_ONCE = 5000


class SqlSource:
    """Source of :class:`settings.Sql`; ``pause`` is the wait before the second try, in seconds."""

    def __init__(self, described: settings.Sql, home: Path, pause: float = 5) -> None:
        self.name = described.name
        self.kinds = tuple(described.kinds)
        self._described, self._home, self._pause = described, home, pause
        self._zone = ZoneInfo(described.zone) if described.zone else None

    def fetch(self, period: Period | None, since: datetime | None, raw: RawStore) -> list[RawFile]:
        """Keep the rows changed since; see :class:`pipelines.sources.source.Source`."""
        engine = self._engine()
        return [
            raw.keep(
                texts.written(self._rows(engine, read, since)),
                kind=kind,
                source=f"{self.name}: {read.table}",
                suffix=".jsonl",
            )
            for kind, read in self._described.kinds.items()
        ]

    def read(self, file: RawFile) -> Iterator[pl.DataFrame]:
        """The rows of a kept reading as text; see :class:`pipelines.sources.source.Source`."""
        yield from texts.lines(file.path, file.source)

    def _engine(self) -> Engine:
        path = self._home / self._described.url_file
        try:
            return create_engine(make_url(secret_file.read(path)), poolclass=NullPool)
        except (ArgumentError, ImportError) as error:
            raise Broken([Finding(str(path), "database-url", BAD_URL, value=type(error).__name__)]) from None

    def _rows(
        self, engine: Engine, read: settings.SqlKind, since: datetime | None
    ) -> Iterator[dict[str, Any]]:
        """The wanted rows; after a lost connection from the row after the last one."""
        after: tuple[Any, ...] | None = None
        failures = 0
        place = f"{self.name}: {read.table}"
        while True:
            try:
                with engine.connect() as connection:
                    table = _table(connection, read, place)
                    for row in _streamed(connection, _wanted(table, read, self._from(since), after)):
                        after, failures = tuple(row[name] for name in (read.watermark, *read.key)), 0
                        if None in after:
                            raise Broken([Finding(place, "watermark", NO_MARK, value=str(after[1:]))])
                        yield self._zoned({name: row[name] for name in read.columns or row})
                return
            except DBAPIError as error:
                failures += 1
                if failures >= self._described.tries:
                    said = type(error.orig).__name__
                    raise Unavailable([Finding(place, "database-away", AWAY, value=said)]) from None
                time.sleep(self._pause * failures)
            except SQLAlchemyError as error:
                raise Broken([Finding(place, "database", REFUSED, value=type(error).__name__)]) from None

    def _from(self, since: datetime | None) -> datetime | None:
        if since is None:
            return None
        start = since - timedelta(minutes=self._described.overlap_minutes)
        return start.astimezone(self._zone).replace(tzinfo=None) if self._zone else start

    def _zoned(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            name: value.replace(tzinfo=self._zone)
            if isinstance(value, datetime) and value.tzinfo is None
            else value
            for name, value in row.items()
        }


def _table(connection: Connection, read: settings.SqlKind, place: str) -> Table:
    schema, _, name = read.table.rpartition(".")
    try:
        table = Table(name, MetaData(), schema=schema or None, autoload_with=connection)
    except NoSuchTableError:
        raise Broken([Finding(place, "table-missing", NO_TABLE, value=read.table)]) from None
    wanted = (read.watermark, *read.key, *read.columns)
    missing = [column for column in dict.fromkeys(wanted) if column not in table.columns]
    if missing:
        raise Broken(Finding(place, "column-missing", NO_COLUMN, column=column) for column in missing)
    return table


def _wanted(
    table: Table, read: settings.SqlKind, since: datetime | None, after: tuple[Any, ...] | None
) -> Select[Any]:
    order: list[Column[Any]] = [table.columns[name] for name in (read.watermark, *read.key)]
    chosen = [table.columns[name] for name in read.columns] or list(table.columns)
    chosen += [column for column in order if column not in chosen]
    query = select(*chosen).order_by(*order)
    if after is not None:
        return query.where(_beyond(order, after))
    return query.where(or_(order[0] >= since, order[0].is_(None))) if since else query


def _beyond(columns: Sequence[Column[Any]], values: Sequence[Any]) -> ColumnElement[bool]:
    """Rows that come after ``values`` in the order of ``columns``, without row values, which not all know."""
    pairs = list(zip(columns, values, strict=True))
    steps = (
        and_(*(earlier == same for earlier, same in pairs[:place]), column > value)
        for place, (column, value) in enumerate(pairs)
    )
    return or_(*steps)


def _streamed(connection: Connection, query: Select[Any]) -> Iterator[RowMapping]:
    result = connection.execution_options(stream_results=True, yield_per=ROWS_AT_ONCE).execute(query)
    yield from result.mappings()


BAD_URL = Text(
    "Địa chỉ cơ sở dữ liệu không dùng được; hãy ghi dạng postgresql+psycopg2://tài_khoản:mật_khẩu@máy/tên.",
    "The database's address cannot be used; write it as postgresql+psycopg2://user:password@host/name.",
)
AWAY = Text(
    "Cơ sở dữ liệu không trả lời sau nhiều lần thử; chưa nhận dòng nào. Hãy kiểm tra máy chủ, mạng, mật "
    "khẩu rồi chạy lại.",
    "The database does not answer after several tries; no row was taken. Check server, network and password, "
    "then run again.",
)
REFUSED = Text(
    "Cơ sở dữ liệu không đọc được như source.yaml mô tả; hãy kiểm tra bảng và cột với đơn vị quản lý.",
    "The database cannot be read as source.yaml says; check table and columns with those who run it.",
)
NO_TABLE = Text(
    "Không có bảng này hoặc không có quyền đọc; hãy sửa 'table' trong source.yaml hoặc xin quyền SELECT.",
    "There is no such table, or no right to read it; correct 'table' in source.yaml or ask for SELECT.",
)
NO_MARK = Text(
    "Dòng này trống ở cột mốc thay đổi hoặc cột khóa nên không biết đã đọc chưa; hãy điền ở nguồn hoặc chọn "
    "cột khác.",
    "This row has no moment of change or no key, so nothing tells whether it was read; fill it at the source "
    "or choose other columns.",
)
NO_COLUMN = Text(
    "Bảng không có cột này; hãy sửa source.yaml theo bảng ở nguồn.",
    "The table has no such column; correct source.yaml by the source's table.",
)
