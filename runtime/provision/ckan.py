"""CKAN's tables, DataStore permissions, the first administrator and the publisher's token."""

from __future__ import annotations

import json
import secrets as random
from pathlib import Path

from runtime import secrets, shell
from runtime.install import environments
from runtime.services import ckan, postgresql
from runtime.settings import ROOT, Settings

ADMINISTRATOR = "quan-tri"
PUBLISHER = "portal-publisher"
PREPARE = ROOT / "runtime" / "inside" / "ckan_prepare.py"


def prepare(settings: Settings) -> None:
    """Bring the portal's tables up to date and make accounts and the token that are not there."""
    wants_token = not secrets.path(settings, secrets.PUBLISHER_TOKEN).exists()
    accounts = {ADMINISTRATOR: secrets.read(settings, "ckan-admin"), PUBLISHER: random.token_urlsafe(32)}
    answer = _inside(
        settings, ckan.config(settings), "datastore", accounts, PUBLISHER if wants_token else None
    )
    if wants_token:
        secrets.store(settings, secrets.PUBLISHER_TOKEN, answer["token"])


def prepare_tests(settings: Settings) -> None:
    """The same for the databases that tests fill and empty."""
    _inside(settings, settings.state / "conf" / "test.ini", "datastore_test", {}, None)


def prepare_elsewhere(settings: Settings, config: Path, datastore: str, environment: str = "ckan") -> str:
    """The same for another CKAN on the same stores; returns a token of its administrator."""
    accounts = {PUBLISHER: random.token_urlsafe(32)}
    return _inside(settings, config, datastore, accounts, PUBLISHER, environment)["token"]


def _inside(
    settings: Settings,
    config: Path,
    datastore: str,
    accounts: dict[str, str],
    publisher: str | None,
    environment: str = "ckan",
) -> dict:
    order = {
        "config": str(config),
        "datastore_admin": postgresql.address(settings, datastore),
        "accounts": accounts,
        "publisher": publisher,
    }
    source = PREPARE.read_text("utf-8")
    printed = shell.run(
        [environments.python(settings, environment), "-c", source],
        stdin=json.dumps(order),
        account=settings.account,
        env=ckan.environment(settings),
        cwd=settings.state / "ckan",
    )
    return json.loads(printed.strip().splitlines()[-1])


def rebuild_index(settings: Settings) -> None:
    """Make the search index anew from the database."""
    shell.run(
        [ckan.binary(settings), "-c", ckan.config(settings), "search-index", "rebuild"],
        account=settings.account,
        env=ckan.environment(settings),
        cwd=settings.state / "ckan",
    )


def sign_in(settings: Settings) -> dict[str, str]:
    """Name and password of the first administrator."""
    return {"name": ADMINISTRATOR, "password": secrets.read(settings, "ckan-admin")}
