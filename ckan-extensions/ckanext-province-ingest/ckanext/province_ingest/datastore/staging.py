"""The rows of a file inside PostgreSQL, before they become anybody's table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from psycopg2 import sql

from .. import config
from .plan import TablePlan
from .table import Table

# PostgreSQL passes a function 100 arguments at most, the separator and a NULL included
MOST_ARGUMENTS = 98


class Staging(Table):
    """A table of the file's rows, gone with the transaction that made it.

    It is no temporary table, since parallel workers cannot read those; no other transaction ever sees it.
    """

    def __init__(self, target: Table):
        super().__init__(target.cursor, f"_staging_{target.resource_id}")

    def fill(self, plan: TablePlan, source: Path) -> int:
        """Copy a file of rows in normal form (:mod:`data_contract.normal`); returns the number of rows."""
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(column.type))
            for column in plan.columns
        )
        self.run(
            "CREATE UNLOGGED TABLE {table} (_row bigint GENERATED ALWAYS AS IDENTITY, {columns})",
            columns=columns,
        )
        names = sql.SQL(", ").join(map(sql.Identifier, plan.names))
        copy = sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')")
        with source.open("rb") as rows:
            self.cursor.copy_expert(copy.format(self.name, names), rows)
        return self.cursor.rowcount

    def rows(self, plan: TablePlan) -> sql.Composable:
        """SELECT of ``_id``, ``_full_text`` and the typed columns."""
        return sql.SQL("SELECT _row::integer AS _id, {} AS _full_text, {} FROM {}").format(
            _full_text(plan), sql.SQL(", ").join(map(sql.Identifier, plan.names)), self.name
        )


def _full_text(plan: TablePlan) -> sql.Composable:
    # The same words that CKAN's trigger would index; it leaves a _full_text that is already there alone.
    types = {column.name: column.type for column in plan.columns}
    words: list[sql.Composable] = []
    for name in plan.searchable:
        template = "{}" if types[name] == "text" else "to_json({})#>>'{{}}'"
        words.append(sql.SQL(template).format(sql.Identifier(name)))
    parts = [words[start : start + MOST_ARGUMENTS] for start in range(0, len(words), MOST_ARGUMENTS)]
    return sql.SQL("to_tsvector({}::regconfig, {})").format(
        sql.Literal(config.full_text_language()), _joined([_joined(part) for part in parts])
    )


def _joined(words: Sequence[sql.Composable]) -> sql.Composable:
    return sql.SQL("concat_ws(' ', {})").format(sql.SQL(", ").join([sql.SQL("NULL"), *words]))
