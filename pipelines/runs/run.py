"""One run: fetch, check, count, tabulate, write. What is published afterwards is a step of its own.

A run whose input, code, contracts, units and last day are those of the last one changes nothing and computes
nothing. A run that stops, or is killed, leaves the files of the last one: they are replaced at the very end.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

from pipelines import atomic
from pipelines.computing.tasks import Counted, count_records
from pipelines.contract.model import Contract
from pipelines.installed import Installed
from pipelines.pipeline import Context
from pipelines.raw import RawFile, RawStore
from pipelines.records import corrections
from pipelines.runs import produced, reading
from pipelines.runs.home import Home
from pipelines.runs.produced import File
from pipelines.runs.reading import Records
from pipelines.sources import load
from pipelines.text import Text


@dataclass
class Outcome:
    """What a run did, in rows."""

    pipeline: str
    """Name of the pipeline."""
    run: str
    """Moment of the run, in UTC."""
    as_of: str
    """Last day that counted."""
    unchanged: bool = False
    """Nothing was computed: everything is as in the last run."""
    rows_in: int = 0
    """Records read."""
    rows_set_aside: int = 0
    """Records set aside, each kind together."""
    reasons: dict[str, int] = field(default_factory=dict)
    """Broken rules by ``kind rule``; a record may break several."""
    repeated: int = 0
    """Records that came more than once with the same content, counted once."""
    rows_out: int = 0
    """Rows of the tables."""
    changed: int = 0
    """Rows that are new, gone or different."""
    suppressed: int = 0
    """Rows with counts that are withheld."""
    months: list[str] = field(default_factory=list)
    """Months (``YYYY-MM``) with rows that are new, gone or different."""
    input: str = ""
    """Hash of what was read, with the corrections that were known."""
    code_version: str = ""
    """Hash of the code that computed."""
    contract_version: str = ""
    """Hash of the record contracts."""
    inputs: list[dict[str, Any]] = field(default_factory=list)
    """Raw files that were read: ``kind``, ``source``, ``sha256``, ``size``, ``fetched_at``."""
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each stage took."""


COUNTS = {
    "rows_in": Text("Bản ghi đã đọc", "Records read"),
    "rows_set_aside": Text("Bản ghi để riêng", "Records set aside"),
    "repeated": Text("Bản ghi lặp lại (tính một lần)", "Records repeated (counted once)"),
    "rows_out": Text("Dòng kết quả", "Rows of results"),
    "changed": Text("Dòng kết quả thay đổi", "Rows of results changed"),
    "suppressed": Text("Dòng có số được giữ kín", "Rows with withheld counts"),
}
"""Names of the counts of an outcome, as people read them."""


def run(
    installed: Installed,
    contracts: Mapping[str, tuple[str, Contract]],
    context: Context,
    home: Home,
    dry_run: bool = False,
) -> Outcome:
    """Run a pipeline on everything that its sources have.

    :param contracts: sector and contract of each of its datasets
    :param dry_run: compute and compare, but leave the files as they are

    Raises:
        Broken: with every reason for which it stopped.
    """
    name = installed.pipeline.name
    with home.alone(name):
        if not home.source(name).exists():
            home.drop(name).mkdir(parents=True, exist_ok=True)
        moment = dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds")
        outcome = Outcome(name, moment, context.as_of.isoformat())
        sources = load.load(installed.folder / "source.yaml", home.source(name), home.folder)
        with _timed(outcome, "fetch"):
            read = reading.fetch(installed, sources, RawStore(home.raw(name)))
        outcome.inputs = [_input(file) for file in read.files]
        places = [installed.folder / corrections.FILE, home.corrections(name)]
        known = corrections.load(places, installed.contracts)
        note = _note(installed, contracts, context, [read.fingerprint, str(known)], moment)
        outcome.input = note["input"]
        outcome.code_version, outcome.contract_version = note["code_version"], note["contract_version"]
        if _is_done(home, name, note, contracts):
            outcome.unchanged = True
            return outcome
        with _timed(outcome, "check"):
            checked = reading.check(installed, read, known)
        frames = {kind: one.frame for kind, one in checked.items()}
        with _timed(outcome, "count"):
            counted = count_records(frames, installed.contracts, installed.pipeline.count, context)
        with _timed(outcome, "tabulate"):
            tables = installed.pipeline.tables(counted.counts, context)
            files = produced.files(contracts, tables, home.produced)
        _tell(outcome, checked, counted, files)
        if not dry_run:
            _keep_set_aside(home, name, checked, counted)
            produced.place(files, note)
            atomic.write(
                home.last_run(name), json.dumps({**note, **asdict(outcome)}, ensure_ascii=False).encode()
            )
        return outcome


