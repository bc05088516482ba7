"""A folder of edXML messages: headers become records, attachments stay where they are.

Messages are kept in bundles, one for each day on which files arrived and each kind. What is kept of a message
is every byte but the content of its attachments: that is replaced by its hash and size, because statistics
need no document. A message that cannot be read becomes a row that says why, so that the record contract
decides whether the run stops or sets it aside.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path

import polars as pl

from pipelines.raw import RawFile, RawStore
from pipelines.sources import bundle, dropped, settings
from pipelines.sources import edxml_message as message
from pipelines.sources.dropped import Found
from pipelines.sources.edxml_message import Row, Unreadable
from pipelines.sources.source import BATCH_ROWS, Kept, Period

PATTERN = "**/*.*xml"
MIB = 1024 * 1024


class EdxmlSource:
    """Source of :class:`settings.Edxml`."""

    def __init__(self, described: settings.Edxml, home: Path) -> None:
        self.name = described.name
        self.kinds: tuple[str, ...] = (described.documents, described.statuses)
        self._described = described
        self._folder = home / described.folder

    def fetch(self, period: Period | None, since: datetime | None, raw: RawStore) -> list[RawFile]:
        """Keep every whole message; see :class:`pipelines.sources.source.Source`."""
        kept = Kept(raw)
        found = dropped.whole(self._folder, PATTERN, self._described.settled_seconds)
        days: dict[str, list[Found]] = defaultdict(list)
        for item in found:
            day = datetime.fromtimestamp(item.changed_ns / 1e9, timezone.utc).date()
            days[day.isoformat()].append(item)
        return [file for day, items in sorted(days.items()) for file in self._day(day, items, raw, kept)]

    def read(self, file: RawFile) -> Iterator[pl.DataFrame]:
        """The records of a bundle; see :class:`pipelines.sources.source.Source`."""
        is_status = file.kind == self._described.statuses
        rows = _rows(bundle.members(file.path), _statuses if is_status else message.documents)
        columns = message.STATUS if is_status else message.DOCUMENT
        schema = dict.fromkeys((*columns, *message.NOTE), pl.String)
        while batch := list(islice(rows, BATCH_ROWS)):
            yield pl.DataFrame(batch, schema=schema)

    def _day(self, day: str, items: list[Found], raw: RawStore, kept: Kept) -> Iterator[RawFile]:
        listing = hashlib.sha256("\n".join(item.origin for item in items).encode()).hexdigest()
        origin = f"{self.name}: {day} [{len(items)} messages, {listing}]"
        known = [kept.of_origin(kind, origin) for kind in self.kinds]
        if any(known):
            yield from (file for file in known if file)
            return
        for kind in self.kinds:
            members = self._messages(items, kind == self._described.statuses)
            if (first := next(members, None)) is not None:
                content = bundle.pieces(_chained(first, members))
                yield raw.keep(content, kind=kind, source=origin, suffix=bundle.SUFFIX)

    def _messages(self, items: list[Found], statuses: bool) -> Iterator[tuple[str, bytes]]:
        """The messages of one kind, without their attachments."""
        for item in items:
            if item.size > self._described.largest_message_mb * MIB:
                content = TOO_LARGE
            else:
                content = without_attachments(item.path.read_bytes())
            if _is_status(content) == statuses:
                yield item.name, content


def without_attachments(content: bytes) -> bytes:
    """A message whose attachments are replaced by ``sha256:…;bytes:…`` of what they hold."""
    return message.CONTENT.sub(lambda found: found[1] + _summed(found[2]), content)


def _summed(text: bytes) -> bytes:
    try:
        held = base64.b64decode(re.sub(rb"\s", b"", text), validate=True)
    except ValueError:
        held = text
    return f"sha256:{hashlib.sha256(held).hexdigest()};bytes:{len(held)}".encode()


def _rows(members: Iterable[tuple[str, bytes]], read: Callable[..., Iterable[Row]]) -> Iterator[Row]:
    for name, content in members:
        try:
            for row in read(message.root(content)):
                yield {**row, "message_file": name, "unreadable": None}
        except Unreadable as error:
            yield {"message_file": name, "unreadable": str(error)}


def _statuses(root: message.Element) -> Iterator[Row]:
    yield message.status(root)


def _is_status(content: bytes) -> bool:
    try:
        return message.is_status(message.root(content))
    except Unreadable:
        return False


def _chained(first: tuple[str, bytes], rest: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    yield first
    yield from rest


TOO_LARGE = b"larger than largest_message_mb"
