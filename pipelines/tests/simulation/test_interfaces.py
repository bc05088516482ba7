"""Simulated systems speak the interfaces of the real ones and say that they are simulated."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import requests

from pipelines.raw import RawStore
from pipelines.simulation.interfaces import database, files, manifest
from pipelines.simulation.interfaces.cells import texts
from pipelines.simulation.interfaces.rest import Service, serving
from pipelines.simulation.model import Simulation
from pipelines.sources.load import load
from pipelines.working_days import WorkingCalendar

ZONE = "Asia/Ho_Chi_Minh"
RECORDS = pl.DataFrame(
    {
        "number": ["a", "b", "c", "d"],
        "received_at": [dt.datetime(2025, month, 28, 9, 30) for month in (1, 1, 2, 3)],
        "due_on": [dt.date(2025, 2, 3), None, dt.date(2025, 3, 1), None],
        "is_online": [True, False, None, True],
        "fee_vnd": [0, 15_000, None, 1],
    }
).with_columns(pl.col("received_at").dt.replace_time_zone(ZONE))
SIMULATION = Simulation(
    1, dt.date(2025, 1, 1), dt.date(2025, 3, 31), 4, pl.DataFrame(), WorkingCalendar(frozenset())
)


def read(tmp_path: Path, **described: Any) -> pl.DataFrame:
    """What a source makes of the simulated system."""
    path = tmp_path / "source.yaml"
    path.write_text(json.dumps({"sources": [{"name": "test", **described}]}))
    source = load(path, tmp_path / "none.yaml", tmp_path)["dossier"]
    kept = source.fetch(None, None, RawStore(tmp_path / "raw"))
    return pl.concat([frame for file in kept for frame in source.read(file)]).sort("number")


@pytest.mark.parametrize("format", ["csv", "xlsx", "jsonl"])
def test_monthly_drops(tmp_path: Path, format: str) -> None:
    """Records arrive in one file a month, and read as they were generated."""
    written = files.write({"dossier": RECORDS}, tmp_path / "drop", format)
    assert [path.name for path in written] == [f"dossier-2025-0{month}.{format}" for month in (1, 2, 3)]
    kinds = {"dossier": f"dossier-*.{format}"}
    folder = {"adapter": "folder", "folder": "drop", "kinds": kinds, "complete": "settled"}
    assert read(tmp_path, **folder, settled_seconds=0).equals(texts(RECORDS))


def test_a_database(tmp_path: Path) -> None:
    """Records arrive from a table with local times, and read as they were generated."""
    url = f"sqlite:///{tmp_path / 'source.sqlite'}"
    database.fill(url, {"dossier": RECORDS})
    (tmp_path / "url").touch(mode=0o600)
    (tmp_path / "url").write_text(url)
    kind = {"table": "dossier", "watermark": database.CHANGED, "key": ["number"], "columns": RECORDS.columns}
    assert read(tmp_path, adapter="sql", url_file="url", zone=ZONE, kinds={"dossier": kind}).equals(
        texts(RECORDS)
    )


def test_filling_a_database_again_replaces_its_tables(tmp_path: Path) -> None:
    """A simulated database holds what was asked for last."""
    url = f"sqlite:///{tmp_path / 'source.sqlite'}"
    database.fill(url, {"dossier": RECORDS})
    database.fill(url, {"dossier": RECORDS.head(1)})
    with database.create_engine(url).connect() as connection:
        assert pl.read_database("select * from dossier", connection).height == 1


def test_every_answer_says_that_it_is_simulated() -> None:
    """Refusals, tokens and pages carry the origin."""
    service = Service({"dossier": RECORDS})
    with serving(service) as url:
        refused = requests.get(f"{url}/v1/dossier", timeout=9)
        token = requests.post(
            f"{url}/oauth/token",
            {"grant_type": "client_credentials"},
            auth=(service.client_id, service.client_secret),
            timeout=9,
        )
        bearer = {"Authorization": f"Bearer {token.json()['access_token']}"}
        page = requests.get(f"{url}/v1/dossier", headers=bearer, timeout=9)
    assert (refused.status_code, token.status_code, page.status_code) == (401, 200, 200)
    assert {answer.headers["X-Origin"] for answer in (refused, token, page)} == {"simulated"}
    assert page.json()["origin"] == "simulated"
    assert pl.DataFrame(page.json()["items"]).drop("row_id").equals(texts(RECORDS))


def test_a_wrong_client_gets_no_token() -> None:
    """Without id and secret there is no token."""
    with serving(Service({})) as url:
        form = {"grant_type": "client_credentials"}
        statuses = [
            requests.post(f"{url}/oauth/token", form, auth=auth, timeout=9).status_code
            for auth in (None, ("simulated", "guess"))
        ]
    assert statuses == [400, 401]


def test_the_folder_says_that_it_is_simulated(tmp_path: Path) -> None:
    """The note names pipeline, seed, period and rows."""
    manifest.write(tmp_path, "public_services", SIMULATION, {"dossier": RECORDS})
    note = json.loads((tmp_path / manifest.FILE).read_text())
    assert note["origin"] == "simulated"
    assert note["rows"] == {"dossier": 4}


def _drop(folder: Path) -> None:
    files.write({"dossier": RECORDS}, folder, "csv")


def _note(folder: Path) -> None:
    manifest.write(folder, "public_services", SIMULATION, {"dossier": RECORDS})


@pytest.mark.parametrize("write", [_drop, _note])
def test_equal_records_are_equal_bytes(tmp_path: Path, write: Callable[[Path], None]) -> None:
    """The same records written twice are the same files, and no draft is left."""
    for name in ("one", "other"):
        write(tmp_path / name)
    one, other = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "other")
    )
    assert one == other
    assert not [path for path in os.listdir(tmp_path / "one") if path.startswith(".")]
