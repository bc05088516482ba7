"""The rival: CKAN 2.12 as it comes, on the same stores, with the same data and two web processes."""

from __future__ import annotations

import contextlib
import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import requests
from psycopg import sql

from runtime import leftovers, shell
from runtime.provision import ckan as ckan_tables
from runtime.services import ckan, postgresql, solr
from runtime.settings import Settings

PLUGINS = "activity datastore datatables_view text_view image_view"
DATABASES = ("ckan_stock", "datastore_stock")
COPIED = ("name", "title", "notes", "license_id")


@contextlib.contextmanager
def running(settings: Settings, ours: str) -> Iterator[str]:
    """Address of a stock CKAN that holds what the portal at ``ours`` holds; it is gone afterwards."""
    folder = settings.state / "bench"
    _forget(settings)
    config = _configure(settings, folder)
    process = None
    try:
        token = _prepare(settings, config)
        process = _start(settings, folder, config)
        address = f"http://127.0.0.1:{settings.port_base + 9}"
        _fill(address, token, ours)
        yield address
    finally:
        if process is not None:
            process.terminate()
            process.wait(30)
        _forget(settings)


def _configure(settings: Settings, folder: Path) -> Path:
    """The portal's ini with other databases, stock plugins and stock pages."""
    lines = []
    for line in (settings.state / "conf" / "test.ini").read_text("utf-8").splitlines():
        key = line.partition("=")[0].strip()
        if key == "ckan.plugins":
            line = f"ckan.plugins = {PLUGINS}"
        if key == "ckan.site_url":
            line = f"ckan.site_url = http://127.0.0.1:{settings.port_base + 9}"
        if key.startswith("ckanext.") or key in (
            "testing",
            "WTF_CSRF_ENABLED",
            "ckan.datastore.default_fts_lang",
        ):
            continue
        lines.append(
            line.replace("/ckan_test", "/ckan_stock")
            .replace("solr/ckan_stock", "solr/ckan_test")
            .replace("datastore_test", "datastore_stock")
        )
    for name in ("storage", "webassets"):
        shell.folder(folder / name, settings.account)
    shell.give(folder, settings.account)
    target = folder / "stock.ini"
    text = "\n".join(lines).replace(f"{settings.state}/ckan/test-storage", f"{folder}/storage")
    shell.write(
        target,
        text.replace(f"{settings.state}/ckan/test-webassets", f"{folder}/webassets"),
        account=settings.account,
        mode=0o600,
    )
    shell.write(
        folder / "wsgi.py",
        (settings.state / "conf" / "wsgi.py")
        .read_text("utf-8")
        .replace(str(settings.state / "conf" / "ckan.ini"), str(target)),
        account=settings.account,
    )
    return target


def _prepare(settings: Settings, config: Path) -> str:
    with postgresql.connect(settings) as connection:
        for database in DATABASES:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER ckan TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(database)
                )
            )
    return ckan_tables.prepare_elsewhere(settings, config, "datastore_stock")


def _start(settings: Settings, folder: Path, config: Path) -> subprocess.Popen:
    process = subprocess.Popen(
        [
            ckan.binary(settings, "gunicorn"),
            "--workers",
            "2",
            "--worker-class",
            "sync",
            "--bind",
            f"127.0.0.1:{settings.port_base + 9}",
            "--timeout",
            "120",
            "--pythonpath",
            folder,
            "wsgi:application",
        ],
        env={**ckan.environment(settings), "CKAN_INI": str(config), leftovers.INSTANCE: str(settings.state)},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **shell.identity(settings.account),
    )
    for _ in range(300):
        with contextlib.suppress(requests.RequestException):
            if requests.get(
                f"http://127.0.0.1:{settings.port_base + 9}/api/3/action/status_show", timeout=5
            ).ok:
                break
        time.sleep(0.2)
    return process


def _fill(address: str, token: str, ours: str) -> None:
    """Copy organisations, groups, datasets and DataStore rows over the two APIs."""

    def ask(action: str, **words: object) -> dict:
        return requests.post(f"{ours}/api/3/action/{action}", json=words, timeout=60).json()["result"]

    def make(action: str, **words: object) -> dict:
        answer = requests.post(
            f"{address}/api/3/action/{action}", json=words, headers={"Authorization": token}, timeout=60
        )
        answer.raise_for_status()
        return answer.json()["result"]

    for kind in ("organization", "group"):
        for entry in ask(f"{kind}_list", all_fields=True):
            make(f"{kind}_create", name=entry["name"], title=entry["title"])
    for dataset in ask("package_search", rows=1000)["results"]:
        made = make(
            "package_create",
            **{key: dataset.get(key) for key in COPIED},
            owner_org=dataset["organization"]["name"],
            groups=[{"name": group["name"]} for group in dataset["groups"]],
            tags=[{"name": tag["name"]} for tag in dataset["tags"]],
        )
        for resource in dataset["resources"]:
            _copy_rows(ask, make, made["id"], resource)


def _copy_rows(ask, make, package: str, resource: dict) -> None:  # type: ignore[no-untyped-def]
    if not resource.get("datastore_active"):
        return
    found = ask("datastore_search", resource_id=resource["id"], limit=32000)
    fields = [field for field in found["fields"] if field["id"] != "_id"]
    records = [{field["id"]: row[field["id"]] for field in fields} for row in found["records"]]
    made = make("resource_create", package_id=package, name=resource["name"], format="CSV", url="")
    plain = [{"id": field["id"], "type": field["type"]} for field in fields]
    make(
        "datastore_create",
        resource_id=made["id"],
        fields=plain,
        records=json.loads(json.dumps(records)),
        force=True,
    )


def _forget(settings: Settings) -> None:
    with postgresql.connect(settings) as connection:
        for database in DATABASES:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
            )
    requests.post(
        solr.url(settings, "ckan_test") + "/update",
        params={"commit": "true"},
        json={"delete": {"query": "*:*"}},
        timeout=30,
    ).raise_for_status()
