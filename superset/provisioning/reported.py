"""Which published tables hold reported figures: read from the contracts, never listed by hand.

All reported datasets share one row shape; a resource belongs here when its contract says ``origin: reported``
and its Table Schema has every column of that shape.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

#: Columns that every table of reported figures has.
SHAPE = frozenset(
    """
    indicator_code indicator_name indicator_name_en value qualifier unit unit_en period place_code place
    place_en statement statement_en source_key source_title source_title_en source_date
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True)
class ReportedTable:
    """One resource of reported figures."""

    dataset: str
    title: str
    title_en: str
    sector: str
    alias: str
    path: Path

    def rows(self) -> list[dict[str, str]]:
        """The published rows, as texts."""
        with self.path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def alias(dataset: str, resource: str) -> str:
    """Name of the DataStore's view over a resource's table."""
    return f"{dataset}__{resource}".replace("-", "_")


def reported_tables(datasets: Path, profile: str | None = None) -> list[ReportedTable]:
    """Tables of reported figures, sorted by alias.

    :param datasets: folder with ``<sector>/<dataset>/datapackage.yaml``
    :param profile: leave out datasets that are published for another province only; None keeps all
    """
    found: list[ReportedTable] = []
    for path in sorted(datasets.glob("*/*/datapackage.yaml")):
        contract = yaml.safe_load(path.read_text("utf-8"))
        if contract.get("origin") == "reported" and (
            profile is None or contract.get("profile") in (None, profile)
        ):
            found += _tables(contract, path.parent)
    return sorted(found, key=lambda table: table.alias)


def _tables(contract: dict[str, Any], folder: Path) -> Iterator[ReportedTable]:
    for resource in contract["resources"]:
        if {field["name"] for field in resource["schema"]["fields"]} >= SHAPE:
            yield ReportedTable(
                contract["name"],
                contract["title"],
                contract["title_en"],
                contract["sector"],
                alias(contract["name"], resource["name"]),
                folder / resource["path"],
            )
