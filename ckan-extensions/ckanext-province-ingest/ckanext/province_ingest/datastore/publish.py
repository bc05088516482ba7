"""The one transaction that makes new rows visible: readers see the old rows or the new ones.

A small table keeps its identity: rows are deleted and inserted, and nobody waits. A large one is built beside
the published one with all its indexes and takes its name (:mod:`.swap`); where readers leave no moment for
that, its rows are moved like those of a small one. Appending and upserting change the published table.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2.errors
from ckanext.datastore.backend.postgres import get_write_engine
from psycopg2 import sql

from . import session
from .merge import merge
from .plan import REPLACE, TablePlan
from .staging import Staging
from .swap import exchange
from .table import Table

# Rows from which building a table costs less than moving rows below its indexes
LARGE = 20_000
# How long the exchange may look for its moment: where rows can be moved instead, and where they cannot
PATIENCE_S, LONG_PATIENCE_S = 5.0, 600.0


def publish(
    lock: session.Lock,
    plan: TablePlan,
    source: Path,
    keep: Callable[[], dict[str, Any]],
    is_live: Callable[[str], bool],
) -> int:
    """Make the rows of a file in normal form (:mod:`data_contract.normal`) the content of a resource's table.

    With another mode than ``replace`` they are added to it. ``keep`` keeps the file while no other load of
    the resource can begin, and gives the mark of the table, see :func:`published`; ``is_live`` tells whether
    a resource still exists. Returns the table's number of rows.

    Raises:
        session.LockLost: another load of the resource may be at work; the table is as it was.
        psycopg2.Error: the database refused a value or went away; the table is as it was.
        merge.KeysTaken: rows to append are there already.
        AliasTaken: the alias belongs to another table.
    """
    with session.transaction() as cursor:
        session.fence(cursor, lock)
        mark = keep()
        cursor.execute("SET LOCAL TimeZone TO 'UTC'; SET LOCAL DateStyle TO ISO")
        table = Table(cursor, lock.resource_id)
        rows = _write(table, plan, source, mark)
        if plan.alias:
            table.ensure_alias(plan.alias, is_live)
    _reclaim(lock.resource_id)
    return rows


def published(resource_id: str) -> tuple[dict[str, Any], int]:
    """What a resource's table was loaded from, as given to :func:`publish`, and its row count."""
    with session.transaction() as cursor:
        mark = Table(cursor, resource_id).mark()
        if not mark:
            return {}, 0
        cursor.execute("SELECT cached_table_row_count(%s)", [resource_id])
        return mark, cursor.fetchone()[0]


def _write(table: Table, plan: TablePlan, source: Path, mark: dict[str, Any]) -> int:
    staging = Staging(table)
    rows = staging.fill(plan, source)
    fits = table.structure() == [(column.name, column.type) for column in plan.columns]
    if fits and plan.mode != REPLACE:
        rows = merge(table, staging, plan)
    elif fits and max(rows, table.row_count()) < LARGE:
        _move(table, plan, staging.rows(plan))
    else:
        table.set_row_count(rows)
        _build(table, staging, plan, fits, mark)
        return rows
    staging.drop()
    _finish(table, plan, mark)
    table.set_row_count(rows)
    return rows


def _build(table: Table, staging: Staging, plan: TablePlan, fits: bool, mark: dict[str, Any]) -> None:
    fresh = Table(table.cursor, f"_new_{table.resource_id}")
    fresh.create_as(plan, staging.rows(plan))
    staging.drop()
    _finish(fresh, plan, mark)
    try:
        exchange(table, fresh, PATIENCE_S if fits else LONG_PATIENCE_S)
    except psycopg2.errors.LockNotAvailable:
        if not fits:
            raise
        _move(table, plan, fresh.rows(plan))
        fresh.drop()
        _finish(table, plan, mark)


def _move(table: Table, plan: TablePlan, rows: sql.Composable) -> None:
    table.run("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    table.run("DELETE FROM {table}")
    table.run(
        "INSERT INTO {table} (_id, _full_text, {columns}) {rows}",
        columns=sql.SQL(", ").join(map(sql.Identifier, plan.names)),
        rows=rows,
    )
    table.number_on()


def _finish(table: Table, plan: TablePlan, mark: dict[str, Any]) -> None:
    table.sync_indexes(plan)
    table.describe(plan)
    table.grant(table.resource_id)
    table.set_mark(mark)
    table.run("ANALYZE {table}")


def _reclaim(resource_id: str) -> None:
    # Deleted rows take space until a vacuum, which cannot run inside a transaction.
    engine = get_write_engine().execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        Table(connection.connection.cursor(), resource_id).run("VACUUM {table}")
