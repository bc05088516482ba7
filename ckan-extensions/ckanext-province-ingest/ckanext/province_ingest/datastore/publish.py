"""The one transaction that makes new rows visible: readers see the old rows or the new ones, nothing between.

Rows are staged in a temporary table, which PostgreSQL itself drops whenever the connection ends. While the
columns stay the same, rows are deleted and inserted, so that the table keeps its identity, the views over it
stay, and readers never wait; another structure means another table.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ckanext.datastore.backend.postgres import get_write_engine
from psycopg2 import sql

from .. import config
from . import session
from .plan import TablePlan
from .table import Table

STAGING = sql.Identifier("pg_temp", "province_ingest_staging")


def publish(
    resource_id: str, plan: TablePlan, source: Path, mark: dict[str, Any], is_live: Callable[[str], bool]
) -> int:
    """Make the rows of a UTF-8, comma-separated file with a header the content of a resource's table.

    ``mark`` is kept with the table, see :func:`published`; ``is_live`` tells whether a resource still exists.
    Returns the number of rows.

    Raises:
        psycopg2.Error: the database refused a value or went away; the table is as it was.
        AliasTaken: the alias belongs to another table.
    """
    with session.transaction() as cursor:
        cursor.execute("SET LOCAL TimeZone TO 'UTC'; SET LOCAL DateStyle TO ISO")
        rows = _stage(cursor, plan, source)
        table = Table(cursor, resource_id)
        if table.structure() == [(column.name, column.type) for column in plan.columns]:
            table.run("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
            table.run("DELETE FROM {table}")
            _insert(table, plan)
        else:
            _rebuild(table, plan)
        _finish(table, plan, rows, mark)
        if plan.alias:
            table.ensure_alias(plan.alias, is_live)
    _reclaim(resource_id)
    return rows


def published(resource_id: str) -> tuple[dict[str, Any], int]:
    """What a resource's table was loaded from, as given to :func:`publish`, and its row count."""
    with session.transaction() as cursor:
        mark = Table(cursor, resource_id).mark()
        if not mark:
            return {}, 0
        cursor.execute("SELECT cached_table_row_count(%s)", [resource_id])
        return mark, cursor.fetchone()[0]


def _stage(cursor: Any, plan: TablePlan, source: Path) -> int:
    names = [sql.Identifier(name) for name in plan.names]
    texts = sql.SQL(", ").join(sql.SQL("{} text").format(name) for name in names)
    cursor.execute(
        sql.SQL("CREATE TEMP TABLE {} (_row bigint GENERATED ALWAYS AS IDENTITY, {}) ON COMMIT DROP").format(
            sql.Identifier("province_ingest_staging"), texts
        )
    )
    columns = sql.SQL(", ").join(names)
    copy = sql.SQL(
        "COPY {} ({}) FROM STDIN WITH (FORMAT csv, HEADER true, FORCE_NOT_NULL ({}), ENCODING 'UTF8')"
    )
    with source.open("rb") as rows:
        cursor.copy_expert(copy.format(STAGING, columns, columns), rows)
    return cursor.rowcount


def _rebuild(table: Table, plan: TablePlan) -> None:
    fresh = Table(table.cursor, f"_{table.resource_id}")
    fresh.create(plan)
    _insert(fresh, plan)
    fresh.replace(table)


def _insert(table: Table, plan: TablePlan) -> None:
    typed = sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(column.value, sql.Identifier(column.name)) for column in plan.columns
    )
    table.run(
        "INSERT INTO {table} (_id, _full_text, {columns})"
        " SELECT _row, {full_text}, {columns} FROM (SELECT _row, {typed} FROM {staging}) AS typed",
        columns=sql.SQL(", ").join(map(sql.Identifier, plan.names)),
        full_text=_full_text(plan),
        typed=typed,
        staging=STAGING,
    )
    table.run(
        "SELECT setval(pg_get_serial_sequence({name}, '_id'), greatest(max(_id), 1)) FROM {table}",
        name=sql.Literal(table.regclass),
    )


def _full_text(plan: TablePlan) -> sql.Composable:
    # The same words that CKAN's trigger would index; it leaves a _full_text that is already there alone.
    types = {column.name: column.type for column in plan.columns}
    words: list[sql.Composable] = [sql.Literal(" "), sql.SQL("NULL")]
    for name in plan.searchable:
        template = "{}" if types[name] == "text" else "to_json({})#>>'{{}}'"
        words.append(sql.SQL(template).format(sql.Identifier(name)))
    return sql.SQL("to_tsvector({}::regconfig, concat_ws({}))").format(
        sql.Literal(config.full_text_language()), sql.SQL(", ").join(words)
    )


def _finish(table: Table, plan: TablePlan, rows: int, mark: dict[str, Any]) -> None:
    table.sync_indexes(plan)
    table.describe(plan)
    table.grant(table.resource_id)
    table.set_row_count(rows)
    table.set_mark(mark)


def _reclaim(resource_id: str) -> None:
    # Deleted rows take space until a vacuum, which cannot run inside a transaction.
    engine = get_write_engine().execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        Table(connection.connection.cursor(), resource_id).run("VACUUM {table}")
