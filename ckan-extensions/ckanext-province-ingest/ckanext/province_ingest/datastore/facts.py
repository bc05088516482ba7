"""What the DataStore holds now, as a check of a new file needs to know it."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg2 import sql

from . import session

ALIAS = "SELECT alias_of FROM _table_metadata WHERE name = %s AND alias_of IS NOT NULL"


def published_values(resource_id: str, column: str) -> set[str] | None:
    """Distinct values of a published column in normal form; None where there is no such column."""
    rows = _values(resource_id, [column])
    return None if rows is None else {value for (value,) in rows}


def referenced_values(alias: str, columns: Sequence[str]) -> set[tuple[str, ...]] | None:
    """Distinct values of columns of the table with an alias; None where it is not published."""
    with session.transaction() as cursor:
        cursor.execute(ALIAS, [alias])
        found = cursor.fetchone()
    return _values(found[0], columns) if found else None


def _values(table: str, columns: Sequence[str]) -> set[tuple[str, ...]] | None:
    # As JSON, so that moments are written as in a file
    texts = [sql.SQL("to_json({})#>>'{{}}'").format(sql.Identifier(name)) for name in columns]
    present = [sql.SQL("{} IS NOT NULL").format(sql.Identifier(name)) for name in columns]
    with session.transaction() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s AND column_name = ANY (%s)",
            [table, list(columns)],
        )
        if cursor.fetchone()[0] < len(set(columns)):
            return None
        statement = sql.SQL("SELECT DISTINCT {} FROM {} WHERE {}").format(
            sql.SQL(", ").join(texts), sql.Identifier(table), sql.SQL(" AND ").join(present)
        )
        cursor.execute(statement)
        return set(cursor.fetchall())
