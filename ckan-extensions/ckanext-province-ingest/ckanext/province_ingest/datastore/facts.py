"""What the DataStore holds now, as a check of a new file needs to know it."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg2 import sql

from . import session

ALIAS = "SELECT alias_of FROM _table_metadata WHERE name = %s AND alias_of IS NOT NULL"


def published_values(resource_id: str, column: str) -> set[str] | None:
    """Distinct values of a published column in normal form; None where there is no such column."""
    rows = values_of(resource_id, [column])
    return None if rows is None else {value for (value,) in rows}


def resource_of(alias: str) -> str | None:
    """Id of the resource whose table has an alias; None where there is none."""
    with session.transaction() as cursor:
        cursor.execute(ALIAS, [alias])
        found = cursor.fetchone()
    return found[0] if found else None


def values_of(resource_id: str, columns: Sequence[str]) -> set[tuple[str, ...]] | None:
    """Distinct values of published columns together; None where there are no such columns."""
    # As JSON, so that moments are written as in a file
    texts = [sql.SQL("to_json({})#>>'{{}}'").format(sql.Identifier(name)) for name in columns]
    present = [sql.SQL("{} IS NOT NULL").format(sql.Identifier(name)) for name in columns]
    with session.transaction() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s AND column_name = ANY (%s)",
            [resource_id, list(columns)],
        )
        if cursor.fetchone()[0] < len(set(columns)):
            return None
        statement = sql.SQL("SELECT DISTINCT {} FROM {} WHERE {}").format(
            sql.SQL(", ").join(texts), sql.Identifier(resource_id), sql.SQL(" AND ").join(present)
        )
        cursor.execute(statement)
        return set(cursor.fetchall())
