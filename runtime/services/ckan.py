"""CKAN: web processes (not threads: the DataStore's cursors do not bear them), job worker and scheduler."""

from __future__ import annotations

import datetime
import time
from pathlib import Path

import requests

from runtime import render, shell
from runtime.install import environments
from runtime.services import Service
from runtime.services import redis as redis_service
from runtime.settings import ROOT, Settings


def binary(settings: Settings, name: str = "ckan") -> Path:
    """A program of CKAN's environment."""
    return environments.folder(settings, "ckan") / "bin" / name


def config(settings: Settings) -> Path:
    """CKAN's configuration file."""
    return settings.state / "conf" / "ckan.ini"


def configure(settings: Settings) -> None:
    """Write CKAN's configuration, for the portal and for the tests, and make its folders."""
    for name in ("", "storage", "test-storage", "webassets", "test-webassets", "formulas", "tmp"):
        shell.folder(settings.state / "ckan" / name, settings.account)
    copies = {"profile.yaml": settings.profile_path, "keywords.yaml": ROOT / "datasets" / "keywords.yaml"}
    for name, source in copies.items():
        shell.write(settings.state / "conf" / name, source.read_text("utf-8"), account=settings.account)
    render.to_file(settings, "ckan.ini", mode=0o600)
    render.to_file(settings, "test.ini", template="ckan.ini", testing=True, mode=0o600)
    render.to_file(settings, "wsgi.py")
    render.to_file(settings, "gunicorn.py")


def environment(settings: Settings) -> dict[str, str]:
    """Variables of CKAN's processes; temporary files stay inside the instance."""
    folder = settings.state / "ckan"
    return {
        "HOME": str(folder),
        "TMPDIR": str(folder / "tmp"),
        "CKAN_INI": str(config(settings)),
        "PATH": f"{binary(settings).parent}:/usr/local/bin:/usr/bin:/bin",
    }


def web(settings: Settings) -> Service:
    """Web processes behind nginx."""
    address = f"http://{settings.address('ckan')}"

    def status() -> dict[str, str]:
        answer = requests.get(address + "/api/3/action/status_show", timeout=10)
        answer.raise_for_status()
        return answer.json()["result"]

    def ready() -> None:
        status()

    return Service(
        name="ckan",
        command=(str(binary(settings, "gunicorn")), "--config", str(settings.state / "conf" / "gunicorn.py")),
        ready=ready,
        version=lambda: status()["ckan_version"],
        address=address,
        priority=20,
        environment=lambda: environment(settings),
        directory=settings.state / "ckan",
    )


def worker(settings: Settings) -> Service:
    """The processes that load files into the DataStore and carry out periodic jobs."""

    def ready() -> None:
        """A worker registers itself in Redis and renews its heartbeat."""
        connection = redis_service.client(settings)
        keys = connection.smembers("rq:workers")
        now = datetime.datetime.now(datetime.timezone.utc)
        beats = [connection.hget(key, "last_heartbeat") for key in keys]
        fresh = [beat for beat in beats if beat and (now - _moment(beat)).total_seconds() < 600]
        if not fresh:
            raise ConnectionError("no worker has registered in Redis")

    return Service(
        name="worker",
        command=(str(binary(settings)), "-c", str(config(settings)), "province-ingest", "worker"),
        ready=ready,
        version=lambda: "",
        address="",
        priority=20,
        environment=lambda: environment(settings),
        directory=settings.state / "ckan",
        stop_seconds=60,
    )


def scheduler(settings: Settings) -> Service:
    """The process that queues periodic jobs."""

    def ready() -> None:
        """A scheduler renews its entry in Redis every minute."""
        beats = redis_service.client(settings).zrange("rq:cron_schedulers", -1, -1, withscores=True)
        if not beats or time.time() - float(beats[0][1]) > 180:
            raise ConnectionError("no scheduler has registered in Redis")

    return Service(
        name="scheduler",
        command=(str(binary(settings)), "-c", str(config(settings)), "province-catalogue", "scheduler"),
        ready=ready,
        version=lambda: "",
        address="",
        priority=20,
        environment=lambda: environment(settings),
        directory=settings.state / "ckan",
    )


def _moment(beat: bytes | str) -> datetime.datetime:
    text = beat.decode() if isinstance(beat, bytes) else beat
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
