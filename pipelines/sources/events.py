"""Event files of camera analytics: JSON Lines, one traffic event a line.

Nothing that could name a vehicle comes in: a file with a column or a value that looks like a number plate is
refused before a byte of it is kept. The message names file, line and column, never the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import polars as pl

from pipelines.findings import Broken, Finding
from pipelines.raw import RawFile, RawStore
from pipelines.sources import dropped, settings, texts
from pipelines.sources.source import Kept, Period
from pipelines.text import Text

PLATE_COLUMN = r"(?i)plate|bien_?so|biển.?số|\blpr\b|registration"
PLATE = r"(?i)\b\d{2}\s?-?[a-zđ][a-zđ0-9]?[-. ]?(?:\d{3}\.?\d{2}|\d{4})\b"
"""Civil plates: province, series, four or five digits (Circular 79/2024/TT-BCA)."""
IDENTIFIER = r"(?i)^[0-9a-f]{64}$|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
"""SHA-256 and UUID, whose digits say nothing."""


class EventSource:
    """Source of :class:`settings.Events`."""

    def __init__(self, described: settings.Events, home: Path) -> None:
        self.name = described.name
        self.kinds: tuple[str, ...] = (described.kind,)
        self._described = described
        self._folder = home / described.folder

    def fetch(self, period: Period | None, since: datetime | None, raw: RawStore) -> list[RawFile]:
        """Keep every whole file without plates; see :class:`pipelines.sources.source.Source`."""
        kept, kind = Kept(raw), self._described.kind
        files: list[RawFile | None] = []
        for found in dropped.whole(self._folder, self._described.pattern, self._described.settled_seconds):
            if not kept.of_origin(kind, f"{self.name}: {found.origin}"):
                for frame in texts.lines(found.path, found.name):
                    refuse_plates(frame, found.name)
            files.append(dropped.taken(found, kind, self.name, raw, kept))
        return list(dict.fromkeys(file for file in files if file))

    def read(self, file: RawFile) -> Iterator[pl.DataFrame]:
        """The events of a kept file as text; see :class:`pipelines.sources.source.Source`."""
        yield from texts.lines(file.path, file.source)


def refuse_plates(frame: pl.DataFrame, place: str) -> None:
    """:class:`Broken` where a column or a value of ``frame`` looks like a number plate."""
    named = [name for name in frame.columns if re.search(PLATE_COLUMN, name)]
    found = [Finding(place, "plate", PLATE_FOUND, column=name) for name in named]
    for column in frame.iter_columns():
        suspect = column.str.contains(PLATE) & ~column.str.contains(IDENTIFIER)
        if count := int(suspect.sum()):
            found.append(Finding(place, "plate", PLATES_FOUND.filled(count=count), column=column.name))
    if found:
        raise Broken(found)


PLATE_FOUND = Text(
    "Cột này giống biển số xe; phân tích camera không được ghi biển số, hãy bỏ cột rồi ghi lại tệp.",
    "This column looks like number plates, which camera analytics must not write; write the file without it.",
)
PLATES_FOUND = Text(
    "{count} giá trị giống biển số xe; hãy bỏ chúng ở phần phân tích camera rồi ghi lại tệp.",
    "{count} values look like number plates; remove them in camera analytics and write the file again.",
)
