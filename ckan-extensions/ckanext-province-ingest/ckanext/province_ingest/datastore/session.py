"""Connections to the DataStore, and the lock that lets one load of a resource run at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import sqlalchemy as sa
from ckanext.datastore.backend.postgres import get_read_engine, get_write_engine

LOCK_CLASS = 0x50494E47
SHUTDOWN_CODES = ("57P01", "57P02", "57P03")


@contextmanager
def transaction() -> Iterator[Any]:
    """A psycopg2 cursor in one transaction of the DataStore's writing account."""
    with get_write_engine().begin() as connection:
        yield connection.connection.cursor()


@contextmanager
def exclusive(resource_id: str, wait_s: int) -> Iterator[None]:
    """Hold the lock of a resource; wait for another load of it for at most ``wait_s`` seconds.

    The lock belongs to a connection of its own, so it ends with the process, however that dies.
    """
    key = {"class": LOCK_CLASS, "id": resource_id}
    connection = get_write_engine().connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        connection.detach()
        connection.execute(
            sa.text("SELECT set_config('lock_timeout', :ms, false)"), {"ms": str(wait_s * 1000)}
        )
        connection.execute(sa.text("SELECT pg_advisory_lock(:class, hashtext(:id))"), key)
        yield
        connection.execute(sa.text("SELECT pg_advisory_unlock(:class, hashtext(:id))"), key)
    finally:
        connection.close()


def is_locked(resource_id: str) -> bool:
    """Whether a load of the resource is at work now."""
    held = sa.text(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = :class"
        " AND objid = (hashtext(:id)::bigint & 4294967295)::oid"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
    )
    with get_read_engine().connect() as connection:
        return bool(connection.scalar(held, {"class": LOCK_CLASS, "id": resource_id}))


def connection_lost(error: BaseException) -> bool:
    """Whether the database went away, as opposed to refusing what it was given."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, psycopg2.InterfaceError):
        return True
    return isinstance(cause, psycopg2.OperationalError) and cause.pgcode in (None, *SHUTDOWN_CODES)
