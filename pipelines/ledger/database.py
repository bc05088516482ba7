"""The ledger's database: connections to it, and its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extras import RealDictCursor

from pipelines.findings import Broken, Finding
from pipelines.text import Text

CONNECT_S = 5
#: Advisory lock of whoever makes the tables.
MAKING = 0x52554E53


@contextmanager
def connected(address: str) -> Iterator[Connection]:
    """A connection in autocommit mode whose rows are dictionaries, closed at the end.

    :param address: ``postgresql://…`` of the ledger's database

    Raises:
        Broken: the database does not answer, or went away meanwhile.
    """
    try:
        found = psycopg2.connect(address, connect_timeout=CONNECT_S, cursor_factory=RealDictCursor)
        try:
            found.autocommit = True
            yield found
        finally:
            found.close()
    except (psycopg2.OperationalError, psycopg2.InterfaceError):
        raise Broken([Finding("PostgreSQL", "ledger", AWAY)]) from None


def ask(cursor: Any, statement: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """The rows of a query."""
    cursor.execute(statement, values)
    return [dict(row) for row in cursor.fetchall()]


def migrate(ledger: Connection) -> None:
    """Make the tables that are not there yet: one numbered file after the other, each once and whole."""
    with ledger.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MAKING])
        cursor.execute("CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY)")
        done = {row["name"] for row in ask(cursor, "SELECT name FROM migration")}
        for file in sorted(Path(__file__).parent.glob("*.sql")):
            if file.name not in done:
                cursor.execute(f"BEGIN; {file.read_text('utf-8')}")
                cursor.execute("INSERT INTO migration VALUES (%s)", [file.name])
                cursor.execute("COMMIT")
        cursor.execute("SELECT pg_advisory_unlock(%s)", [MAKING])


AWAY = Text(
    "Sổ ghi các lượt chạy không trả lời; không lượt chạy nào được phép không ghi lại. Hãy khởi động cổng "
    "(./portal up) rồi chạy lại.",
    "The ledger of runs does not answer; no run goes unrecorded. Start the portal (./portal up), then run "
    "again.",
)
