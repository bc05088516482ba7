"""Many sound dossiers with their steps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from pipelines import installed, records
from pipelines.computing import buckets
from pipelines.computing.tasks import Task
from pipelines.installed import Installed
from pipelines.pipeline import Context
from pipelines.working_days import WorkingCalendar

MODULE = "pipelines.tests.samples.dossiers"
START = dt.datetime(2025, 1, 1)
ZONE = "+07:00"


@pytest.fixture(scope="session")
def sample() -> Installed:
    """The sample pipeline."""
    return installed.load(MODULE)


@pytest.fixture(scope="session")
def context(sample: Installed) -> Context:
    """What it may know."""
    units = pl.DataFrame({"unit_code": ["336", "338"], "parent_code": "34", "level": "district"})
    calendar = WorkingCalendar.of("VN", ["saturday", "sunday"], 2024, 2026)
    return Context(units, calendar, dt.date(2025, 6, 30), sample.settings)


def frames(size: int, seed: int = 1) -> dict[str, pl.DataFrame]:
    """So many dossiers with three steps each, as texts of a source."""
    random = np.random.Generator(np.random.PCG64(seed))
    number = pl.Series("dossier_number", np.arange(size)).cast(pl.String).str.zfill(6)
    start = pl.Series(random.integers(0, 180 * 86400, size)) * 1_000_000
    days = pl.Series(random.integers(0, 10, size))
    base = pl.DataFrame({"dossier_number": "H" + number, "seconds": start, "days": days}).with_columns(
        received=pl.lit(START) + pl.duration(microseconds="seconds")
    )
    dossiers = base.select(
        "dossier_number",
        unit_code=pl.when(pl.col("days") % 2 == 0).then(pl.lit("336")).otherwise(pl.lit("338")),
        received_at=_text(pl.col("received")),
        due_on=(pl.col("received") + pl.duration(days=5)).dt.strftime("%Y-%m-%d"),
        finished_at=_text(pl.col("received") + pl.duration(days="days")),
        status=pl.lit("finished"),
        fee_vnd=pl.lit("20000"),
        updated_at=_text(pl.col("received") + pl.duration(days="days")),
    )
    steps = base.join(pl.DataFrame({"step_number": [1, 2, 3]}), how="cross").select(
        "dossier_number",
        pl.col("step_number").cast(pl.String),
        happened_at=_text(pl.col("received") + pl.duration(days="step_number")),
    )
    return {"dossier": dossiers, "step": steps}


def _text(moment: pl.Expr) -> pl.Expr:
    return moment.dt.strftime("%Y-%m-%dT%H:%M:%S") + ZONE


@dataclass(frozen=True)
class Work:
    """Tasks over one set of records."""

    installed: Installed
    context: Context
    files: dict[str, tuple[Path, ...]]

    def tasks(self, target: Path, number: int) -> list[Task]:
        """One task for each of so many partitions."""
        width = buckets.BUCKETS // number
        one = Task(
            self.installed.pipeline.count,
            self.context,
            self.installed.contracts,
            self.files,
            (0, width),
            target / "0",
        )
        return [
            replace(one, buckets=(part * width, (part + 1) * width), target=target / str(part))
            for part in range(number)
        ]


@pytest.fixture(scope="session")
def work(sample: Installed, context: Context, tmp_path_factory: pytest.TempPathFactory) -> Work:
    """20 000 dossiers in three files of each kind, some of them twice."""
    folder = tmp_path_factory.mktemp("records")
    files: dict[str, tuple[Path, ...]] = {}
    for kind, frame in frames(20_000).items():
        paths = []
        for part, start in enumerate((0, 7_000, 13_000)):
            checked = records.check(
                frame[start:] if part == 2 else frame[start : start + 8_000], sample.contracts[kind]
            )
            paths.append(folder / f"{kind}-{part}.parquet")
            buckets.write(checked.frame, sample.pipeline.partition_by[kind], paths[-1])
        files[kind] = tuple(paths)
    return Work(sample, context, files)
