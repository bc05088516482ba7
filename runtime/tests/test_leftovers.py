"""Processes that outlived what started them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime import leftovers
from runtime.locking import exclusive
from runtime.settings import Settings

BARE = "import os; os.execve('/bin/sleep', ['sleep', '600'], {})"


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that are ended after the test."""
    processes: list[subprocess.Popen[bytes]] = []
    yield processes
    for process in processes:
        process.kill()
        process.wait()


def sleeper(**marks: str) -> subprocess.Popen[bytes]:
    """A process with variables of its own."""
    process = subprocess.Popen(["sleep", "600"], env={**os.environ, **marks})
    # A program that has only just begun shows no variables for a moment.
    while not Path(f"/proc/{process.pid}/environ").read_bytes():
        assert process.poll() is None
    return process


def test_all_marks_are_needed(started: list[subprocess.Popen[bytes]], tmp_path: Path) -> None:
    """A service is found by its instance and its name; another service of the instance is not it."""
    here = {leftovers.INSTANCE: str(tmp_path)}
    started += [sleeper(**here, **{leftovers.SERVICE: name}) for name in ("worker", "ckan")]
    assert leftovers.find({**here, leftovers.SERVICE: "worker"}) == [started[0].pid]
    assert sorted(leftovers.find(here)) == sorted(process.pid for process in started)


def test_process_without_variables_is_known_by_where_it_stands(
    started: list[subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    """As nginx, Redis and PostgreSQL, which overwrite theirs; the one beside is not ours."""
    for name in ("main", "main2"):
        (tmp_path / name / "nginx").mkdir(parents=True)
        started.append(subprocess.Popen([sys.executable, "-c", BARE], cwd=tmp_path / name / "nginx"))
    for process in started:
        # Python's own command line names sleep too; only the program that took its place begins with it.
        while not Path(f"/proc/{process.pid}/cmdline").read_bytes().startswith(b"sleep\0"):
            assert process.poll() is None
    assert leftovers.find({leftovers.INSTANCE: "elsewhere"}, tmp_path / "main") == [started[0].pid]


def test_shell_in_the_folder_is_left_alone(started: list[subprocess.Popen[bytes]], tmp_path: Path) -> None:
    """An operator who looks around in the instance's folder is no leftover."""
    started.append(subprocess.Popen(["sleep", "600"], cwd=tmp_path))
    leftovers.end({leftovers.INSTANCE: str(tmp_path)}, tmp_path)
    assert started[0].poll() is None


def test_what_ignores_the_request_is_forced(
    started: list[subprocess.Popen[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that does not end when asked is killed."""
    monkeypatch.setattr(leftovers, "PATIENCE_S", 0.2)
    marks = {leftovers.INSTANCE: str(tmp_path)}
    script = "trap '' TERM; echo ready; while :; do sleep 600; done"
    process = subprocess.Popen(["sh", "-c", script], env={**os.environ, **marks}, stdout=subprocess.PIPE)
    started.append(process)
    assert process.stdout is not None
    process.stdout.readline()
    leftovers.end(marks)
    assert process.wait() == -9


def test_service_starts_when_its_last_run_is_gone(
    started: list[subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    """The file ends the leftover, then becomes the program, under the same process id."""
    marks = {leftovers.INSTANCE: str(tmp_path), leftovers.SERVICE: "worker"}
    started.append(sleeper(**marks))
    words = [sys.executable, "-IS", str(leftovers.__file__), "sh", "-c", "echo $$"]
    fresh = subprocess.Popen(
        words, env={**os.environ, **marks}, cwd=tmp_path, stdout=subprocess.PIPE, text=True
    )
    assert fresh.communicate()[0].strip() == str(fresh.pid)
    assert started[0].wait() == -9


def test_work_of_a_killed_command_is_ended_by_the_next(
    started: list[subprocess.Popen[bytes]], instance: Settings
) -> None:
    """An installation that outlived its command does not run beside the next one."""
    started.append(sleeper(**{leftovers.COMMAND: str(instance.state)}))
    with exclusive(instance):
        assert started[0].wait() == -15
        assert os.environ[leftovers.COMMAND] == str(instance.state)
    assert os.environ[leftovers.COMMAND] != str(instance.state)
