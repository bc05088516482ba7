"""Ports, locks, leftovers and what is said where nothing runs."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from runtime import doctor, leftovers, settings, status, supervision, testing
from runtime.cli import portal
from runtime.errors import PortalError
from runtime.locking import exclusive
from runtime.services import all_services
from runtime.settings import PORTS, Settings


@pytest.fixture
def quiet(instance: Settings) -> Settings:
    """An instance on free ports where nothing runs."""
    return instance.model_copy(update={"port_base": testing.free_ports()})


@pytest.fixture
def marked(instance: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A process that carries the instance's mark."""
    process = subprocess.Popen(["sleep", "600"], env={**os.environ, leftovers.INSTANCE: str(instance.state)})
    # A program that has only just begun shows no variables for a moment.
    while not Path(f"/proc/{process.pid}/environ").read_bytes():
        assert process.poll() is None
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize("service", PORTS)
def test_port_in_use_is_named_with_its_service(quiet: Settings, service: str) -> None:
    """The operator reads which port, for which service, and how to choose others."""
    port = quiet.port(service)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(PortalError, match=rf"{port} \(for {service}\)") as caught:
            supervision.check_ports(quiet)
    assert "PORTAL_PORT_BASE" in caught.value.way_out


def test_free_ports_are_no_finding(quiet: Settings) -> None:
    """Where nothing listens, the check passes and doctor shows the range."""
    supervision.check_ports(quiet)
    finding = doctor._ports(quiet)
    assert not finding.way_out
    assert str(quiet.port_base) in finding.detail


def test_marked_process_is_found_and_ended(instance: Settings, marked: subprocess.Popen[bytes]) -> None:
    """A service that outlived its supervisor is found by its mark, whatever its parent."""
    assert supervision.processes(instance) == [marked.pid]
    supervision.kill_leftovers(instance)
    assert marked.wait() != 0
    assert supervision.processes(instance) == []


def test_another_instance_is_left_alone(instance: Settings, marked: subprocess.Popen[bytes]) -> None:
    """An instance whose name begins alike is another one."""
    for name in ("mai", "main2"):
        other = Settings(instance=name, account=instance.account)  # type: ignore[call-arg]
        supervision.kill_leftovers(other)
    assert marked.poll() is None


def test_second_command_is_refused_while_one_works(instance: Settings) -> None:
    """It says so instead of waiting; afterwards the way is free."""
    with (
        exclusive(instance),
        pytest.raises(PortalError, match="at work on this instance"),
        exclusive(instance),
    ):
        pytest.fail("two commands at once")
    with exclusive(instance):
        pass


def test_lock_is_let_go_after_a_failure(instance: Settings) -> None:
    """A failed command does not block the next one."""
    with pytest.raises(ZeroDivisionError), exclusive(instance):
        raise ZeroDivisionError
    with exclusive(instance):
        pass


def test_status_of_what_never_ran(quiet: Settings) -> None:
    """Every service is there with name, state, address and version."""
    found = status.collect(quiet)
    assert found["url"] == quiet.url
    assert [entry["name"] for entry in found["services"]] == [service.name for service in all_services(quiet)]
    assert {entry["state"] for entry in found["services"]} == {"stopped"}
    assert all(set(entry) == {"name", "state", "address", "version"} for entry in found["services"])


def test_unknown_log_is_answered_with_those_that_exist(
    instance: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A misspelt service name is named together with the right ones."""
    (instance.state / "logs").mkdir(parents=True)
    (instance.state / "logs" / "ckan.log").write_text("text\n")
    monkeypatch.setattr(settings, "load", lambda: instance)
    answer = CliRunner().invoke(portal, ["logs", "ckna"])
    assert isinstance(answer.exception, PortalError)
    assert "ckna" in answer.exception.reason
    assert "ckan" in answer.exception.way_out
