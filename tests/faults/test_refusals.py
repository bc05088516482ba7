"""What ``./portal up`` refuses before it starts anything."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime import shell, testing
from runtime.settings import ROOT, Settings
from tests.portals import Portal

pytestmark = pytest.mark.stack
#: An account that exists everywhere and may do nothing.
NOBODY = "nobody"
HIDDEN = ("mvn", "sudo")


@pytest.fixture
def refused() -> Iterator[Portal]:
    """An instance that never starts."""
    own = Settings(instance="refused", port_base=testing.free_ports())  # type: ignore[call-arg]
    shutil.rmtree(own.state, ignore_errors=True)
    yield Portal(own)
    shutil.rmtree(own.state, ignore_errors=True)


@pytest.mark.parametrize("service", ["nginx", "postgresql"])
def test_port_in_use_is_named_before_anything_is_installed(refused: Portal, service: str) -> None:
    """Port, service and way out are named, nothing was started or installed."""
    port = refused.settings.port(service)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        answer = refused.run("up")
    assert answer.code == 1
    assert f"Port {port} (for {service}) is in use by another program." in answer.output
    assert "→ Choose other ports: PORTAL_PORT_BASE" in answer.output
    assert refused.processes() == []
    assert not (refused.settings.state / "env").exists()


def test_wrong_profile_is_answered_with_the_profiles(refused: Portal) -> None:
    """The message lists those that exist."""
    answer = refused.run("up", PORTAL_PROFILE="atlantis")
    assert answer.code == 1
    assert "there is no province profile “atlantis”; there are: hung-yen, thai-binh" in answer.output
    assert not refused.settings.state.exists()


@pytest.fixture
def poor() -> Iterator[Path]:
    """A checkout that an unprivileged account owns, and a PATH without some programs."""
    folder = Path(tempfile.mkdtemp(prefix="portal-", dir="/var/tmp"))
    folder.chmod(0o755)
    shutil.copy(ROOT / "portal", folder)
    for name in ("requirements", "runtime", "province", "var/env"):
        shutil.copytree(ROOT / name, folder / name, symlinks=True)
    (folder / "bin").mkdir()
    for program in Path("/usr/bin").iterdir():
        if program.name not in HIDDEN:
            (folder / "bin" / program.name).symlink_to(program)
    if shell.is_root():
        subprocess.run(["chown", "-R", NOBODY, str(folder)], check=True)
    yield folder
    shutil.rmtree(folder)


def test_without_root_the_exact_command_is_named(poor: Path) -> None:
    """An account without root and sudo reads what an administrator has to type."""
    ports = str(testing.free_ports())
    done = subprocess.run(
        [str(poor / "portal"), "up"],
        env={"PATH": str(poor / "bin"), "HOME": str(poor), "PORTAL_LANG": "en", "PORTAL_PORT_BASE": ports},
        cwd=poor,
        capture_output=True,
        text=True,
        **shell.identity(NOBODY),
    )
    printed = done.stdout + done.stderr
    assert done.returncode == 1, printed
    assert "Packages maven are missing" in printed
    assert "apt-get install --no-install-recommends maven\n" in printed
    assert not (poor / "var" / "main" / "env").exists()
