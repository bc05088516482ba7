"""Other CKANs on the portal's stores, each with databases, folder, processes and accounts of its own."""

from __future__ import annotations

import configparser
import contextlib
import io
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import redis
import requests
from psycopg import sql

from runtime import leftovers, shell
from runtime.benches.processes import family
from runtime.errors import PortalError
from runtime.install import environments
from runtime.provision import ckan as ckan_tables
from runtime.provision import databases
from runtime.services import ckan, postgresql, solr
from runtime.services import redis as redis_service
from runtime.settings import Settings
from runtime.text import t

START_S, STOP_S, ANSWER_S = 120, 20, 300
#: Stands in configurations until there is a token: ckanext-xloader refuses an empty one.
NO_TOKEN = "NOT_SET"


@dataclass(frozen=True)
class Site:
    """One CKAN.

    :param name: ending of its databases, and its folder
    :param offset: its port after ``port_base``, and its Redis database
    :param plugins: instead of the portal's, whose ``ckanext.*`` options go with them
    :param options: of its configuration; None takes one away
    :param token_options: options that receive its administrator's token
    :param worker: words after ``ckan`` that start its job worker
    """

    name: str
    offset: int
    plugins: str | None = None
    environment: str = "ckan"
    options: Mapping[str, str | None] = field(default_factory=dict)
    token_options: tuple[str, ...] = ()
    worker: tuple[str, ...] = ()

    @property
    def datastore(self) -> str:
        """Its DataStore's database."""
        return f"datastore_{self.name}"

    @property
    def databases(self) -> tuple[str, str]:
        """All its databases."""
        return f"ckan_{self.name}", self.datastore


@dataclass(frozen=True)
class Running:
    """A site that answers."""

    site: Site
    address: str
    token: str
    folder: Path
    worker: int | None
    """Process id of the job worker."""

    def call(self, action: str, **words: object) -> dict:
        """Answer of an action as its administrator."""
        answer = requests.post(
            f"{self.address}/api/3/action/{action}",
            json=words,
            headers={"Authorization": self.token},
            timeout=ANSWER_S,
        )
        if not answer.ok:
            raise PortalError(
                t(
                    f"«{self.site.name}» không làm được {action}: {answer.text}",
                    f"“{self.site.name}” could not do {action}: {answer.text}",
                ),
                t("Sửa nguyên nhân rồi đo lại.", "Remove the cause and measure again."),
            )
        return answer.json()["result"]


@contextlib.contextmanager
def running(settings: Settings, site: Site) -> Iterator[Running]:
    """Bring a site up, empty; nothing is left of it afterwards."""
    folder = settings.state / "bench" / site.name
    forget(settings, site)
    started: list[subprocess.Popen] = []
    try:
        config = _configure(settings, site, folder, NO_TOKEN)
        _make_databases(settings, site)
        token = ckan_tables.prepare_elsewhere(settings, config, site.datastore, site.environment)
        if site.token_options:
            _configure(settings, site, folder, token)
        started.append(_start(settings, site, folder, "gunicorn", _web(settings, site, folder)))
        if site.worker:
            words = ("-c", str(config), *site.worker)
            started.append(_start(settings, site, folder, "ckan", words))
        address = _address(settings, site)
        _wait(address, folder)
        yield Running(site, address, token, folder, started[-1].pid if site.worker else None)
    finally:
        _stop(started)
        forget(settings, site)


def forget(settings: Settings, site: Site) -> None:
    """Remove databases, folder, queue and search index of a site."""
    with postgresql.connect(settings) as connection:
        for database in site.databases:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
            )
    shutil.rmtree(settings.state / "bench" / site.name, ignore_errors=True)
    with redis.Redis.from_url(_elsewhere(redis_service.url(settings, "ckan"), str(site.offset))) as queue:
        queue.flushdb()
    requests.post(
        solr.url(settings, "ckan_test") + "/update",
        params={"commit": "true"},
        json={"delete": {"query": f"site_id:{site.name}"}},
        timeout=30,
    ).raise_for_status()


def _address(settings: Settings, site: Site) -> str:
    return f"http://127.0.0.1:{settings.port_base + site.offset}"


