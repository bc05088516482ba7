"""One line for every run: written before it works, closed when it ends.

A session lock says that a run lives. A line that is ``running`` without one was left by a process that was
killed; the next run of any pipeline closes it as ``interrupted``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json, execute_values

from pipelines.findings import Broken, Finding
from pipelines.ledger.database import ask, connected, migrate
from pipelines.runs.run import Outcome
from pipelines.text import Text

ALIVE = 0x52554E4C
"""Class of the locks of runs that live."""
Line = dict[str, Any]


@dataclass(frozen=True)
class Ledger:
    """The ledger behind ``address`` (``postgresql://…``)."""

    address: str

    @contextmanager
    def record(
        self, pipeline: str, trigger: str, as_of: dt.date, dry_run: bool
    ) -> Iterator[Callable[[Outcome], None]]:
        """Record what is done inside; the function that is given closes the line with an outcome.

        Raises:
            Broken: the ledger does not answer.
        """
        with connected(self.address) as held:
            migrate(held)
            _close_interrupted(held)
            run = _begun(held, pipeline, trigger, as_of, dry_run)
            try:
                yield lambda outcome: self._close(run, outcome)
            except Broken as broken:
                self._fail(run, broken.findings)
                raise
            except Exception as error:
                self._fail(run, [Finding(pipeline, "failed", UNEXPECTED, value=type(error).__name__)])
                raise

    def published(self, pipeline: str, outcomes: Mapping[str, str]) -> None:
        """Note in the newest run of a pipeline what publishing did with its datasets."""
        statement = """
            UPDATE run SET published = published || %s
            WHERE id = (SELECT max(id) FROM run WHERE pipeline = %s AND NOT dry_run)
        """
        self._change(statement, [Json(outcomes), pipeline])

    def newest(self, pipeline: str | None, limit: int) -> list[Line]:
        """The newest runs first, of one pipeline or of all."""
        condition, values = ("WHERE pipeline = %s", [pipeline]) if pipeline else ("", [])
        return self._read(f"SELECT * FROM run {condition} ORDER BY id DESC LIMIT %s", [*values, limit])

    def one(self, run: int) -> Line | None:
        """One run with its ``inputs``; None where there is none of that number."""
        found = self._read("SELECT * FROM run WHERE id = %s", [run])
        if not found:
            return None
        columns = "kind, source, sha256, size, fetched_at"
        inputs = self._read(f"SELECT {columns} FROM run_input WHERE run = %s ORDER BY kind, source", [run])
        return {**found[0], "inputs": inputs}

    def _close(self, run: int, outcome: Outcome) -> None:
        shown = asdict(outcome)
        inputs = [tuple(entry.values()) for entry in shown.pop("inputs")]
        with connected(self.address) as ledger, ledger.cursor() as cursor:
            cursor.execute("BEGIN")
            execute_values(
                cursor,
                "INSERT INTO run_input (run, kind, source, sha256, size, fetched_at) VALUES %s",
                [(run, *entry) for entry in inputs],
            )
            cursor.execute(
                "UPDATE run SET state = %s, finished_at = now(), outcome = %s WHERE id = %s",
                ["unchanged" if outcome.unchanged else "succeeded", Json(shown), run],
            )
            cursor.execute("COMMIT")

    def _fail(self, run: int, findings: Any) -> None:
        shown = Json([finding.as_dict() for finding in findings])
        self._change(
            "UPDATE run SET state = 'failed', finished_at = now(), findings = %s WHERE id = %s", [shown, run]
        )

    def _change(self, statement: str, values: list[Any]) -> None:
        with connected(self.address) as ledger, ledger.cursor() as cursor:
            cursor.execute(statement, values)

    def _read(self, statement: str, values: list[Any]) -> list[Line]:
        with connected(self.address) as ledger, ledger.cursor() as cursor:
            migrate(ledger)
            _close_interrupted(ledger)
            return ask(cursor, statement, values)


def _begun(ledger: Connection, pipeline: str, trigger: str, as_of: dt.date, dry_run: bool) -> int:
    """The number of a new run, whose lock this connection holds before others see its line."""
    with ledger.cursor() as cursor:
        cursor.execute("BEGIN")
        [line] = ask(
            cursor,
            "INSERT INTO run (pipeline, trigger, state, as_of, dry_run)"
            " VALUES (%s, %s, 'running', %s, %s) RETURNING id",
            [pipeline, trigger, as_of, dry_run],
        )
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [ALIVE, line["id"]])
        cursor.execute("COMMIT")
    return int(line["id"])


def _close_interrupted(ledger: Connection) -> None:
    with ledger.cursor() as cursor:
        for row in ask(cursor, "SELECT id FROM run WHERE state = 'running'"):
            [lock] = ask(cursor, "SELECT pg_try_advisory_lock(%s, %s) AS free", [ALIVE, row["id"]])
            if lock["free"]:
                cursor.execute(
                    "UPDATE run SET state = 'interrupted', finished_at = now()"
                    " WHERE id = %s AND state = 'running'",
                    [row["id"]],
                )
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [ALIVE, row["id"]])


UNEXPECTED = Text(
    "Lượt chạy dừng vì một lỗi không lường trước; chi tiết ở đầu ra của lệnh.",
    "The run stopped at an error that nobody foresaw; the command's output has the details.",
)
