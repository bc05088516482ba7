"""One table takes another's name within milliseconds; the views over it read the new one from then on.

Readers hold a lock that the exchange must wait for, and whoever reads meanwhile would wait behind it: the
exchange therefore asks for a moment only, gives way, and asks again.
"""

from __future__ import annotations

import logging
import random
import time

import psycopg2.errors
from ckanext.datastore.backend.postgres import get_write_engine
from psycopg2 import sql
from sqlalchemy import text

from .table import Table

log = logging.getLogger(__name__)

# Longest wait of a reader behind the exchange's request, and pauses in which readers pass
LOCK_WAIT_MS = 50
PAUSE_S = (0.05, 0.25)
NO_LONGER_FITS = (psycopg2.errors.InvalidTableDefinition, psycopg2.errors.UndefinedColumn)


def exchange(published: Table, fresh: Table, patience_s: float) -> None:
    """Give ``fresh`` the name of ``published``, which is dropped if there is one.

    Views that select columns which ``fresh`` has too are kept with their grants; others are dropped.

    Raises:
        psycopg2.errors.LockNotAvailable: readers left no moment within ``patience_s`` seconds.
    """
    if published.structure():
        _flush_log()
        _lock(published, patience_s)
        old = Table(published.cursor, f"_old_{published.resource_id}")
        views = published.direct_views()
        published.rename(old)
        fresh.rename(published)
        for view, definition in views:
            _rebind(published, view, definition)
        if lost := old.dependent_views():
            log.warning("Structure of %s changed; dropped views: %s", published.resource_id, ", ".join(lost))
        old.drop()
    else:
        fresh.rename(published)
    published.rename_parts(fresh)


def _flush_log() -> None:
    # What the commit must still write to disk, readers wait for: have nearly all of it written before
    with get_write_engine().begin() as connection:
        connection.execute(text("SELECT pg_logical_emit_message(true, 'province_ingest', '')"))


def _lock(table: Table, patience_s: float) -> None:
    give_up = time.monotonic() + patience_s
    while True:
        table.cursor.execute(f"SAVEPOINT exchange; SET LOCAL lock_timeout TO {LOCK_WAIT_MS}")
        try:
            table.run("LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        except psycopg2.errors.LockNotAvailable:
            table.cursor.execute("ROLLBACK TO SAVEPOINT exchange")
            if time.monotonic() > give_up:
                raise
            time.sleep(random.uniform(*PAUSE_S))
        else:
            table.cursor.execute("SET LOCAL lock_timeout TO 0")
            return


def _rebind(table: Table, view: str, definition: str) -> None:
    statement = sql.SQL("CREATE OR REPLACE VIEW {view} AS {definition}")
    table.cursor.execute("SAVEPOINT rebind")
    try:
        table.cursor.execute(statement.format(view=sql.SQL(view), definition=sql.SQL(definition)))
    except NO_LONGER_FITS:
        table.cursor.execute("ROLLBACK TO SAVEPOINT rebind")
