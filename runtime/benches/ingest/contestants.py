"""Who loads a file, and how each is told and asked: all but ``copy`` are CKANs on the same stores."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import requests
from psycopg import sql

from runtime.benches.ingest.shapes import KEY, Shape, last_key, marker
from runtime.benches.processes import Peak
from runtime.benches.sites import Running, Site
from runtime.errors import PortalError
from runtime.install import qsv
from runtime.services import postgresql
from runtime.settings import Settings
from runtime.text import t

OURS, DATAPUSHER_PLUS, XLOADER, COPY = "ours", "datapusher_plus", "xloader", "copy"
STATUS = {
    OURS: "province_ingest_status",
    DATAPUSHER_PLUS: "datapusher_status",
    XLOADER: "xloader_status",
}
LIMIT_S = 1800.0
TYPES = {"string": "text", "integer": "bigint", "number": "numeric", "date": "date", "datetime": "timestamp"}
#: What every CKAN here asks of a dataset, the portal's and a stock one.
DATASET = {
    "owner_org": "do-toc-do",
    "notes": "Dữ liệu sinh ra để đo.",
    "origin": "reported",
    "frequency": "UNKNOWN",
    "license_id": "CC-BY-4.0",
}


@dataclass(frozen=True)
class Load:
    """Seconds since the file was sent, and what the load took.

    :param memory_mib: peak of the job worker with all its processes
    :param table_mib: table with its indexes
    """

    accepted_s: float
    visible_s: float
    searchable_s: float
    totals_s: float
    finished_s: float
    memory_mib: int
    table_mib: float


def sites(settings: Settings) -> list[Site]:
    """The portal's own extensions, DataPusher+ 2.0.0 and ckanext-xloader 2.6.0, these two on stock CKAN.

    The plugin ``activity`` is left out there: with it DataPusher+ 2.0.0 ends on CKAN 2.12 with "User not
    found" when it creates the table.
    """
    worker = ("jobs", "worker")
    prefix = "ckanext.datapusher_plus"
    all_rows = {
        f"{prefix}.qsv_bin": str(qsv.installed(settings)),
        f"{prefix}.preview_rows": "0",
        f"{prefix}.dedup": "false",
        f"{prefix}.max_content_length": str(10**11),
        f"{prefix}.qsv_dates_whitelist": "ngay,luc",
    }
    return [
        Site(OURS, 7, worker=("province-ingest", "worker")),
        Site(
            DATAPUSHER_PLUS,
            8,
            plugins="datastore datapusher_plus",
            options=all_rows,
            token_options=(f"{prefix}.api_token",),
            worker=worker,
        ),
        Site(
            XLOADER,
            9,
            plugins="datastore xloader",
            environment=XLOADER,
            options={
                "ckanext.xloader.jobs_db.uri": f"sqlite:///{settings.state}/bench/{XLOADER}/jobs.db",
            },
            token_options=("ckanext.xloader.api_token",),
            worker=worker,
        ),
    ]


def prepare(site: Running) -> None:
    """Make the organisation of the measured datasets."""
    site.call("organization_create", name=DATASET["owner_org"], title="Đo tốc độ")


def new_dataset(site: Running, name: str) -> str:
    """Make a dataset without files; returns its id."""
    return site.call("package_create", name=name, title=name, **DATASET)["id"]


def send(site: Running, dataset: str, file: Path, shape: Shape) -> str:
    """Upload a file as a new resource, ours with its contract; returns the resource's id."""
    words = {"package_id": dataset, "name": shape.name, "format": "CSV"}
    if site.site.name == OURS:
        words["schema"] = json.dumps(shape.schema)
    return _upload(site, "resource_create", file, words)["id"]


def send_again(site: Running, resource: str, file: Path) -> None:
    """Upload another file of the same resource."""
    _upload(site, "resource_patch", file, {"id": resource})


def _upload(site: Running, action: str, file: Path, words: dict[str, str]) -> dict[str, Any]:
    with file.open("rb") as content:
        answer = requests.post(
            f"{site.address}/api/3/action/{action}",
            data=words,
            files={"upload": (file.name, content, "text/csv")},
            headers={"Authorization": site.token},
            timeout=LIMIT_S,
        )
    if not answer.ok:
        raise _failed(site, answer.text)
    return answer.json()["result"]


