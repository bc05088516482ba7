"""What every source of records does: keep its raw input, then read what was kept.

Fetching and reading are apart, so that a run can be repeated from what was kept without asking the source
again. A source changes nothing in the system that it reads, and never turns a value into another one: every
cell arrives as text, or null where the source has nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from pipelines.findings import Broken
from pipelines.raw import RawFile, RawStore

BATCH_ROWS = 100_000
"""Most rows of a frame that a source yields."""


@dataclass(frozen=True)
class Period:
    """Days from ``start`` to ``end``, both included."""

    start: dt.date
    end: dt.date


class Source(Protocol):
    """A source system as pipelines see it."""

    name: str
    """Name in the pipeline's ``source.yaml``."""
    kinds: tuple[str, ...]
    """Kinds of records that it gives."""

    def fetch(self, period: Period | None, since: dt.datetime | None, raw: RawStore) -> list[RawFile]:
        """Keep what the source has and say what that is; what was kept before is named, not kept again.

        :param period: the days wanted, for sources that can tell; others give what they have
        :param since: the moment from which changes are wanted; everything when absent

        Raises:
            Broken: the source cannot be used as it is; nothing half-read was kept.
            Unavailable: the source does not answer now.
        """

    def read(self, file: RawFile) -> Iterator[pl.DataFrame]:
        """The records of one kept file, in frames of text with at most :data:`BATCH_ROWS` rows.

        Raises:
            Broken: the file cannot be read, with place and way out.
        """


class Unavailable(Broken):
    """A source that does not answer now; the same call may succeed later."""


class Kept:
    """What a store holds already, by origin and by content."""

    def __init__(self, raw: RawStore) -> None:
        files = raw.files()
        self._by_origin = {(file.kind, file.source): file for file in files}
        self._by_content = {(file.kind, file.sha256): file for file in reversed(files)}

    def of_origin(self, kind: str, source: str) -> RawFile | None:
        """The entry that came from the same place in the same state."""
        return self._by_origin.get((kind, source))

    def of_content(self, kind: str, sha256: str) -> RawFile | None:
        """The first entry with the same bytes, wherever it came from."""
        return self._by_content.get((kind, sha256))