@contextmanager
def _timed(outcome: Outcome, stage: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    outcome.seconds[stage] = round(time.monotonic() - started, 3)


def _input(file: RawFile) -> dict[str, Any]:
    return {
        "kind": file.kind,
        "source": file.source,
        "sha256": file.sha256,
        "size": file.size,
        "fetched_at": file.fetched_at.isoformat(),
    }


def _note(
    installed: Installed,
    contracts: Mapping[str, tuple[str, Contract]],
    context: Context,
    inputs: list[str],
    moment: str,
) -> dict[str, Any]:
    described = json.dumps([contract.descriptor() for _, contract in contracts.values()], sort_keys=True)
    units = context.units.write_csv()
    return {
        "pipeline": installed.pipeline.name,
        "run": moment,
        "input": hashlib.sha256("\0".join(inputs).encode()).hexdigest(),
        "code_version": installed.code_version,
        "contract_version": installed.contract_version,
        "around": hashlib.sha256(f"{described}\0{units}\0{context.as_of}".encode()).hexdigest(),
    }


def _is_done(
    home: Home, name: str, note: Mapping[str, Any], contracts: Mapping[str, tuple[str, Contract]]
) -> bool:
    if not home.last_run(name).exists():
        return False
    last = json.loads(home.last_run(name).read_bytes())
    if any(last.get(key) != value for key, value in note.items() if key != "run"):
        return False
    return all(
        (home.produced / sector / dataset / resource.path).exists()
        for dataset, (sector, contract) in contracts.items()
        for resource in contract.resources
    )


def _tell(outcome: Outcome, checked: Mapping[str, Records], counted: Counted, files: list[File]) -> None:
    outcome.rows_in = sum(one.rows_in for one in checked.values())
    for kind, reasons in _reasons(checked, counted).items():
        for rule, count in reasons["rule"].value_counts(sort=True).iter_rows():
            outcome.reasons[f"{kind} {rule}"] = count
    twice = sum(frame.height for frame in counted.set_aside.values())
    outcome.rows_set_aside = sum(one.rows_set_aside for one in checked.values()) + twice
    outcome.repeated = sum(counted.repeated.values())
    outcome.rows_out = sum(file.frame.height for file in files)
    outcome.changed = sum(file.changed.height for file in files)
    outcome.months = sorted({month for file in files for month in file.changed_months()})
    outcome.suppressed = sum(file.suppressed for file in files)


def _reasons(checked: Mapping[str, Records], counted: Counted) -> dict[str, pl.DataFrame]:
    return {kind: pl.concat([one.set_aside, counted.set_aside[kind]]) for kind, one in checked.items()}


def _keep_set_aside(home: Home, name: str, checked: Mapping[str, Records], counted: Counted) -> None:
    """For the people who correct the source; these files hold cells of single records and stay inside."""
    target = home.set_aside(name)
    draft = target.with_name(f".{name}.{uuid.uuid4().hex}")
    draft.mkdir(parents=True, mode=0o700)
    for kind, reasons in _reasons(checked, counted).items():
        if reasons.height:
            reasons.write_csv(draft / f"{kind}.csv")
    shutil.rmtree(target, ignore_errors=True)
    atomic.place_folder(draft, target)
