"""Rows of a file added to a growing table: new ones only, or new and changed ones, told apart by the key."""

from __future__ import annotations

from psycopg2 import sql

from .plan import APPEND, TablePlan
from .staging import Staging
from .table import Table

MOST_NAMED = 1000


class KeysTaken(Exception):
    """Rows to append are published already; ``rows`` has their numbers, from 1, and keys."""

    def __init__(self, rows: list[tuple[int, str]]):
        super().__init__(f"{len(rows)} keys taken")
        self.rows = rows


def merge(table: Table, staging: Staging, plan: TablePlan) -> int:
    """Append or upsert by ``plan.mode``; returns the table's number of rows afterwards.

    Readers go on reading the old rows until the commit; another writer waits.

    Raises:
        KeysTaken: with mode ``append``, for rows whose key is in the table already.
    """
    table.run("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    if plan.mode == APPEND and plan.primary_key:
        _refuse_taken(table, staging, plan)
    table.run(
        "INSERT INTO {table} AS old (_full_text, {columns})"
        " SELECT _full_text, {columns} FROM ({rows}) AS new ORDER BY _id {conflict}",
        columns=_list(plan.names),
        rows=staging.rows(plan),
        conflict=sql.SQL("") if plan.mode == APPEND else _overwrite(plan),
    )
    table.run("SELECT count(*) FROM {table}")
    return table.cursor.fetchone()[0]


def _refuse_taken(table: Table, staging: Staging, plan: TablePlan) -> None:
    keys = _list(plan.primary_key)
    table.run(
        "SELECT new._id, concat_ws(', ', {keys}) FROM ({rows}) AS new JOIN {table} AS old USING ({keys})"
        " ORDER BY new._id LIMIT {most}",
        keys=keys,
        rows=staging.rows(plan),
        most=sql.Literal(MOST_NAMED),
    )
    if taken := table.cursor.fetchall():
        raise KeysTaken(taken)


def _overwrite(plan: TablePlan) -> sql.Composable:
    # A row that is the same keeps its place, so that unchanged data costs neither space nor index work
    changeable = [column for column in plan.columns if column.name not in plan.primary_key]
    if not changeable:
        return sql.SQL("ON CONFLICT ({}) DO NOTHING").format(_list(plan.primary_key))
    names = ("_full_text", *(column.name for column in changeable))
    values = sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in names)
    # The type json knows no equality
    compared = [
        (sql.Identifier(column.name), sql.SQL("::text" if column.type == "json" else ""))
        for column in changeable
    ]
    old = sql.SQL(", ").join(sql.SQL("old.{}{}").format(*pair) for pair in compared)
    new = sql.SQL(", ").join(sql.SQL("excluded.{}{}").format(*pair) for pair in compared)
    return sql.SQL(
        "ON CONFLICT ({keys}) DO UPDATE SET {values} WHERE ROW({old}) IS DISTINCT FROM ROW({new})"
    ).format(keys=_list(plan.primary_key), values=values, old=old, new=new)


def _list(names: tuple[str, ...]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, names))
