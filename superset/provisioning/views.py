"""Reporting views: SQL files whose first statement names the view and its columns.

A file ``<view>.sql`` holds one ``CREATE VIEW reporting.<view> (column, …) AS SELECT …``. Where the SELECT
names ``{alias}``, it is repeated for every table of reported figures and joined by UNION ALL; ``{dataset}``,
``{dataset_title}``, ``{dataset_title_en}`` and ``{sector}`` stand for what the table's contract says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg2 import sql

from superset.provisioning.reported import ReportedTable

SCHEMA = "reporting"
_HEAD = re.compile(
    rf"CREATE VIEW {SCHEMA}\.(?P<name>[a-z][a-z0-9_]*) \((?P<columns>[^)]*)\) AS\n(?P<select>.*?)\s*\Z",
    re.DOTALL,
)
_USED = re.compile(rf"\b{SCHEMA}\.([a-z][a-z0-9_]*)")


@dataclass(frozen=True)
class View:
    """One reporting view as its file states it."""

    name: str
    columns: tuple[str, ...]
    select: str

    @property
    def uses(self) -> frozenset[str]:
        """Reporting views that this one reads."""
        return frozenset(_USED.findall(self.select))

    @property
    def is_repeated(self) -> bool:
        """Whether the SELECT stands for one table of many."""
        return "{alias}" in self.select

    def body(self, tables: Sequence[ReportedTable]) -> sql.Composable:
        """The SELECT with names and texts put in, quoted.

        :param tables: published tables of reported figures; at least one for a repeated view
        """
        if not self.is_repeated:
            return sql.SQL(self.select.replace("{", "{{").replace("}", "}}")).format()
        return sql.SQL("\nUNION ALL\n").join(
            sql.SQL(self.select).format(**_values(table)) for table in tables
        )

    def statement(self, tables: Sequence[ReportedTable]) -> sql.Composable:
        """The whole CREATE VIEW."""
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        name = sql.Identifier(SCHEMA, self.name)
        return sql.SQL("CREATE VIEW {} ({}) AS\n{}").format(name, columns, self.body(tables))


def _values(table: ReportedTable) -> dict[str, sql.Composable]:
    texts = {"dataset": table.dataset, "dataset_title": table.title, "dataset_title_en": table.title_en}
    literals: dict[str, sql.Composable] = {name: sql.Literal(text) for name, text in texts.items()}
    return literals | {"sector": sql.Literal(table.sector), "alias": sql.Identifier("public", table.alias)}


def read(path: Path) -> View:
    """One view from its file.

    :raises ValueError: naming the file, when it is not of the form above or its name is not the view's
    """
    text = "\n".join(
        line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("--")
    )
    match = _HEAD.match(text.strip())
    if not match or match["name"] != path.stem:
        raise ValueError(f"{path}: cần/needs CREATE VIEW {SCHEMA}.{path.stem} (…) AS SELECT …")
    columns = tuple(column.strip() for column in match["columns"].split(","))
    return View(match["name"], columns, match["select"].rstrip(";"))


def read_all(folder: Path) -> list[View]:
    """Every view of a folder, each after the ones that it reads.

    :raises ValueError: for a view that reads a missing one or, over others, itself
    """
    waiting = {path.stem: read(path) for path in sorted(folder.glob("*.sql"))}
    ordered: list[View] = []
    while waiting:
        done = {view.name for view in ordered}
        ready = [view for view in waiting.values() if view.uses <= done]
        if not ready:
            raise ValueError(
                f"{folder}: thiếu view hoặc vòng lặp / missing view or circle: {', '.join(waiting)}"
            )
        ordered += ready
        for view in ready:
            del waiting[view.name]
    return ordered
