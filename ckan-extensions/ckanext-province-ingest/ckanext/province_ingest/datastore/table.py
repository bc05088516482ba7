"""Statements on one DataStore table. None of them commits."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from psycopg2 import sql

from .. import config
from .plan import TablePlan

log = logging.getLogger(__name__)


class AliasTaken(Exception):
    """The view's name belongs to another table; the arguments are the name and that table."""


class Table:
    """A resource's table, seen through a cursor inside somebody's transaction."""

    def __init__(self, cursor: Any, resource_id: str):
        self.cursor = cursor
        self.resource_id = resource_id
        self.name = sql.Identifier(resource_id)
        self.regclass = sql.Identifier("public", resource_id).as_string(cursor)

    def run(self, statement: str, **parts: sql.Composable) -> None:
        """Execute a statement with ``{table}`` and other parts filled in."""
        self.cursor.execute(sql.SQL(statement).format(table=self.name, **parts))

    def structure(self) -> list[tuple[str, str]]:
        """Column names and types in order, less ``_id`` and ``_full_text``; empty when there is no table."""
        self.cursor.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped"
            " AND attname NOT IN ('_id', '_full_text') ORDER BY attnum",
            [self.regclass],
        )
        return self.cursor.fetchall()

    def mark(self) -> dict[str, Any]:
        """What :meth:`set_mark` left, ``{}`` when nothing did."""
        self.cursor.execute("SELECT obj_description(to_regclass(%s))", [self.regclass])
        comment = self.cursor.fetchone()[0]
        return json.loads(comment) if comment else {}

    def set_mark(self, mark: dict[str, Any]) -> None:
        """Write on the table what it was loaded from, so that both change in one commit."""
        self.run("COMMENT ON TABLE {table} IS {mark}", mark=sql.Literal(json.dumps(mark)))

    def create(self, plan: TablePlan) -> None:
        """Create the table without rows, indexes and trigger."""
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(column.type))
            for column in plan.columns
        )
        self.run(
            "CREATE TABLE {table} (_id serial PRIMARY KEY, _full_text tsvector, {columns})", columns=columns
        )

    def replace(self, other: Table) -> None:
        """Take the place of another table, which is dropped with its views."""
        if views := other.dependent_views():
            log.warning("Structure of %s changed; dropped views: %s", other.resource_id, ", ".join(views))
        other.run("DROP TABLE IF EXISTS {table} CASCADE")
        self.run("ALTER TABLE {table} RENAME TO {new}", new=other.name)
        other.run(
            "CREATE TRIGGER zfulltext BEFORE INSERT OR UPDATE ON {table}"
            " FOR EACH ROW EXECUTE PROCEDURE populate_full_text_trigger()"
        )

    def dependent_views(self) -> list[str]:
        """Names of all views that read the table, directly or through other views."""
        self.cursor.execute(
            "WITH RECURSIVE reader(oid) AS ("
            " SELECT to_regclass(%s)::oid UNION SELECT r.ev_class FROM reader"
            " JOIN pg_depend d ON d.refobjid = reader.oid JOIN pg_rewrite r ON r.oid = d.objid)"
            " SELECT oid::regclass::text FROM reader WHERE oid <> to_regclass(%s)::oid ORDER BY 1",
            [self.regclass, self.regclass],
        )
        return [name for (name,) in self.cursor.fetchall()]

    def describe(self, plan: TablePlan) -> None:
        """Write the data dictionary, in the form that CKAN reads."""
        for column in plan.columns:
            comment = " " + json.dumps({"_info": column.info}, ensure_ascii=False, separators=(",", ":"))
            self.run(
                "COMMENT ON COLUMN {table}.{column} IS {comment}",
                column=sql.Identifier(column.name),
                comment=sql.Literal(comment),
            )

    def sync_indexes(self, plan: TablePlan) -> None:
        """Create missing indexes and drop those no longer wanted, under the names that CKAN gives them."""
        indexes: list[tuple[tuple[str, ...], str, bool]]
        indexes = [(("_full_text",), config.full_text_index_method(), False)]
        indexes += [(columns, "btree", False) for columns in plan.indexes]
        if plan.primary_key:
            indexes.append((plan.primary_key, "btree", True))
        wanted = {self._index_name(index[0]): index for index in indexes}
        existing = self._index_names()
        for name in existing - wanted.keys():
            self.run("DROP INDEX {name}", name=sql.Identifier(name))
        for name in wanted.keys() - existing:
            columns, method, unique = wanted[name]
            self.run(
                "CREATE {unique} INDEX {name} ON {table} USING {method} ({columns})",
                unique=sql.SQL("UNIQUE" if unique else ""),
                name=sql.Identifier(name),
                method=sql.SQL(method),
                columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            )

    def _index_name(self, columns: tuple[str, ...]) -> str:
        quoted = ", ".join(f'"{name}"' for name in columns)
        return hashlib.sha1((self.resource_id + quoted).encode(), usedforsecurity=False).hexdigest()

    def _index_names(self) -> set[str]:
        self.cursor.execute(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " WHERE i.indrelid = to_regclass(%s) AND NOT i.indisprimary AND c.relname ~ '^[0-9a-f]{40}$'",
            [self.regclass],
        )
        return {name for (name,) in self.cursor.fetchall()}

    def ensure_alias(self, alias: str, is_live: Callable[[str], bool]) -> None:
        """Create the view over the table unless it is there; take its name over from a resource that is gone.

        Raises:
            AliasTaken: the name belongs to another table or view.
        """
        self.cursor.execute("SELECT alias_of FROM _table_metadata WHERE name = %s", [alias])
        owners = [owner for (owner,) in self.cursor.fetchall()]
        if self.resource_id not in owners:
            if living := [owner for owner in owners if owner is None or is_live(owner)]:
                raise AliasTaken(alias, living[0] or alias)
            if owners:
                self.run("DROP VIEW {alias} CASCADE", alias=sql.Identifier(alias))
            self.run("CREATE VIEW {alias} AS SELECT * FROM {table}", alias=sql.Identifier(alias))
        self.grant(alias)

    def grant(self, relation: str) -> None:
        """Let the DataStore's reading account read a relation."""
        reader = sa.make_url(config.datastore_read_url()).username or ""
        self.run(
            "GRANT SELECT ON {relation} TO {reader}",
            relation=sql.Identifier(relation),
            reader=sql.Identifier(reader),
        )

    def set_row_count(self, rows: int) -> None:
        """Write the row count that ``datastore_search`` answers with, and the planner's statistics."""
        self.cursor.execute(
            "INSERT INTO _table_stats VALUES (%s, jsonb_build_object('rows', %s)) ON CONFLICT (resource_id)"
            " DO UPDATE SET stats = jsonb_set(_table_stats.stats, '{rows}', to_jsonb(%s))",
            [self.resource_id, rows, rows],
        )
        self.run("ANALYZE {table}")
