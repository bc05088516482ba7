"""The command line and the script in front of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from runtime.cli import portal
from runtime.settings import ROOT

NAMES = sorted(path.stem for path in (ROOT / "runtime" / "commands").glob("*.py") if path.stem != "__init__")
WANTED = {"up", "test", "down", "status", "logs", "publish", "bench", "backup", "restore", "doctor"}


def test_every_module_is_a_command() -> None:
    """A file in the folder is all that a new command needs."""
    assert portal.list_commands(click.Context(portal)) == NAMES
    assert set(NAMES) >= WANTED


@pytest.mark.parametrize("name", NAMES)
def test_command_has_a_help_page(name: str) -> None:
    """-h works for each, says what it does and exits with 0."""
    answer = CliRunner().invoke(portal, [name, "-h"])
    assert answer.exit_code == 0
    assert f" {name} " in answer.output
    command = portal.get_command(click.Context(portal), name)
    assert command is not None
    assert command.help
    assert command.help in answer.output.replace("\n ", "")


def test_unknown_command_is_named() -> None:
    """A misspelt command ends with its name and a non-zero code."""
    answer = CliRunner().invoke(portal, ["upp"])
    assert answer.exit_code == 2
    assert "upp" in answer.output


def test_script_is_sound() -> None:
    """The shell can parse it, and it may be executed."""
    assert subprocess.run(["bash", "-n", ROOT / "portal"]).returncode == 0
    assert os.access(ROOT / "portal", os.X_OK)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The script, a lock without packages, and a command line that says which Python it runs in."""
    shutil.copy(ROOT / "portal", tmp_path)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "runtime.txt").write_text("# nothing\n")
    (tmp_path / "runtime").mkdir()
    (tmp_path / "runtime" / "__init__.py").touch()
    (tmp_path / "runtime" / "__main__.py").write_text("import sys; print(sys.prefix, *sys.argv[1:])\n")
    return tmp_path


def call(checkout: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the script from another folder, with no package index to reach."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PIP_", "PYTHON", "VIRTUAL_ENV"))
    }
    closed = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
        "PIP_CONFIG_FILE": "/dev/null",
    }
    command = [str(checkout / "portal"), *words]
    return subprocess.run(command, cwd="/", env={**kept, **closed, **more}, capture_output=True, text=True)


def test_script_without_network_says_so_and_resumes(checkout: Path) -> None:
    """Packages that cannot be fetched end with a way out; once they can, the command is handed over whole.

    An unfit PORTAL_PYTHON is passed over.
    """
    lock = checkout / "requirements" / "runtime.txt"
    lock.write_text("a-package-that-is-not-installed==1.0\n")
    answer = call(checkout, "up")
    assert answer.returncode == 1
    assert "Python packages could not be fetched" in answer.stderr
    assert "→" in answer.stderr
    lock.write_text("# nothing\n")
    answer = call(checkout, "up", "two words", PORTAL_PYTHON="/bin/false")
    assert answer.stdout.strip() == f"{checkout}/var/env up two words"
    assert answer.returncode == 0
