"""Generated passwords and keys: one file each, mode 0600, made once and then kept."""

from __future__ import annotations

import json
import secrets as random
from pathlib import Path

from runtime import shell
from runtime.errors import PortalError
from runtime.settings import Settings
from runtime.text import t

NAMES = (
    "postgresql",
    "ckan-db",
    "datastore-reader",
    "redis",
    "supervisor",
    "ckan-session",
    "ckan-admin",
    "superset-db",
    "superset-key",
    "reporting-reader",
    "runs-db",
)

#: Name and password of Superset's administrator, as one JSON object.
SUPERSET_ADMIN = "superset-admin.json"
#: The API token that publishing uses; CKAN issues it.
PUBLISHER_TOKEN = "publisher-token"


def path(settings: Settings, name: str) -> Path:
    """File of one secret."""
    return settings.state / "secrets" / name


def read(settings: Settings, name: str) -> str:
    """One secret's value.

    :raises PortalError: before the first ``./portal up``
    """
    try:
        return path(settings, name).read_text("utf-8").strip()
    except FileNotFoundError as error:
        raise PortalError(
            t("Cổng chưa được cài đặt ở đây.", "The portal has not been set up here."),
            t("Chạy ./portal up.", "Run ./portal up."),
        ) from error


def store(settings: Settings, name: str, value: str) -> None:
    """Keep a secret that another program issued, such as an API token."""
    shell.write(path(settings, name), value + "\n", account=settings.account, mode=0o600)


def generate(settings: Settings) -> None:
    """Make every secret that is not there yet."""
    shell.folder(settings.state / "secrets", settings.account, 0o700)
    for name in NAMES:
        if not path(settings, name).exists():
            store(settings, name, random.token_urlsafe(32))
    if not path(settings, SUPERSET_ADMIN).exists():
        store(
            settings, SUPERSET_ADMIN, json.dumps({"username": "admin", "password": random.token_urlsafe(24)})
        )