def _configure(settings: Settings, site: Site, folder: Path, token: str) -> Path:
    """The portal's ini with other stores, and the site's plugins and options."""
    for name in ("", "storage", "webassets", "tmp"):
        shell.folder(folder / name, settings.account)
    parser = configparser.RawConfigParser(delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(ckan.config(settings).read_text("utf-8"))
    options = parser["app:main"]
    if site.plugins is not None:
        for key in [key for key in options if key.startswith("ckanext.")]:
            parser.remove_option("app:main", key)
        options["ckan.plugins"] = site.plugins
    options.update(_places(settings, site, folder, options) | dict.fromkeys(site.token_options, token))
    for key, value in site.options.items():
        if value is None:
            parser.remove_option("app:main", key)
        else:
            options[key] = value
    text = io.StringIO()
    parser.write(text)
    target = folder / "site.ini"
    shell.write(target, text.getvalue(), account=settings.account, mode=0o600)
    application = (settings.state / "conf" / "wsgi.py").read_text("utf-8")
    application = application.replace(str(ckan.config(settings)), str(target))
    shell.write(folder / "wsgi.py", application, account=settings.account)
    return target


def _places(settings: Settings, site: Site, folder: Path, options: Mapping[str, str]) -> dict[str, str]:
    main, datastore = site.databases

    return {
        "ckan.site_url": _address(settings, site),
        "ckan.site_id": site.name,
        "sqlalchemy.url": _elsewhere(options["sqlalchemy.url"], main),
        "ckan.datastore.write_url": _elsewhere(options["ckan.datastore.write_url"], datastore),
        "ckan.datastore.read_url": _elsewhere(options["ckan.datastore.read_url"], datastore),
        "ckan.redis.url": _elsewhere(options["ckan.redis.url"], str(site.offset)),
        "solr_url": _elsewhere(options["solr_url"], "ckan_test"),
        "ckan.storage_path": str(folder / "storage"),
        "ckan.webassets.path": str(folder / "webassets"),
    }


def _elsewhere(address: str, ending: str) -> str:
    return f"{address.rpartition('/')[0]}/{ending}"


def _make_databases(settings: Settings, site: Site) -> None:
    with postgresql.connect(settings) as connection:
        for database in site.databases:
            statement = sql.SQL("CREATE DATABASE {} OWNER ckan TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute(statement.format(sql.Identifier(database)))
    databases.add_vietnamese(settings, site.datastore)


def _web(settings: Settings, site: Site, folder: Path) -> Sequence[str]:
    bind = f"127.0.0.1:{settings.port_base + site.offset}"
    words = f"--workers 2 --worker-class sync --timeout 300 --bind {bind} --pythonpath"
    return (*words.split(), str(folder), "wsgi:application")


def _start(
    settings: Settings, site: Site, folder: Path, program: str, words: Sequence[str]
) -> subprocess.Popen:
    binaries = environments.folder(settings, site.environment) / "bin"
    own = {
        "CKAN_INI": str(folder / "site.ini"),
        "TMPDIR": str(folder / "tmp"),
        "PATH": f"{binaries}:/usr/local/bin:/usr/bin:/bin",
        leftovers.INSTANCE: str(settings.state),
    }
    with (folder / f"{program}.log").open("ab") as log:
        return subprocess.Popen(
            [binaries / program, *words],
            env={**ckan.environment(settings), **own},
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **shell.identity(settings.account),
        )


def _wait(address: str, folder: Path) -> None:
    limit = time.monotonic() + START_S
    while time.monotonic() < limit:
        with contextlib.suppress(requests.RequestException):
            if requests.get(f"{address}/api/3/action/status_show", timeout=5).ok:
                return
        time.sleep(0.2)
    tail = "\n".join((folder / "gunicorn.log").read_text("utf-8", "replace").splitlines()[-15:])
    raise PortalError(
        t(f"CKAN ở {address} không trả lời:\n{tail}", f"The CKAN at {address} does not answer:\n{tail}"),
        t("Sửa nguyên nhân rồi đo lại.", "Remove the cause and measure again."),
    )


def _stop(started: Sequence[subprocess.Popen]) -> None:
    """End processes and all that they started: asked first, then forced."""
    pids = [pid for process in started for pid in family(process.pid)]
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        limit = time.monotonic() + STOP_S
        while time.monotonic() < limit and any(process.poll() is None for process in started):
            time.sleep(0.1)
