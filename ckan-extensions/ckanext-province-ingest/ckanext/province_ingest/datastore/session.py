"""Connections to the DataStore, and the lock that lets one load of a resource run at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg2
import sqlalchemy as sa
from ckanext.datastore.backend.postgres import get_read_engine, get_write_engine

# Of loads at work, and of transactions that publish
LOCK_CLASS, FENCE_CLASS = 0x50494E47, 0x50494E48
BACKEND = sa.text("SELECT pg_backend_pid()")
SHUTDOWN_CODES = ("57P01", "57P02", "57P03")


@contextmanager
def transaction() -> Iterator[Any]:
    """A psycopg2 cursor in one transaction of the DataStore's writing account."""
    with get_write_engine().begin() as connection:
        yield connection.connection.cursor()


class LockLost(Exception):
    """The connection that held a resource's lock ended: another load of it may be at work."""


@dataclass(frozen=True)
class Lock:
    """A resource's lock; it lives as long as its connection to the server's process ``holder``."""

    resource_id: str
    connection: sa.engine.Connection
    holder: int

    def require(self) -> None:
        """See that it is still held.

        Raises:
            LockLost: it is not.
        """
        try:
            holder = self.connection.scalar(BACKEND)
        except sa.exc.DBAPIError as error:
            raise LockLost(self.resource_id) from error
        # SQLAlchemy may have connected again
        if holder != self.holder:
            raise LockLost(self.resource_id)


@contextmanager
def exclusive(resource_id: str, wait_s: int) -> Iterator[Lock]:
    """Hold the lock of a resource; wait for another load of it for at most ``wait_s`` seconds.

    The lock belongs to a connection of its own, so it ends with the process, however that dies. Where only
    the connection ends, the load that had the lock cannot begin to publish any more (:func:`fence`), and one
    that publishes already is waited for.
    """
    key = {"class": LOCK_CLASS, "fence": FENCE_CLASS, "id": resource_id}
    connection = get_write_engine().connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        connection.detach()
        connection.execute(
            sa.text("SELECT set_config('lock_timeout', :ms, false)"), {"ms": str(wait_s * 1000)}
        )
        connection.execute(sa.text("SELECT pg_advisory_lock(:class, hashtext(:id))"), key)
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:fence, hashtext(:id))"), key)
        yield Lock(resource_id, connection, connection.scalar(BACKEND))
        # With a connection that was cut, the lock has ended already
        with suppress(sa.exc.DBAPIError):
            connection.execute(sa.text("SELECT pg_advisory_unlock(:class, hashtext(:id))"), key)
    finally:
        connection.close()


def fence(cursor: Any, lock: Lock) -> None:
    """Let no other load of the resource begin before the cursor's transaction has ended.

    Raises:
        LockLost: the lock is not held any more.
    """
    cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [FENCE_CLASS, lock.resource_id])
    lock.require()


def is_locked(resource_id: str) -> bool:
    """Whether a load of the resource is at work now."""
    held = sa.text(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted"
        " AND classid IN (:class, :fence) AND objid = (hashtext(:id)::bigint & 4294967295)::oid"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
    )
    key = {"class": LOCK_CLASS, "fence": FENCE_CLASS, "id": resource_id}
    with get_read_engine().connect() as connection:
        return bool(connection.scalar(held, key))


def connection_lost(error: BaseException) -> bool:
    """Whether the database went away, as opposed to refusing what it was given."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, psycopg2.InterfaceError):
        return True
    return isinstance(cause, psycopg2.OperationalError) and cause.pgcode in (None, *SHUTDOWN_CODES)
