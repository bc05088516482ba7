"""What the images of ``docker/`` do with this package: write configuration, prepare tables, start services.

Commands, configuration and readiness are the embedded run's own; only addresses and paths differ. Each
service gets what it reads in a volume of its own, so that none of them sees another one's password.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn, TypeVar

from runtime import bootstrap, secrets
from runtime.errors import PortalError
from runtime.services import makers
from runtime.settings import CONTAINER_STATE, Settings
from runtime.text import t

Kind = TypeVar("Kind")

#: Folder of `config` into which the volumes are mounted that it fills.
HANDED_OUT = CONTAINER_STATE / "shared"
#: Volume → the files and folders below the state folder that are copied into it.
SHARED = {
    "postgresql-conf": ("conf/postgresql.conf", "secrets/postgresql"),
    "redis-conf": ("conf/redis.conf",),
    "solr-home": ("solr/home/solr.xml", "solr/home/ckan"),
    "nginx-conf": ("conf/nginx.conf",),
    "superset-conf": ("conf/superset", "conf/profile.yaml"),
    "superset-secrets": (
        "secrets/superset-key",
        "secrets/superset-db",
        "secrets/superset-admin.json",
        "secrets/redis",
    ),
    "worker-secrets": ("secrets/redis",),
    "scheduler-secrets": ("secrets/redis",),
}


def configure(settings: Settings) -> None:
    """Make the secrets that are missing, write all configuration and hand each service its part."""
    secrets.generate(settings)
    bootstrap.write_configuration(settings)
    for volume, sources in SHARED.items():
        for source in sources:
            _copy(settings.state / source, settings.state / HANDED_OUT.name / volume)


def _copy(source: Path, folder: Path) -> None:
    """Copy, readable for all: only one service sees the volume, and its image decides on the account."""
    target = folder / source.name
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    for path in (target, *target.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def prepare(settings: Settings, keys: tuple[str, ...]) -> None:
    """Do the named steps of :mod:`runtime.bootstrap`; each is safe to repeat.

    :raises PortalError: for an unknown name, or from the step that failed
    """
    steps = {step.key: step for step in (*bootstrap.starting(settings), *bootstrap.publishing(settings))}
    for key in keys:
        _known(steps, key).action()


def start(settings: Settings, name: str) -> NoReturn:
    """Become the service: this process ends, the service takes its place and gets its signals."""
    service = _known(makers(), name)(settings)
    os.chdir(service.directory or settings.state)
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    os.execve(service.command[0], list(service.command), {**variables, **service.environment()})


def check(settings: Settings, name: str) -> None:
    """Return when the service answers as it should.

    :raises Exception: whatever its check raises
    """
    _known(makers(), name)(settings).ready()


def _known(table: dict[str, Kind], name: str) -> Kind:
    if name not in table:
        raise PortalError(
            t(f"Không có «{name}».", f"There is no “{name}”."),
            t(f"Có: {', '.join(table)}", f"There are: {', '.join(table)}"),
        )
    return table[name]
