"""CKAN's schema, DataStore permissions, the first administrator and the publisher's token."""

from __future__ import annotations

import secrets as random

import psycopg

from runtime import secrets
from runtime.services import ckan, postgresql
from runtime.settings import Settings

ADMINISTRATOR = "quan-tri"
PUBLISHER = "portal-publisher"

#: Plugins with tables of their own.
MIGRATED = ("activity", "tracking", "datapusher_plus", "province_ingest")


def migrate(settings: Settings) -> None:
    """Bring CKAN's and the plugins' tables to their newest form and set the DataStore's permissions."""
    ckan.call(settings, "db", "init")
    for plugin in MIGRATED:
        ckan.call(settings, "db", "upgrade", "-p", plugin)
    allow_datastore(settings, ckan.call(settings, "datastore", "set-permissions"), "datastore")


def allow_datastore(settings: Settings, statements: str, database: str) -> None:
    """Run what ``ckan datastore set-permissions`` printed, without psql's own commands."""
    body = "\n".join(
        line for line in statements.splitlines() if not line.startswith("\\") and not _is_log(line)
    )
    with postgresql.connect(settings, database) as connection, psycopg.ClientCursor(connection) as cursor:
        cursor.execute(body.encode())


def _is_log(line: str) -> bool:
    return line[:4].isdigit() and "[" in line


def add_accounts(settings: Settings) -> None:
    """The first administrator, and the account whose token publishing uses."""
    _add_administrator(settings, ADMINISTRATOR, secrets.read(settings, "ckan-admin"))
    if not secrets.path(settings, "publisher-token").exists():
        _add_administrator(settings, PUBLISHER, random.token_urlsafe(24))
        printed = ckan.call(settings, "user", "token", "add", PUBLISHER, "publish", "--quiet")
        secrets.store(settings, "publisher-token", printed.strip().splitlines()[-1].strip())


def _add_administrator(settings: Settings, name: str, password: str) -> None:
    if name in _users(settings):
        return
    ckan.call(settings, "user", "add", name, f"email={name}@example.vn", f"password={password}")
    ckan.call(settings, "sysadmin", "add", name)


def _users(settings: Settings) -> set[str]:
    with postgresql.connect(settings, "ckan") as connection:
        return {row[0] for row in connection.execute("SELECT name FROM public.user").fetchall()}


def sign_in(settings: Settings) -> dict[str, str]:
    """Name and password of the first administrator."""
    return {"name": ADMINISTRATOR, "password": secrets.read(settings, "ckan-admin")}
