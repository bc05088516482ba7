"""Redis: the job queue and caches. The queue is kept on disk, so that a crash loses no job."""

from __future__ import annotations

from pathlib import Path

import redis

from runtime import render, secrets, shell
from runtime.install import distribution
from runtime.services import Service
from runtime.settings import Settings

#: Database numbers in the one Redis.
DATABASES = {"ckan": 0, "test": 1, "superset": 2}


def url(settings: Settings, database: str) -> str:
    """Address with password of one user's database."""
    password = secrets.read(settings, "redis")
    return f"redis://:{password}@{settings.address('redis')}/{DATABASES[database]}"


def client(settings: Settings) -> redis.Redis:
    """A connection to CKAN's database."""
    return redis.Redis.from_url(url(settings, "ckan"), socket_timeout=5)


def configure(settings: Settings) -> None:
    """Write the server's settings and make its folder."""
    shell.folder(settings.state / "redis", settings.account)
    render.to_file(settings, "redis.conf", mode=0o600)


def service(settings: Settings) -> Service:
    """The key-value server."""

    def ready() -> None:
        client(settings).ping()

    def version() -> str:
        return str(client(settings).info("server")["redis_version"])

    return Service(
        name="redis",
        command=(
            str(distribution.find("redis-server") or Path("redis-server")),
            str(settings.state / "conf" / "redis.conf"),
        ),
        ready=ready,
        version=version,
        address=settings.address("redis"),
        priority=10,
        directory=settings.state / "redis",
    )
