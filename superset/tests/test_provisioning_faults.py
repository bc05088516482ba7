"""What an operator reads when something is not there."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from superset import provision
from superset.provisioning.client import Superset
from superset.provisioning.errors import ProvisioningError


@pytest.fixture
def closed_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_superset_down_is_said_in_both_languages(closed_port: int) -> None:
    """Nobody at the address: the address, the reason and the way out."""
    with pytest.raises(ProvisioningError, match="không trả lời") as caught:
        Superset(f"http://127.0.0.1:{closed_port}/bi", "admin", "x")
    assert "does not answer" in str(caught.value)
    assert str(closed_port) in str(caught.value)
    assert caught.value.way_out == "./portal status"


def test_database_down_is_said_without_its_password(closed_port: int, tmp_path: Path) -> None:
    """The command ends with 1 and names the database; no password is printed."""
    admin = tmp_path / "admin.json"
    admin.write_text(json.dumps({"username": "admin", "password": "secret-a"}), "utf-8")
    place = f"127.0.0.1:{closed_port}/datastore"
    result = CliRunner().invoke(
        provision.main,
        ["--superset-url", "http://127.0.0.1:1/bi", "--admin-file", str(admin), "--site-url", "http://x"],
        env={
            "PORTAL_PROFILE": "thai-binh",
            "PORTAL_DATASTORE_ADMIN_DSN": f"postgresql://postgres:secret-b@{place}",
            "PORTAL_REPORTING_READER_DSN": f"postgresql://reader:secret-c@{place}",
        },
    )
    assert result.exit_code == 1
    assert "does not answer" in result.output
    assert "./portal status" in result.output
    assert "secret-" not in result.output
