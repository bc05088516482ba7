"""Monthly drops of files, as offices send them: one file a month and kind, renamed into place when whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import polars as pl

from pipelines import atomic
from pipelines.simulation.interfaces.cells import month_column, texts

Records = Mapping[str, pl.DataFrame]


def write(records: Records, folder: Path, format: str) -> list[Path]:
    """Write ``<kind>-<month>.<format>`` files and say which; ``format`` is a key of :data:`WRITERS`."""
    written = []
    for kind, frame in records.items():
        for month, part in _months(texts(frame), month_column(frame)):
            path = folder / f"{kind}-{month}.{format}"
            with atomic.beside(path) as (file, _):
                WRITERS[format](part, file)
            written.append(path)
    return written


def _months(frame: pl.DataFrame, column: str | None) -> Iterator[tuple[str, pl.DataFrame]]:
    if column is None:
        yield "all", frame
        return
    month = pl.col(column).str.slice(0, 7).fill_null("unknown").alias("month")
    for (name,), part in frame.group_by(month, maintain_order=True):
        yield str(name).replace("/", "-"), part


def _csv(frame: pl.DataFrame, file: BinaryIO) -> None:
    frame.write_csv(file)


def _jsonl(frame: pl.DataFrame, file: BinaryIO) -> None:
    frame.write_ndjson(file)


def _xlsx(frame: pl.DataFrame, file: BinaryIO) -> None:
    frame.write_excel(file)


WRITERS: dict[str, Callable[[pl.DataFrame, BinaryIO], None]] = {"csv": _csv, "jsonl": _jsonl, "xlsx": _xlsx}
