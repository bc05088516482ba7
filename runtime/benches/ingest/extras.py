"""What else is measured of our loads: readers during a reload, the check alone, a hundred files at once."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
from psycopg import sql

from runtime import shell
from runtime.benches.ingest import contestants, shapes
from runtime.benches.ingest.shapes import Shape
from runtime.benches.sites import Running
from runtime.errors import PortalError
from runtime.install import environments
from runtime.services import postgresql
from runtime.settings import ROOT, Settings

INSIDE = ROOT / "runtime" / "inside" / "bench_check.py"
READ_EVERY_S = 0.01
FILES, SENDERS = 100, 8
SAMPLE_ROWS, TIMES_LARGER, CHECK_ROUNDS = 50_000, 10, 3


class Reader:
    """A visitor of the database who reads a row every ten milliseconds."""

    def __init__(self, settings: Settings, database: str, table: str) -> None:
        self.address = postgresql.address(settings, database, "datastore_reader", "datastore-reader")
        self.query = sql.SQL("SELECT * FROM {} ORDER BY _id DESC LIMIT 1").format(sql.Identifier(table))
        self.worst_s = 0.0
        self.reads = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _read(self) -> None:
        with psycopg.connect(self.address, autocommit=True, prepare_threshold=None) as connection:
            while not self._done.wait(READ_EVERY_S):
                started = time.monotonic()
                connection.execute(self.query).fetchone()
                self.worst_s = max(self.worst_s, time.monotonic() - started)
                self.reads += 1


def reload(settings: Settings, site: Running, folder: Path, shape: Shape) -> dict[str, float]:
    """Longest time a reader waits while other rows of the same shape take the place of those published."""
    dataset = contestants.new_dataset(site, "nap-lai")
    first, second = (shapes.write(shape, seed, folder / f"reload-{seed}.csv") for seed in (8, 9))
    resource = contestants.send(site, dataset, first, shape)
    contestants.until(site, resource, lambda: contestants.status(site, resource) == "complete")
    with Reader(settings, site.site.datastore, resource) as reader:
        contestants.send_again(site, resource, second)
        contestants.until(site, resource, lambda: contestants.is_searchable(site, resource, shape, 9))
        contestants.until(site, resource, lambda: contestants.status(site, resource) == "complete")
    site.call("datastore_delete", resource_id=resource, force=True)
    for file in (first, second):
        file.unlink()
    return {"reader_stall_s": round(reader.worst_s, 3), "reader_reads": reader.reads}


def check_speed(settings: Settings, folder: Path, shape: Shape) -> dict[str, float]:
    """Rows that our check and frictionless judge in a second, taking turns; medians."""
    file = shapes.write(shape, 1, folder / "check.csv")
    sample = shapes.head(file, SAMPLE_ROWS, folder / "sample.csv")
    seen: dict[str, list[float]] = {"ours": [], "frictionless": []}
    for _ in range(CHECK_ROUNDS):
        for by, speeds in seen.items():
            speeds.append(_check(settings, by, sample, shape, None)["rows_per_s"])
    ours, theirs = (sorted(speeds)[CHECK_ROUNDS // 2] for speeds in seen.values())
    return {
        "validation_ours_rows_per_s": ours,
        "validation_frictionless_rows_per_s": theirs,
        "validation_vs_frictionless": round(ours / theirs, 1),
    }


def check_memory(settings: Settings, folder: Path, shape: Shape) -> dict[str, float]:
    """Peak memory of check and normal form for a file, and for one of ten times its rows."""
    file = folder / "check.csv"
    large = shapes.repeat(file, TIMES_LARGER, folder / "large.csv")
    scratch = shell.folder(folder / "normal", settings.account)
    small_mib, large_mib = (
        _check(settings, "ours", path, shape, scratch / path.name)["peak_mib"] for path in (file, large)
    )
    for path in (large, *scratch.iterdir()):
        path.unlink()
    return {
        "memory_1m_mib": small_mib,
        "memory_10m_mib": large_mib,
        "memory_10m_vs_1m": round(large_mib / small_mib, 2),
    }


def _check(settings: Settings, by: str, path: Path, shape: Shape, normal: Path | None) -> dict[str, float]:
    order = {"by": by, "path": str(path), "schema": shape.schema, "normal": str(normal) if normal else None}
    printed = shell.run(
        [environments.python(settings, "ckan"), "-c", INSIDE.read_text("utf-8")],
        stdin=json.dumps(order),
        account=settings.account,
        cwd=path.parent,
    )
    return json.loads(printed.strip().splitlines()[-1])


def hundred(site: Running, folder: Path, shape: Shape) -> dict[str, float]:
    """A hundred files sent at once: how many are not there at the end, and the seconds until all are."""
    files = [shapes.write(shape, seed, folder / f"hundred-{seed}.csv") for seed in range(FILES)]
    datasets = [contestants.new_dataset(site, f"tep-{number}") for number in range(FILES)]
    started = time.monotonic()
    with ThreadPoolExecutor(SENDERS) as senders:
        resources = list(
            senders.map(lambda dataset, file: contestants.send(site, dataset, file, shape), datasets, files)
        )
    arrived = [_arrived(site, resource, shape, seed) for seed, resource in enumerate(resources)]
    return {"lost_of_100": arrived.count(False), "hundred_files_s": round(time.monotonic() - started, 1)}


def _arrived(site: Running, resource: str, shape: Shape, seed: int) -> bool:
    """Whether a load ended well, with the last row and all others."""
    try:
        contestants.until(site, resource, lambda: contestants.status(site, resource) == "complete")
    except PortalError:
        return False
    questions = (contestants.has_total, contestants.is_visible)
    return all(question(site, resource, shape, seed) for question in questions)