def load(settings: Settings, site: Running, dataset: str, file: Path, shape: Shape, seed: int) -> Load:
    """Upload a file and watch until it is there in every respect; the table is dropped at the end."""
    peak = Peak()
    with peak.watch(site.worker):
        started = time.monotonic()
        resource = send(site, dataset, file, shape)
        marks = [time.monotonic() - started]
        questions = (is_visible, is_searchable, has_total)
        for question in questions:
            until(site, resource, lambda question=question: question(site, resource, shape, seed))  # type: ignore[misc]
            marks.append(time.monotonic() - started)
        until(site, resource, lambda: status(site, resource) == "complete")
        marks.append(time.monotonic() - started)
    size = table_mib(settings, site.site.datastore, resource)
    site.call("datastore_delete", resource_id=resource, force=True)
    accepted, visible, searchable, totals, finished = (round(mark, 2) for mark in marks)
    return Load(accepted, visible, searchable, totals, finished, peak.mib, size)


def is_visible(site: Running, resource: str, shape: Shape, seed: int) -> bool:
    """Whether visitors get the file's last row."""
    found = _rows(site, resource, limit=1, sort="_id desc", include_total=False)
    return bool(found) and found[0][KEY] == last_key(shape)


def is_searchable(site: Running, resource: str, shape: Shape, seed: int) -> bool:
    """Whether a search finds the word that only the file's last row has."""
    return bool(_rows(site, resource, q=marker(seed), limit=1, include_total=False))


def has_total(site: Running, resource: str, shape: Shape, seed: int) -> bool:
    """Whether the number of rows is told right."""
    answer = _search(site, resource, limit=0)
    return answer.ok and answer.json()["result"].get("total") == shape.rows


def _rows(site: Running, resource: str, **words: object) -> list[dict[str, Any]]:
    answer = _search(site, resource, **words)
    return answer.json()["result"]["records"] if answer.ok else []


def _search(site: Running, resource: str, **words: object) -> requests.Response:
    address = f"{site.address}/api/3/action/datastore_search"
    return requests.post(address, json={"resource_id": resource, **words}, timeout=300)


def status(site: Running, resource: str) -> str:
    """What the contestant says of its load.

    :raises PortalError: when the load failed
    """
    answer = site.call(STATUS[site.site.name], resource_id=resource)
    if answer["status"] == "error":
        raise _failed(site, str(answer.get("error") or (answer.get("task_info") or {}).get("error")))
    return answer["status"]


def until(site: Running, resource: str, is_so) -> None:  # type: ignore[no-untyped-def]
    """Ask until it is so; now and then see that the load has not failed."""
    limit, asked = time.monotonic() + LIMIT_S, time.monotonic()
    while not is_so():
        time.sleep(0.1)
        if time.monotonic() - asked > 5:
            asked = time.monotonic()
            status(site, resource)
        if time.monotonic() > limit:
            raise _failed(site, f"> {LIMIT_S} s")


def _failed(site: Running, reason: str) -> PortalError:
    name = site.site.name
    return PortalError(
        t(f"«{name}» không nạp được tệp: {reason}", f"“{name}” could not load the file: {reason}"),
        t("Sửa nguyên nhân rồi đo lại.", "Remove the cause and measure again."),
    )


def copy(settings: Settings, database: str, file: Path, shape: Shape) -> float:
    """Seconds of a bare COPY into a table of the contract's types, without key, index or full text."""
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(field["name"]), sql.SQL(TYPES[field["type"]]))
        for field in shape.schema["fields"]
    )
    table = sql.Identifier(f"copy_{shape.name}")
    with psycopg.connect(postgresql.address(settings, database, "ckan", "ckan-db")) as connection:
        started = time.monotonic()
        connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table, columns))
        statement = sql.SQL("COPY {} FROM STDIN WITH (FORMAT csv, HEADER true)").format(table)
        with connection.cursor() as cursor, cursor.copy(statement) as target, file.open("rb") as source:
            while block := source.read(1 << 20):
                target.write(block)
        connection.commit()
        seconds = time.monotonic() - started
        connection.execute(sql.SQL("DROP TABLE {}").format(table))
    return round(seconds, 3)


def table_mib(settings: Settings, database: str, resource: str) -> float:
    """Space of a table with its indexes."""
    with postgresql.connect(settings, database) as connection:
        row = connection.execute("SELECT pg_total_relation_size(%s::regclass)", [f'"{resource}"']).fetchone()
        return round(row[0] / 2**20, 1) if row else 0.0
