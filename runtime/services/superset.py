"""Superset: the leaders' dashboards, behind nginx at /bi/."""

from __future__ import annotations

from pathlib import Path

import requests

from runtime import secrets, shell
from runtime.install import environments
from runtime.services import Service, postgresql
from runtime.services import redis as redis_service
from runtime.settings import ROOT, Settings

#: What Superset reads at run time, copied from the checkout.
FILES = ("superset_config.py", "prepare.py", "translations", "branding")
VERSION = "import importlib.metadata as m; print(m.version('apache-superset'))"


def conf(settings: Settings) -> Path:
    """Folder of Superset's configuration."""
    return settings.state / "conf" / "superset"


def sources() -> list[Path]:
    """The files and folders of the checkout that are copied."""
    return [ROOT / "superset" / name for name in FILES]


def configure(settings: Settings) -> None:
    """Copy configuration, translations and logos to where the services' account can read them."""
    shell.folder(settings.state / "superset", settings.account)
    shell.mirror(sources(), conf(settings))


def environment(settings: Settings) -> dict[str, str]:
    """Variables that superset_config.py asks for; none has a default there."""
    return {
        "HOME": str(settings.state / "superset"),
        "PATH": f"{environments.folder(settings, 'superset')}/bin:/usr/local/bin:/usr/bin:/bin",
        "MALLOC_ARENA_MAX": "2",
        "SUPERSET_CONFIG_PATH": str(conf(settings) / "superset_config.py"),
        "PORTAL_SITE_URL": settings.url,
        "PORTAL_PROFILE_FILE": str(settings.state / "conf" / "profile.yaml"),
        "PORTAL_SUPERSET_DATABASE_URI": postgresql.address(settings, "superset", "superset", "superset-db"),
        "PORTAL_SUPERSET_REDIS_URL": redis_service.url(settings, "superset"),
        "PORTAL_SUPERSET_SECRET_FILE": str(secrets.path(settings, "superset-key")),
        "PORTAL_SUPERSET_ADMIN_FILE": str(secrets.path(settings, secrets.SUPERSET_ADMIN)),
    }


def prepare(settings: Settings) -> None:
    """Bring the metadata database up to date and make roles and the administrator."""
    shell.run(
        [environments.python(settings, "superset"), conf(settings) / "prepare.py"],
        account=settings.account,
        env=environment(settings),
        cwd=settings.state / "superset",
        log=settings.state / "logs" / "setup.log",
    )


def service(settings: Settings) -> Service:
    """One process with threads: a dashboard's queries wait for the database, not for Python."""
    local = settings.address("superset")

    def ready() -> None:
        requests.get(f"http://{local}/bi/health", timeout=5).raise_for_status()

    def version() -> str:
        return shell.run([environments.python(settings, "superset"), "-c", VERSION]).strip()

    return Service(
        name="superset",
        command=(
            str(environments.folder(settings, "superset") / "bin" / "gunicorn"),
            "--bind",
            f"{settings.bind}:{settings.port('superset')}",
            "--workers",
            "1",
            "--worker-class",
            "gthread",
            "--threads",
            "8",
            "--timeout",
            "120",
            "--graceful-timeout",
            "15",
            "--worker-tmp-dir",
            "/dev/shm",
            "superset.app:create_app()",
        ),
        ready=ready,
        version=version,
        address=f"{settings.url}/bi/",
        priority=20,
        environment=lambda: environment(settings),
        directory=settings.state / "superset",
    )
