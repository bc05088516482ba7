"""Tables of a run as the files of datasets, with a note of the run that wrote them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from pipelines import atomic
from pipelines.contract.model import Contract
from pipelines.contract.tables import Resource
from pipelines.findings import Broken, Finding
from pipelines.text import Text

NOTE = "run.json"


@dataclass(frozen=True)
class File:
    """One file of a dataset."""

    path: Path
    """Where it goes."""
    frame: pl.DataFrame
    """Its rows, by primary key."""

    @cached_property
    def content(self) -> bytes:
        """The rows as CSV."""
        return self.frame.write_csv().encode()

    @property
    def suppressed(self) -> int:
        """Rows with counts that are withheld."""
        return int(self.frame["suppressed"].sum()) if "suppressed" in self.frame.columns else 0

    @cached_property
    def changed(self) -> pl.DataFrame:
        """Rows that are new, gone or different from those that lie there now, all cells as text."""
        now = _cells(self.content)
        before = _cells(self.path.read_bytes()) if self.path.exists() else now.clear()
        if before.columns != now.columns:
            return pl.concat([before, now], how="diagonal")
        sides = [(before, now), (now, before)]
        return pl.concat([one.join(two, on=now.columns, how="anti", nulls_equal=True) for one, two in sides])

    def changed_months(self) -> set[str]:
        """Months that the changed rows speak of; rows of longer periods follow from them."""
        rows = self.changed
        if {"period_type", "period"} <= set(rows.columns):
            return set(rows.filter(pl.col("period_type") == "month")["period"])
        return set(rows["month"].drop_nulls()) if "month" in rows.columns else set()


def files(
    contracts: Mapping[str, tuple[str, Contract]], tables: Mapping[str, pl.DataFrame], produced: Path
) -> list[File]:
    """The file of every resource.

    :param contracts: sector and contract of each dataset of the pipeline
    :param tables: by ``<dataset>/<resource>``
    """
    found = []
    for dataset, (sector, contract) in contracts.items():
        for resource in contract.resources:
            table = tables.get(f"{dataset}/{resource.name}")
            columns = None if table is None else set(table.columns)
            if table is None or columns != set(resource.table.names()):
                missing = sorted(set(resource.table.names()) ^ (columns or set()))
                raise Broken(
                    [Finding(f"{dataset}/{resource.name}", "table", OTHER_COLUMNS, value=", ".join(missing))]
                )
            found.append(File(produced / sector / dataset / resource.path, _ordered(table, resource)))
    return found


def place(found: list[File], note: Mapping[str, Any]) -> None:
    """Write each file whole, then the note."""
    for file in found:
        atomic.write(file.path, file.content)
    for folder in {file.path.parent for file in found}:
        atomic.write(folder / NOTE, json.dumps(note, ensure_ascii=False, indent=2).encode())


def run_of(folder: Path) -> str | None:
    """What a version of the data says of the run that wrote the files in ``folder``; None for kept files."""
    if not (folder / NOTE).exists():
        return None
    note = json.loads((folder / NOTE).read_bytes())
    return SAID.format(**note)


def _cells(content: bytes) -> pl.DataFrame:
    return pl.read_csv(content, infer_schema=False)


def _ordered(table: pl.DataFrame, resource: Resource) -> pl.DataFrame:
    return table.select(resource.table.names()).sort(resource.table.primary_key)


SAID = "{pipeline} {run}; input {input:.12}; code {code_version}; contract {contract_version}"
OTHER_COLUMNS = Text(
    "Bảng do quy trình tính không có đúng các cột mà contract của bộ dữ liệu khai; hãy sửa một trong hai.",
    "The table that the pipeline computed does not have the columns of the dataset's contract; correct one.",
)
