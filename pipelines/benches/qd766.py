"""``python -m pipelines.benches.qd766 write|ours|pandas FOLDER``: one contestant, alone in its process.

Both start from the same Parquet files of checked records, in the form that the frame stores them (sorted by
bucket of the dossier number, at most half a million rows a file), and end with tables in memory. What is read
is read again by every contestant; importing and writing results are not measured. Prints one JSON object.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from pipelines import installed, profile
from pipelines.profile.units import units
from pipelines.working_days import WorkingCalendar

ROOT = Path(__file__).parents[2]
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
CONTESTANTS = ("ours", "pandas")
SEED, FILE_ROWS = 766, 500_000


@click.group()
def main() -> None:
    """One contestant of the measurement."""


def _province() -> tuple[Any, WorkingCalendar]:
    known = profile.load(ROOT / "province" / "thai-binh.yaml")
    calendar = WorkingCalendar.of(known.calendar.country, known.calendar.weekend, 2015, 2027)
    return units(known, ROOT / "province"), calendar


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--size", type=int, required=True)
def write(folder: Path, size: int) -> None:
    """Generate records of one year and store them, month by month."""
    import polars as pl

    from pipelines.computing import buckets
    from pipelines.public_services import PIPELINE
    from pipelines.simulation import public_services as simulated
    from pipelines.simulation.drawing import ZONE
    from pipelines.simulation.model import Simulation

    province, calendar = _province()
    local = pl.col(pl.Datetime("us", ZONE)).dt.replace_time_zone(None)
    for month, part in enumerate(simulated.chunks(Simulation(SEED, FIRST, LAST, size, province, calendar))):
        for kind, frame in part.items():
            for number, rows in enumerate(frame.iter_slices(FILE_ROWS)):
                path = folder / kind / f"{month:02}-{number:03}.parquet"
                path.parent.mkdir(parents=True, exist_ok=True)
                buckets.write(rows.with_columns(local), PIPELINE.partition_by[kind], path)


@main.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.option("--results", type=click.Path(path_type=Path))
def ours(folder: Path, results: Path | None) -> None:
    """Count partition by partition, add up, make the tables."""
    import polars as pl

    from pipelines.computing import buckets, counts
    from pipelines.pipeline import Context
    from pipelines.public_services import PIPELINE

    province, calendar = _province()
    context = Context(province, calendar, LAST, installed.find("public_services").settings)
    files = {kind: sorted((folder / kind).glob("*.parquet")) for kind in PIPELINE.partition_by}

    def work() -> Mapping[str, pl.DataFrame]:
        rows = sum(pl.scan_parquet(paths).select(pl.len()).collect().item() for paths in files.values())
        chunks = (
            PIPELINE.count({kind: buckets.read(paths, part) for kind, paths in files.items()}, context)
            for part in buckets.partitions(rows)
        )
        return PIPELINE.tables(counts.add(chunks), context)

    tables = _measured(work)
    if results:
        for name, table in tables.items():
            table.write_parquet(results / f"ours-{name.partition('/')[2]}.parquet")


@main.command("pandas")
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.option("--results", type=click.Path(path_type=Path))
def rival_(folder: Path, results: Path | None) -> None:
    """Read everything, then compute."""
    import pandas as pd

    from pipelines.benches import rival
    from pipelines.public_services import PIPELINE, periods

    province, calendar = _province()
    known = pd.DataFrame(periods.levelled(province).to_dicts())

    def work() -> Mapping[str, pd.DataFrame]:
        records = {kind: pd.read_parquet(folder / kind) for kind in PIPELINE.partition_by}
        records = {kind: frame.drop(columns="_bucket") for kind, frame in records.items()}
        return rival.compute(records, known, sorted(calendar.off), LAST)

    tables = _measured(work)
    if results:
        for name, table in tables.items():
            table.to_parquet(results / f"pandas-{name}.parquet")


@main.command()
@click.argument("results", type=click.Path(exists=True, path_type=Path))
def compare(results: Path) -> None:
    """Whether both gave the same figures, to the last digit."""
    import polars as pl
    from polars.testing import assert_frame_equal

    from pipelines.public_services.tables import KEYS

    for name, order in KEYS.items():
        resource = name.partition("/")[2]
        one, other = (pl.read_parquet(results / f"{who}-{resource}.parquet") for who in CONTESTANTS)
        columns = [column for column in other.columns if column in one.columns]
        numbers = pl.exclude(*order, "level").cast(pl.Float64).fill_nan(None)
        first, second = (frame.select(columns).with_columns(numbers).sort(order) for frame in (one, other))
        assert_frame_equal(first, second, check_exact=True)
    click.echo(json.dumps({"equal": True}))


def _measured(work: Callable[[], Any]) -> Any:
    """Do it; print its seconds and the peak of this process's memory meanwhile, in MiB."""
    done, peak = threading.Event(), [_resident_mib()]

    def watch() -> None:
        while not done.wait(0.02):
            peak[0] = max(peak[0], _resident_mib())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    started = time.monotonic()
    result = work()
    seconds = time.monotonic() - started
    done.set()
    watcher.join()
    click.echo(json.dumps({"seconds": round(seconds, 3), "peak_mib": peak[0]}))
    return result


def _resident_mib() -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return 0


if __name__ == "__main__":
    main()
