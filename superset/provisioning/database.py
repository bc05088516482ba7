"""The schema ``reporting`` in the DataStore's database: views for dashboards, and a role that reads nothing
else.

The views are made anew only when their text changed or one is missing (a published table that changes its
structure takes the views over it along), in one transaction, so that a reader sees the old ones or the new
ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from superset.provisioning.errors import ProvisioningError
from superset.provisioning.reported import ReportedTable
from superset.provisioning.views import SCHEMA, View

#: Marks a view as made here; what follows is the digest of its statement.
_MARK = "province-open-data-portal "
#: Number that runs of this program agree on, so that two of them wait for each other.
_LOCK = 7_203_911


@dataclass(frozen=True)
class Outcome:
    """What was done."""

    is_changed: bool
    missing: tuple[str, ...]
    types: dict[str, dict[str, str]]


def apply(dsn: str, reader: str, views: Sequence[View], tables: Sequence[ReportedTable]) -> Outcome | None:
    """Makes the views and grants them to the reader; safe to repeat at any time.

    :param dsn: address of the DataStore's database for its superuser, who sets limits to the reader
    :param reader: role of the dashboards; it must exist
    :returns: whether a view was made, aliases that no published table has yet, and the views' column types;
        None, with nothing done, while none of the tables is published
    :raises ProvisioningError: when the database does not answer or refuses
    """
    try:
        connection = psycopg2.connect(dsn, connect_timeout=10)
    except psycopg2.OperationalError as error:
        raise ProvisioningError(
            f"Không nối được cơ sở dữ liệu DataStore ({_first_line(error)})",
            "the DataStore's database does not answer",
            "./portal status",
        ) from error
    try:
        with connection, connection.cursor() as cursor:
            return _apply(cursor, reader, views, tables)
    except psycopg2.Error as error:
        raise ProvisioningError(
            f"Không tạo được các view báo cáo ({_first_line(error)})", "the reporting views could not be made"
        ) from error
    finally:
        connection.close()


def _apply(
    cursor: Cursor, reader: str, views: Sequence[View], tables: Sequence[ReportedTable]
) -> Outcome | None:
    cursor.execute("SET LOCAL lock_timeout = '20s'")
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    owners = _owners(cursor)
    present = [table for table in tables if table.alias in owners]
    if not present:
        return None
    cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(owners[present[0].alias])))
    is_changed = _make(cursor, views, present)
    _grant(cursor, reader, views)
    cursor.execute("RESET ROLE")
    _limit(cursor, reader)
    missing = tuple(table.alias for table in tables if table not in present)
    return Outcome(is_changed, missing, {view.name: _types(cursor, view.name) for view in views})


def _owners(cursor: Cursor) -> dict[str, str]:
    """Owner of every published alias: a reporting view made by it may read what it may, and no more."""
    cursor.execute("SELECT viewname, viewowner FROM pg_views WHERE schemaname = 'public'")
    return dict(cursor.fetchall())


def _make(cursor: Cursor, views: Sequence[View], tables: Sequence[ReportedTable]) -> bool:
    cursor.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(SCHEMA)))
    statements = {view.name: view.statement(tables).as_string(cursor) for view in views}
    wanted = {name: _MARK + hashlib.sha256(text.encode()).hexdigest() for name, text in statements.items()}
    marks = _marks(cursor)
    if wanted == marks:
        return False
    for name in marks:
        cursor.execute(sql.SQL("DROP VIEW IF EXISTS {} CASCADE").format(sql.Identifier(SCHEMA, name)))
    for name, text in statements.items():
        cursor.execute(text)
        cursor.execute(
            sql.SQL("COMMENT ON VIEW {} IS %s").format(sql.Identifier(SCHEMA, name)), [wanted[name]]
        )
    return True


def _marks(cursor: Cursor) -> dict[str, str]:
    """Mark of every view that was made here."""
    cursor.execute(
        "SELECT c.relname, d.description FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0"
        " WHERE n.nspname = %s AND c.relkind = 'v' AND starts_with(d.description, %s)",
        [SCHEMA, _MARK],
    )
    return dict(cursor.fetchall())


def _grant(cursor: Cursor, reader: str, views: Sequence[View]) -> None:
    role, schema = sql.Identifier(reader), sql.Identifier(SCHEMA)
    cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role))
    cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM {}").format(schema, role))
    for view in views:
        cursor.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(sql.Identifier(SCHEMA, view.name), role))


def _limit(cursor: Cursor, reader: str) -> None:
    """Even a query typed by hand changes nothing, ends, and finds the views by their names."""
    role = sql.Identifier(reader)
    for setting in (
        "default_transaction_read_only = on",
        "statement_timeout = '30s'",
        f"search_path = {SCHEMA}",
    ):
        cursor.execute(sql.SQL("ALTER ROLE {} SET " + setting).format(role))


def _types(cursor: Cursor, view: str) -> dict[str, str]:
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = %s AND table_name = %s",
        [SCHEMA, view],
    )
    return dict(cursor.fetchall())


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
