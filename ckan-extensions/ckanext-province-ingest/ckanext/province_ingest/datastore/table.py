"""Statements on one DataStore table. None of them commits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from psycopg2 import sql

from .. import config
from .plan import TablePlan

# Workers for whole-table work whatever the planner thinks of its cost, and memory for sorting an index
PARALLEL = (
    "SET LOCAL max_parallel_workers_per_gather TO 2; SET LOCAL parallel_setup_cost TO 0;"
    " SET LOCAL parallel_tuple_cost TO 0; SET LOCAL maintenance_work_mem TO '256MB'"
)


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

    def create_as(self, plan: TablePlan, rows: sql.Composable) -> None:
        """Create the table from a SELECT of ``_id``, ``_full_text`` and the plan's columns.

        ``CREATE TABLE AS`` is the one statement that PostgreSQL fills by parallel workers.
        """
        self.cursor.execute(PARALLEL)
        self.run("CREATE TABLE {table} AS {rows}", rows=rows)
        self.run(
            "CREATE SEQUENCE {sequence} AS integer OWNED BY {table}._id", sequence=self._own_name("__id_seq")
        )
        self.run(
            "ALTER TABLE {table} ALTER COLUMN _id SET DEFAULT nextval({sequence}),"
            " ADD CONSTRAINT {key} PRIMARY KEY (_id)",
            sequence=sql.Literal(self._own_name("__id_seq").as_string(self.cursor)),
            key=self._own_name("_pkey"),
        )
        self.number_on()
        self.sync_indexes(plan)
        self.run(
            "CREATE TRIGGER zfulltext BEFORE INSERT OR UPDATE ON {table}"
            " FOR EACH ROW EXECUTE PROCEDURE populate_full_text_trigger()"
        )

    def number_on(self) -> None:
        """Let the next row's number follow the last one's."""
        self.run(
            "SELECT setval(pg_get_serial_sequence({name}, '_id'), greatest(max(_id), 1)) FROM {table}",
            name=sql.Literal(self.regclass),
        )

    def rows(self, plan: TablePlan) -> sql.Composable:
        """SELECT of ``_id``, ``_full_text`` and the plan's columns."""
        columns = sql.SQL(", ").join(map(sql.Identifier, plan.names))
        return sql.SQL("SELECT _id, _full_text, {} FROM {}").format(columns, self.name)

    def drop(self) -> None:
        """Drop the table and what depends on it, if there is one."""
        self.run("DROP TABLE IF EXISTS {table} CASCADE")

    def rename(self, other: Table) -> None:
        """Give the table the name of ``other``, of which there must be none."""
        self.run("ALTER TABLE {table} RENAME TO {new}", new=other.name)

    def rename_parts(self, former: Table) -> None:
        """After a renaming, give sequence, key and indexes the names that CKAN would give them."""
        for ending, kind in (("__id_seq", "SEQUENCE"), ("_pkey", "INDEX")):
            self.run(
                f"ALTER {kind} {{old}} RENAME TO {{new}}",
                old=former._own_name(ending),
                new=self._own_name(ending),
            )
        for name, (columns, _) in self._indexes().items():
            new = sql.Identifier(self._index_name(columns))
            self.run("ALTER INDEX {old} RENAME TO {new}", old=sql.Identifier(name), new=new)

    def _own_name(self, ending: str) -> sql.Identifier:
        return sql.Identifier(f"{self.resource_id}{ending}")

    def direct_views(self) -> list[tuple[str, str]]:
        """Views that read the table itself: quoted name and definition."""
        self.cursor.execute(
            "SELECT DISTINCT r.ev_class::regclass::text, pg_get_viewdef(r.ev_class) FROM pg_depend d"
            " JOIN pg_rewrite r ON r.oid = d.objid"
            " WHERE d.refobjid = to_regclass(%s) AND d.classid = 'pg_rewrite'::regclass",
            [self.regclass],
        )
        return self.cursor.fetchall()

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
        existing = self._indexes()
        # A column that people filter by may become the key
        kept = {name for name in existing.keys() & wanted.keys() if existing[name][1] == wanted[name][2]}
        for name in existing.keys() - kept:
            self.run("DROP INDEX {name}", name=sql.Identifier(name))
        for name in wanted.keys() - kept:
            columns, method, unique = wanted[name]
            self.run(
                "CREATE {unique} INDEX {name} ON {table} USING {method} ({columns})",
                unique=sql.SQL("UNIQUE" if unique else ""),
                name=sql.Identifier(name),
                method=sql.SQL(method),
                columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            )

    def _index_name(self, columns: Sequence[str]) -> str:
        quoted = ", ".join(f'"{name}"' for name in columns)
        return hashlib.sha1((self.resource_id + quoted).encode(), usedforsecurity=False).hexdigest()

    def _indexes(self) -> dict[str, tuple[list[str], bool]]:
        self.cursor.execute(
            "SELECT c.relname, array_agg(a.attname::text ORDER BY k.position), i.indisunique FROM pg_index i"
            " JOIN pg_class c ON c.oid = i.indexrelid"
            " CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k (attnum, position)"
            " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum"
            " WHERE i.indrelid = to_regclass(%s) AND NOT i.indisprimary AND c.relname ~ '^[0-9a-f]{40}$'"
            " GROUP BY c.relname, i.indisunique",
            [self.regclass],
        )
        return {name: (columns, unique) for name, columns, unique in self.cursor.fetchall()}

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
        # Columns that were added at the end appear in the view too
        self.run("CREATE OR REPLACE VIEW {alias} AS SELECT * FROM {table}", alias=sql.Identifier(alias))
        self.grant(alias)

    def grant(self, relation: str) -> None:
        """Let the DataStore's reading account read a relation."""
        reader = sa.make_url(config.datastore_read_url()).username or ""
        self.run(
            "GRANT SELECT ON {relation} TO {reader}",
            relation=sql.Identifier(relation),
            reader=sql.Identifier(reader),
        )

    def row_count(self) -> int:
        """The row count that :meth:`set_row_count` left; -1 where it is unknown."""
        self.cursor.execute(
            "SELECT (stats->>'rows')::bigint FROM _table_stats WHERE resource_id = %s", [self.resource_id]
        )
        found = self.cursor.fetchone()
        return found[0] if found and found[0] is not None else -1

    def set_row_count(self, rows: int) -> None:
        """Write the row count that ``datastore_search`` answers with."""
        self.cursor.execute(
            "INSERT INTO _table_stats VALUES (%s, jsonb_build_object('rows', %s)) ON CONFLICT (resource_id)"
            " DO UPDATE SET stats = jsonb_set(_table_stats.stats, '{rows}', to_jsonb(%s))",
            [self.resource_id, rows, rows],
        )
