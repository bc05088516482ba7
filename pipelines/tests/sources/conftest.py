"""Raw stores, small records, and sources written as an operator writes them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from pipelines.raw import RawFile, RawStore
from pipelines.simulation.interfaces.rest import Faults, Service, serving
from pipelines.sources.load import load
from pipelines.sources.rest import RestSource
from pipelines.sources.settings import Rest
from pipelines.sources.source import Source


@pytest.fixture
def raw(tmp_path: Path) -> RawStore:
    """An empty store."""
    return RawStore(tmp_path / "raw")


@pytest.fixture
def drop(tmp_path: Path) -> Callable[..., Path]:
    """Puts a file into the drop folder, last changed an hour ago unless told otherwise."""

    def put(name: str, content: str | bytes, age_s: float = 3600) -> Path:
        path = tmp_path / "drop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        moment = time.time() - age_s
        os.utime(path, (moment, moment))
        return path

    (tmp_path / "drop").mkdir()
    return put


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., Source]:
    """Opens one source that is described as in ``source.yaml``."""

    def open_one(**described: Any) -> Source:
        path = tmp_path / "source.yaml"
        path.write_text(yaml.safe_dump({"sources": [{"name": "test", **described}]}, allow_unicode=True))
        (source,) = set(load(path, tmp_path / "none.yaml", tmp_path).values())
        return source

    return open_one


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Callable[..., tuple[Service, RestSource]]]:
    """Starts a simulated REST service of dossiers and opens a source on it that does not wait."""
    with ExitStack() as running:

        def start(
            rows: int, faults: Faults | None = None, by: str = "page", **options: Any
        ) -> tuple[Service, RestSource]:
            served = Service({"dossier": dossiers(rows)}, faults)
            served.save_credentials(tmp_path / "client.json")
            url = running.enter_context(serving(served))
            paging = {"by": by, "size": "size"}
            paging |= {"page": "page"} if by == "page" else {"cursor": "cursor", "next": "next"}
            kind: dict[str, Any] = {
                "path": "/v1/dossier",
                "records": "items",
                "key": ["row_id"],
                "without": ["row_id"],
                "paging": paging,
            }
            kind |= {"total": "total", "page_size": 10, "since": "changed_since"}
            described: dict[str, Any] = {
                "adapter": "rest",
                "name": "tthc",
                "url": url,
                "token_url": f"{url}/oauth/token",
            }
            described |= {"credentials": "client.json", "kinds": {"dossier": kind}, **options}
            return served, RestSource(Rest.model_validate(described), tmp_path, pause=0)

        yield start


def dossiers(rows: int) -> pl.DataFrame:
    """So many records, each changed a minute after the one before."""
    start = pl.datetime(2025, 1, 1, time_zone="Asia/Ho_Chi_Minh")
    number = pl.int_range(rows)
    return pl.select(
        number=number.cast(pl.String).str.zfill(5),
        fee_vnd=number * 1000,
        updated_at=start + pl.duration(minutes=number),
    )


def rows_of(source: Source, files: list[RawFile]) -> list[dict[str, Any]]:
    """All records of some kept files."""
    return [row for file in files for frame in source.read(file) for row in frame.to_dicts()]
