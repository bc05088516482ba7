"""Laws that small pipelines are held to, each with its own SQL and contracts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
import yaml
from polars.testing import assert_frame_equal

from pipelines import installed
from pipelines.computing.whole import Computed, compute
from pipelines.installed import Installed
from pipelines.pipeline import Context, Frames
from pipelines.simulation.model import Simulation
from pipelines.tests import second

START, END = dt.date(2023, 11, 1), dt.date(2024, 2, 29)
TYPES = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64}


@dataclass(frozen=True)
class Case:
    """A pipeline, the generator of its records and its second implementation."""

    name: str
    records: Callable[[Simulation], Frames]
    sql: Path
    size: int = 4000
    start: dt.date = START
    end: dt.date = END

    @cached_property
    def installed(self) -> Installed:
        """The pipeline."""
        return installed.find(self.name)

    @cached_property
    def context(self) -> Context:
        """The default province on the last simulated day."""
        return second.context_of(self.installed, self.end)

    @cached_property
    def raw(self) -> Frames:
        """Records as the source has them."""
        context = self.context
        return self.records(Simulation(5, self.start, self.end, self.size, context.units, context.calendar))

    @cached_property
    def computed(self) -> Computed:
        """What the pipeline makes of them."""
        return compute(self.installed, self.raw, self.context)

    def agrees_with_sql(self) -> None:
        """Every table equals plain SQL on the same records, to the last digit."""
        sound = second.sound(self.computed, self.installed)
        answers = second.answers(self.sql, sound, self.context, self.start)
        assert {name.split("/")[1] for name in self.computed.tables} == set(answers)
        for name, table in self.computed.tables.items():
            key = self.contract(name)["primaryKey"]
            other = answers[name.split("/")[1]].select(table.columns).sort(key)
            assert_frame_equal(table.sort(key), other, check_exact=True)

    def keeps(self, seed: int, chunks: int) -> None:
        """Records in another order, all of them twice, in several chunks give the same tables."""
        again = {
            kind: pl.concat([frame, frame]).sample(fraction=1, shuffle=True, seed=seed)
            for kind, frame in self.raw.items()
        }
        for name, table in compute(self.installed, again, self.context, chunks).tables.items():
            assert_frame_equal(table, self.computed.tables[name])

    def agrees_with_contracts(self) -> None:
        """Columns and types are those of the datasets' contracts, and these name the pipeline."""
        for dataset in self.installed.pipeline.datasets:
            contract = _contract(dataset)
            assert (contract["origin"], contract["produced_by"]) == ("simulated", self.name)
        for name, table in self.computed.tables.items():
            schema = self.contract(name)
            assert dict(table.schema) == {field["name"]: TYPES[field["type"]] for field in schema["fields"]}

    def contract(self, name: str) -> Mapping[str, Any]:
        """Table Schema of ``<dataset>/<resource>``."""
        dataset, resource = name.split("/")
        (schema,) = (each["schema"] for each in _contract(dataset)["resources"] if each["name"] == resource)
        return schema


def _contract(dataset: str) -> dict[str, Any]:
    (path,) = (second.ROOT / "datasets").glob(f"*/{dataset}/datapackage.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))
