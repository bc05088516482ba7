"""The door through which every file is judged: ``check(path, schema) -> Report``.

Verdicts are frictionless's, but for what the DataStore could not keep: integers beyond 64 bits, years outside
1 to 9999, numbers that are not finite, JSON with ``NaN``; and moments are compared as stored, in UTC. Labels
and fields are matched by position. Memory does not grow with the file, but for 8 bytes a row and key.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from frictionless import FrictionlessException, Schema, system

from .compiled import batches, header
from .compiled.keys import Key, confirmed
from .compiled.rows import Columns, Judged
from .output import Output
from .report import BrokenContract, Problem, Report
from .rules import Rules, Watcher, watchers


def check(
    path: Path,
    schema: dict[str, Any],
    limit: int = 1000,
    *,
    normal: Path | None = None,
    rules: Rules = Rules(),  # noqa: B008 - immutable
) -> Report:
    """Check a canonical CSV (see :mod:`.reading`) against a Table Schema and the rules beyond it.

    ``normal`` receives the rows in normal form (see :mod:`.normal`) as CSV for PostgreSQL's ``COPY``, with a
    header row, a missing value being an unquoted empty cell; it is there only when the file is valid. The
    rules beyond the schema are judged where it is kept.

    :param limit: how many problems are told, the first ones by row

    Raises:
        BrokenContract: the schema cannot be used.
    """
    labels = batches.labels(path)
    if not labels:
        return Report(rows=0, problems=(Problem("empty"),))
    run = _Run(path, schema, len(labels), limit, rules)
    names = [field["name"] for field in schema["fields"]]
    run.problems.extend(header.problems(labels, names))
    with Output(normal, names) as output:
        for judged in run.batches():
            run.take(judged)
            output.write(judged.frame.select(run.columns.names))
        report = run.report()
        if report.valid:
            output.keep()
    return report


class _Run:
    """One check under way."""

    def __init__(self, path: Path, schema: dict[str, Any], width: int, limit: int, rules: Rules) -> None:
        descriptor = {key: value for key, value in schema.items() if key != "foreignKeys"}
        try:
            with system.use_context(trusted=True):
                table = Schema.from_descriptor(descriptor)
        except FrictionlessException as error:
            notes = [reason.note for reason in error.reasons] or [error.error.note]
            raise BrokenContract("; ".join(notes)) from error
        if table.fields_match not in (None, "exact"):
            raise BrokenContract(f"fieldsMatch: {table.fields_match}")
        self.path, self.width, self.limit = path, width, limit
        present = [field.name for field in table.fields[:width]]
        self.keys = [
            Key(rule, columns, tuple(map(present.index, columns)))
            for rule, columns in _unique(table, rules)
            if set(columns) <= set(present)
        ]
        self.columns = Columns(table, width, {name for key in self.keys for name in key.columns})
        self.watchers: list[Watcher] = list(watchers(schema, rules)) if width == len(table.fields) else []
        self.problems: list[Problem] = []
        self.unkeyed: list[Problem] = []
        self.rows = self.failing = 0

    def batches(self) -> Iterator[Judged]:
        """Every batch of the file, judged."""
        return map(self.columns.judge, batches.batches(self.path, self.width))

    def take(self, judged: Judged) -> None:
        """Take note of a batch."""
        self.rows += judged.frame.height
        bad = set(judged.bad)
        if len(self.problems) < self.limit:
            self.problems.extend(self.columns.problems(judged, self.limit))
        for key in self.keys:
            key.add(judged)
            for row in (empty := key.empty(judged)):
                if len(self.unkeyed) < self.limit:
                    self.unkeyed.append(key.missing(row))
            bad.update(empty)
        self.failing += len(bad)
        for watcher in self.watchers:
            watcher.add(judged.frame)

    def report(self) -> Report:
        """The verdict on all batches."""
        for key in self.keys:
            key.close()
        problems = self.problems + self.unkeyed + confirmed(self.keys, self.batches(), self.limit)
        failing = self.failing + sum(key.repeats for key in self.keys)
        if not problems and not self.rows:
            problems = [Problem("no_rows")]
        if not problems:
            problems = [problem for watcher in self.watchers for problem in watcher.problems()]
            failing = len({problem.row for problem in problems if problem.row})
        problems.sort(key=lambda problem: problem.row or 0)
        return Report(self.rows, tuple(problems[: self.limit]), failing)


def _unique(table: Schema, rules: Rules) -> Iterator[tuple[str, tuple[str, ...]]]:
    if table.primary_key:
        yield "primaryKey", tuple(table.primary_key)
    for field in table.fields:
        if field.constraints.get("unique"):
            yield "unique", (field.name,)
    for columns in rules.unique_together():
        if set(columns) != set(table.primary_key):
            yield "unique_together", columns
