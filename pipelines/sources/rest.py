"""Records of a REST service, list by list, as the answers that it sent.

All pages of one reading become one raw file, kept when the reading is complete: a service that goes away in
the middle leaves nothing. A list that changes while it is read by page number shifts its pages, so that
records are lost or come twice; such a reading is noticed and done again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from pipelines.findings import Broken, Finding
from pipelines.raw import RawFile, RawStore
from pipelines.sources import bundle, settings, texts
from pipelines.sources.http import Client
from pipelines.sources.source import Period, Unavailable
from pipelines.text import Text


class Shifted(Exception):
    """The list changed while it was read."""


class Page(NamedTuple):
    """One answer and what it holds."""

    query: dict[str, str]
    content: bytes
    etag: str | None
    records: list[Any]
    total: int | None
    cursor: str | None


class RestSource:
    """Source of :class:`settings.Rest`."""

    def __init__(self, described: settings.Rest, home: Path, pause: float = 1) -> None:
        self.name = described.name
        self.kinds = tuple(described.kinds)
        self._described, self._home, self._pause = described, home, pause

    def fetch(self, period: Period | None, since: datetime | None, raw: RawStore) -> list[RawFile]:
        """Keep every list, each as one bundle; see :class:`pipelines.sources.source.Source`."""
        client = Client(self._described, self._home, self._pause)
        return [
            self._kept(kind, listed, client, since, raw) for kind, listed in self._described.kinds.items()
        ]

    def read(self, file: RawFile) -> Iterator[pl.DataFrame]:
        """The records of a kept reading, page by page; see :class:`pipelines.sources.source.Source`."""
        listed = self._described.kinds[file.kind]
        for name, content in bundle.members(file.path):
            place = f"{file.source}, {name}"
            frame = texts.frame(_records(texts.parsed(content, place), listed, place), place)
            yield frame.drop(listed.without, strict=False)

    def _kept(
        self, kind: str, listed: settings.RestKind, client: Client, since: datetime | None, raw: RawStore
    ) -> RawFile:
        address = self._described.url.rstrip("/") + listed.path
        for _ in range(self._described.tries):
            pages = _pages(client, listed, since)
            members = ((f"page-{number:06}.json", page.content) for number, page in enumerate(pages, start=1))
            try:
                source = f"{self.name}: {address}"
                return raw.keep(bundle.pieces(members), kind=kind, source=source, suffix=bundle.SUFFIX)
            except Shifted:
                continue
        raise Unavailable([Finding(address, "shifting", SHIFTING.filled(tries=self._described.tries))])


def _pages(client: Client, listed: settings.RestKind, since: datetime | None) -> Iterator[Page]:
    """Every page of a list; :class:`Shifted` where pages do not fit together."""
    base = {listed.paging.size: str(listed.page_size)}
    if listed.since and since:
        base[listed.since] = since.isoformat()
    keys: set[bytes] = set()
    marks: list[tuple[dict[str, str], str | None, bytes]] = []
    page: Page | None = None
    while query := _next(listed, base, page, len(marks) + 1):
        page = _page(client, listed, query)
        fresh = {_key(record, listed) for record in page.records}
        if len(fresh) < len(page.records) or not keys.isdisjoint(fresh):
            raise Shifted
        keys |= fresh
        marks.append((query, page.etag, hashlib.sha256(page.content).digest()))
        yield page
    if page and page.total is not None and page.total != len(keys):
        raise Shifted
    if (
        listed.paging.by == "page"
        and len(marks) > 1
        and not all(_stands(client, listed, *mark) for mark in marks)
    ):
        raise Shifted


def _next(
    listed: settings.RestKind, base: dict[str, str], page: Page | None, number: int
) -> dict[str, str] | None:
    """Parameters of the page that comes after ``page``; None after the last one."""
    if isinstance(listed.paging, settings.Cursor):
        if page is None:
            return base
        return {**base, listed.paging.cursor: page.cursor} if page.cursor else None
    if page is not None and len(page.records) < listed.page_size:
        return None
    return {**base, listed.paging.page: str(number)}


def _page(client: Client, listed: settings.RestKind, query: dict[str, str]) -> Page:
    answer = client.get(listed.path, query)
    content = texts.parsed(answer.content, answer.url)
    cursor = _at(content, listed.paging.next) if isinstance(listed.paging, settings.Cursor) else None
    total = _at(content, listed.total) if listed.total else None
    if listed.total and not str(total).isdecimal():
        raise Broken([Finding(answer.url, "total", NO_TOTAL, listed.total, value=str(total))])
    records = _records(content, listed, answer.url)
    return Page(query, answer.content, answer.etag, records, int(total) if total else None, cursor or None)


def _stands(
    client: Client, listed: settings.RestKind, query: dict[str, str], etag: str | None, digest: bytes
) -> bool:
    """Whether a page still is what it was."""
    answer = client.get(listed.path, query, etag)
    return answer.unchanged or hashlib.sha256(answer.content).digest() == digest


def _records(content: Any, listed: settings.RestKind, place: str) -> list[Any]:
    records = _at(content, listed.records)
    if not isinstance(records, list):
        raise Broken([Finding(place, "records", NO_RECORDS, listed.records)])
    return records


def _key(record: Any, listed: settings.RestKind) -> bytes:
    values = [record.get(name) for name in listed.key] if isinstance(record, dict) else [record]
    return hashlib.blake2b(repr(values).encode(), digest_size=16).digest()


def _at(content: Any, place: str) -> Any:
    for part in place.split("."):
        content = content.get(part) if isinstance(content, dict) else None
    return content


NO_RECORDS = Text(
    "Câu trả lời không có danh sách ở vị trí này; hãy sửa 'records' trong source.yaml cho đúng nguồn.",
    "The answer has no list at this place; correct 'records' in source.yaml by the source's documentation.",
)
NO_TOTAL = Text(
    "Câu trả lời không có tổng số bản ghi ở vị trí này; hãy sửa hoặc bỏ 'total' trong source.yaml.",
    "The answer has no number of records at this place; correct or remove 'total' in source.yaml.",
)
SHIFTING = Text(
    "Danh sách thay đổi trong cả {tries} lần đọc; hãy đọc vào lúc ít việc, tăng page_size hoặc dùng con trỏ.",
    "The list changed during all {tries} readings; read at a quiet hour, raise page_size or page by cursor.",
)
