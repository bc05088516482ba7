"""Roles, databases and the Vietnamese text search of the one PostgreSQL cluster."""

from __future__ import annotations

from psycopg import sql

from runtime import secrets
from runtime.services import postgresql
from runtime.settings import Settings

#: Role → its secret.
ROLES = {
    "ckan": "ckan-db",
    "datastore_reader": "datastore-reader",
    "superset": "superset-db",
    "reporting_reader": "reporting-reader",
    "runs": "runs-db",
}
#: Database → its owner.
DATABASES = {
    "ckan": "ckan",
    "datastore": "ckan",
    "ckan_test": "ckan",
    "datastore_test": "ckan",
    "superset": "superset",
    "runs": "runs",
}


def create(settings: Settings) -> None:
    """Make roles and databases that are not there; set the roles' passwords."""
    with postgresql.connect(settings) as connection:
        for role, secret in ROLES.items():
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
            verb = sql.SQL("ALTER" if known else "CREATE")
            connection.execute(
                sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
                    verb, sql.Identifier(role), secrets.read(settings, secret)
                )
            )
        for database, owner in DATABASES.items():
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
                statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
                connection.execute(statement.format(sql.Identifier(database), sql.Identifier(owner)))
            connection.execute(
                sql.SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC").format(
                    sql.Identifier(database)
                )
            )
        for database in ("datastore", "datastore_test"):
            statement = sql.SQL("GRANT CONNECT ON DATABASE {} TO datastore_reader, reporting_reader")
            connection.execute(statement.format(sql.Identifier(database)))
    for database in ("datastore", "datastore_test"):
        add_vietnamese(settings, database)


def add_vietnamese(settings: Settings, database: str) -> None:
    """A text-search configuration that lower-cases words and takes their accents away, without stemming."""
    with postgresql.connect(settings, database) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
        if not connection.execute("SELECT 1 FROM pg_ts_config WHERE cfgname = 'vietnamese'").fetchone():
            with connection.transaction():
                connection.execute("CREATE TEXT SEARCH CONFIGURATION vietnamese (COPY = simple)")
                connection.execute(
                    "ALTER TEXT SEARCH CONFIGURATION vietnamese"
                    " ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple"
                )
        # CKAN's trigger for rows that come by its API names no configuration; its searches name this one.
        statement = "ALTER ROLE ckan IN DATABASE {} SET default_text_search_config = 'public.vietnamese'"
        connection.execute(sql.SQL(statement).format(sql.Identifier(database)))
