"""A drop folder of tables: CSV, XLSX, JSON, JSON Lines and what else :mod:`data_contract.reading` reads.

A file may hold any period, since records carry their own dates; ``period`` and ``since`` are not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from data_contract import reading
from data_contract.report import Rejected
from pipelines.findings import Broken
from pipelines.raw import RawFile, RawStore
from pipelines.sources import dropped, settings
from pipelines.sources.source import BATCH_ROWS, Kept, Period
from pipelines.validation.rows import finding


class FolderSource:
    """Source of :class:`settings.Folder`."""

    def __init__(self, described: settings.Folder, home: Path) -> None:
        self.name = described.name
        self.kinds = tuple(described.kinds)
        self._described = described
        self._folder = home / described.folder

    def fetch(self, period: Period | None, since: datetime | None, raw: RawStore) -> list[RawFile]:
        """Keep every whole file; see :class:`pipelines.sources.source.Source`."""
        kept, settled = Kept(raw), None
        if self._described.complete == "settled":
            settled = self._described.settled_seconds
        files = (
            dropped.taken(found, kind, self.name, raw, kept)
            for kind, pattern in self._described.kinds.items()
            for found in dropped.whole(self._folder, pattern, settled)
        )
        return list(dict.fromkeys(file for file in files if file))

    def read(self, file: RawFile) -> Iterator[pl.DataFrame]:
        """The rows of a kept file as text; see :class:`pipelines.sources.source.Source`."""
        with TemporaryDirectory() as folder:
            try:
                table = reading.read(file.path, Path(folder) / "table.csv", file.path.suffix)
            except Rejected as rejected:
                raise Broken(finding(problem, file.source) for problem in rejected.problems) from None
            yield from pl.scan_csv(table.path, infer_schema=False).collect_batches(chunk_size=BATCH_ROWS)
