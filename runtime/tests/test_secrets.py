"""Generated secrets."""

from __future__ import annotations

import json
import stat

import pytest

from runtime import secrets
from runtime.errors import PortalError
from runtime.settings import Settings


def test_only_the_owner_can_read_a_secret(instance: Settings) -> None:
    """Files have mode 0600 in a folder of mode 0700."""
    secrets.generate(instance)
    folder = instance.state / "secrets"
    files = sorted(folder.iterdir())
    assert {path.name for path in files} == {*secrets.NAMES, secrets.SUPERSET_ADMIN}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_secrets_are_kept(instance: Settings) -> None:
    """A second run makes none anew."""
    secrets.generate(instance)
    before = {name: secrets.read(instance, name) for name in secrets.NAMES}
    secrets.generate(instance)
    assert {name: secrets.read(instance, name) for name in secrets.NAMES} == before


def test_missing_secret_is_made_alone(instance: Settings) -> None:
    """A run that was stopped in the middle is completed, the others stay."""
    secrets.generate(instance)
    kept = secrets.read(instance, "redis")
    secrets.path(instance, "ckan-db").unlink()
    secrets.generate(instance)
    assert secrets.read(instance, "ckan-db")
    assert secrets.read(instance, "redis") == kept


def test_no_two_secrets_are_the_same(instance: Settings) -> None:
    """Each is long and of its own, Superset's password among them."""
    secrets.generate(instance)
    values = [secrets.read(instance, name) for name in secrets.NAMES]
    values.append(json.loads(secrets.read(instance, secrets.SUPERSET_ADMIN))["password"])
    assert len(set(values)) == len(secrets.NAMES) + 1
    assert min(map(len, values)) >= 32


def test_before_the_first_up_the_way_out_is_up(instance: Settings) -> None:
    """Commands that need a secret say that the portal is not set up yet."""
    with pytest.raises(PortalError) as caught:
        secrets.read(instance, "postgresql")
    assert "./portal up" in caught.value.way_out
