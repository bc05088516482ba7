"""One partition counted: read, one record for each key, the pipeline's ``count``, the result kept.

A task knows everything that it needs and can be sent to another process or machine that sees the same files.
Its result is a folder that is there whole or not at all; a task whose result is there is not done again.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines import atomic
from pipelines.computing import buckets
from pipelines.computing.buckets import Range
from pipelines.pipeline import Context, Count, Frames
from pipelines.records import RecordContract, settled
from pipelines.records.check import no_reasons
from pipelines.records.values import DTYPES

SUMMARY = "summary.json"
SET_ASIDE = "set_aside"


@dataclass(frozen=True)
class Task:
    """A partition to be counted."""

    count: Count
    """The pipeline's function."""
    context: Context
    """What it may know."""
    contracts: Mapping[str, RecordContract]
    """Contract of each kind."""
    files: Mapping[str, tuple[Path, ...]]
    """Files of checked records of each kind (see :mod:`.buckets`)."""
    buckets: Range
    """The partition."""
    target: Path
    """Folder of the result."""


@dataclass(frozen=True)
class Counted:
    """The result of a task."""

    counts: dict[str, pl.DataFrame]
    """What the pipeline's function gave."""
    set_aside: dict[str, pl.DataFrame]
    """Records of one key with different content, by kind: a row for each."""
    repeated: dict[str, int]
    """Records with the content of another, by kind."""
    superseded: dict[str, int]
    """Records that a newer one of their key replaces, by kind."""


def perform(task: Task) -> Path:
    """Count the partition, unless that was done before; returns the folder of the result.

    Raises:
        Broken: records of one key differ where their contract stops at that.
    """
    if not task.target.exists():
        _keep(_counted(task), task.target)
    return task.target


def empty(contract: RecordContract) -> pl.DataFrame:
    """No records of a kind, with its columns."""
    return pl.DataFrame(schema={field.name: DTYPES[field.type] for field in contract.table.fields})


def count_records(
    records: Frames, contracts: Mapping[str, RecordContract], count: Count, context: Context
) -> Counted:
    """Settle what several records of one key mean, then count."""
    single = {kind: settled(records[kind], contract) for kind, contract in contracts.items()}
    return Counted(
        dict(count({kind: one.frame for kind, one in single.items()}, context)),
        {kind: one.set_aside for kind, one in single.items()},
        {kind: one.repeated for kind, one in single.items()},
        {kind: one.superseded for kind, one in single.items()},
    )


def result(folder: Path) -> Counted:
    """The result that :func:`perform` left in ``folder``."""
    summary = json.loads((folder / SUMMARY).read_bytes())
    set_aside = {
        kind: pl.read_parquet(folder / SET_ASIDE / f"{kind}.parquet")
        if kind in summary["set_aside"]
        else no_reasons()
        for kind in summary["repeated"]
    }
    counts = {name: pl.read_parquet(folder / f"{name}.parquet") for name in summary["counts"]}
    return Counted(counts, set_aside, summary["repeated"], summary["superseded"])


def _counted(task: Task) -> Counted:
    records = {
        kind: buckets.read(task.files[kind], task.buckets) if task.files.get(kind) else empty(contract)
        for kind, contract in task.contracts.items()
    }
    return count_records(records, task.contracts, task.count, task.context)


def _keep(counted: Counted, target: Path) -> None:
    draft = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    (draft / SET_ASIDE).mkdir(parents=True)
    for name, frame in counted.counts.items():
        frame.write_parquet(draft / f"{name}.parquet")
    aside = {kind: frame for kind, frame in counted.set_aside.items() if frame.height}
    for kind, frame in aside.items():
        frame.write_parquet(draft / SET_ASIDE / f"{kind}.parquet")
    summary = {
        "counts": sorted(counted.counts),
        "set_aside": sorted(aside),
        "repeated": counted.repeated,
        "superseded": counted.superseded,
    }
    atomic.write(draft / SUMMARY, json.dumps(summary).encode())
    try:
        atomic.place_folder(draft, target)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not target.exists():  # otherwise another process was quicker
            raise
