"""Waiting for loads: the portal's job worker turns files into DataStore tables, a publish ends after them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pipelines.findings import Finding
from pipelines.publishing.client import Ckan
from pipelines.text import Text

POLL_S = 0.5
STALLED_S = 900.0
"""A load that shows no progress for this long is given up; a later publish takes it up again."""
NOT_STARTED_S = 60.0
"""A load that is not even queued after this long did not start."""


@dataclass(frozen=True)
class Awaited:
    """A load to wait for."""

    dataset: str
    """Name of the dataset."""
    resource: str
    """Name of the resource in the contract."""
    file: str
    """The file, as messages name it."""
    resource_id: str
    """Id on the portal."""
    sha: str
    """SHA-256 of the file that must be loaded."""


Done = Callable[[Awaited, "list[Finding]"], None]


def status(ckan: Ckan, resource_id: str) -> dict[str, Any] | None:
    """The newest load of a resource, or None where there never was one."""
    found = ckan.find("province_ingest_status", resource_id=resource_id)
    return found if found and found["status"] != "none" else None


def wait(ckan: Ckan, awaited: Iterable[Awaited], done: Done) -> None:
    """Wait until every load has ended; ``done`` is told of each and of what was wrong with it.

    The portal loads in the order of arrival, so only the first that has not ended is asked about.
    """
    for item in awaited:
        done(item, _end_of(ckan, item))


def _end_of(ckan: Ckan, item: Awaited) -> list[Finding]:
    since, before = time.monotonic(), None
    while True:
        now = status(ckan, item.resource_id) or {}
        shown = tuple(now.get(key) for key in ("status", "stage", "rows", "hash"))
        if shown != before:
            since, before = time.monotonic(), shown
        ended = outcome(item, now, time.monotonic() - since)
        if ended is not None:
            return ended
        time.sleep(POLL_S)


def outcome(item: Awaited, now: dict[str, Any], quiet_s: float) -> list[Finding] | None:
    """None while the load goes on; otherwise what was wrong with it.

    :param now: answer of ``province_ingest_status``; empty where there never was a load
    :param quiet_s: seconds since the answer last changed
    """
    state = now.get("status")
    if state == "complete" and now.get("hash") == item.sha:
        return []
    if state == "error":
        return _reported(item, now)
    if state in ("pending", "running"):
        return [Finding(item.file, "load", STALLED)] if quiet_s > STALLED_S else None
    return [Finding(item.file, "load", NOT_STARTED)] if quiet_s > NOT_STARTED_S else None


def _sentence(entry: dict[str, Any], language: str) -> str:
    """What is wrong and the remedy, where the portal names one."""
    parts = (entry.get(f"message{language}"), entry.get(f"remedy{language}"))
    return " ".join(str(part) for part in parts if part)


def _reported(item: Awaited, now: dict[str, Any]) -> list[Finding]:
    rows = [
        Finding(
            item.file,
            str(entry.get("rule") or "load"),
            Text(_sentence(entry, ""), _sentence(entry, "_en")),
            row=entry.get("row"),
            column=str(entry.get("column") or ""),
            value=str(entry.get("value") or ""),
        )
        for entry in now.get("error_report") or []
    ]
    whole = Text(str(now.get("error") or ""), str(now.get("error_en") or now.get("error") or ""))
    return rows or [Finding(item.file, "load", whole)]


STALLED = Text(
    "Nạp dữ liệu không tiến triển; hãy xem tiến trình nạp có đang chạy không rồi chạy lại lệnh này.",
    "The load makes no progress; see that the job worker runs, then run this again.",
)
NOT_STARTED = Text(
    "Cổng chưa bắt đầu nạp tệp; hãy chạy lại lệnh này.",
    "The portal did not start to load the file; run this again.",
)
