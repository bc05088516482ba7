"""One line for every run: written before it works, closed when it ends.

A session lock says that a run lives. A line that is ``running`` without one was left by a process that was
killed; the next run of any pipeline closes it as ``interrupted``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
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
INPUT = ("kind", "source", "sha256", "size", "fetched_at")
"""What is known of each raw file."""
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
        with self._opened() as cursor:
            cursor.execute(statement, [Json(outcomes), pipeline])

    def newest(self, pipeline: str | None, limit: int) -> list[Line]:
        """The newest runs first, of one pipeline or of all."""
        condition, values = ("WHERE pipeline = %s", [pipeline]) if pipeline else ("", [])
        with self._opened() as cursor:
            statement = f"SELECT * FROM run {condition} ORDER BY id DESC LIMIT %s"
            return ask(cursor, statement, [*values, limit])

    def one(self, run: int) -> Line | None:
        """One run with its ``inputs``; None where there is none of that number."""
        columns = f"SELECT {', '.join(INPUT)} FROM run_input WHERE run = %s ORDER BY kind, source"
        with self._opened() as cursor:
            found = ask(cursor, "SELECT * FROM run WHERE id = %s", [run])
            return {**found[0], "inputs": ask(cursor, columns, [run])} if found else None

    def _close(self, run: int, outcome: Outcome) -> None:
        shown = asdict(outcome)
        inputs = [(run, *(entry[name] for name in INPUT)) for entry in shown.pop("inputs")]
        with connected(self.address) as ledger, ledger.cursor() as cursor:
            cursor.execute("BEGIN")
            execute_values(cursor, f"INSERT INTO run_input (run, {', '.join(INPUT)}) VALUES %s", inputs)
            cursor.execute(
                "UPDATE run SET state = %s, finished_at = now(), outcome = %s WHERE id = %s",
                ["unchanged" if outcome.unchanged else "succeeded", Json(shown), run],
            )
            cursor.execute("COMMIT")

    def _fail(self, run: int, findings: Iterable[Finding]) -> None:
        shown = Json([finding.as_dict() for finding in findings])
        with connected(self.address) as ledger, ledger.cursor() as cursor:
            cursor.execute(
                "UPDATE run SET state = 'failed', finished_at = now(), findings = %s WHERE id = %s",
                [shown, run],
            )

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        """A cursor where the tables are there and no line is ``running`` whose run has ended."""
        with connected(self.address) as ledger, ledger.cursor() as cursor:
            migrate(ledger)
            _close_interrupted(ledger)
            yield cursor


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
