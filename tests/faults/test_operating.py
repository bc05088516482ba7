"""What operators see: status, logs, and two portals on one machine."""

from __future__ import annotations

import json

import pytest
import requests

from runtime.services import makers
from runtime.settings import PORTS
from tests.portals import Portal

pytestmark = pytest.mark.stack


def test_status_is_one_object(portal: Portal) -> None:
    """Address of the portal, and name, state, address and version of every service."""
    answer = portal.run("status", "--json")
    found = json.loads(answer.output)
    assert answer.code == 0
    assert found["url"] == portal.settings.url
    services = {entry["name"]: entry for entry in found["services"]}
    assert set(services) == set(makers())
    assert {entry["state"] for entry in services.values()} == {"ready"}
    assert services["ckan"]["version"] == "2.12.0"
    served = services.keys() - {"worker", "scheduler"}
    assert all(services[name]["version"] and services[name]["address"] for name in served)


def test_log_of_a_service_is_shown(portal: Portal) -> None:
    """The last lines of one service; the number of lines is the operator's."""
    portal.get("/api/3/action/status_show")
    lines = portal.do("logs", "nginx", "-n", "3").splitlines()
    assert len(lines) == 3
    assert all("HTTP/1.1" in line for line in lines)


def test_unknown_log_is_answered_with_the_known(portal: Portal) -> None:
    """A misspelt name is named together with the right ones."""
    answer = portal.run("logs", "ngnix")
    assert answer.code == 1
    assert "There is no log “ngnix”." in answer.output
    assert "nginx" in answer.output.rpartition("→")[2]


def test_second_command_on_a_busy_instance_is_refused(portal: Portal) -> None:
    """The test run holds the lock, so a command that would change the instance says so."""
    answer = portal.run("down")
    assert answer.code == 1
    assert "Another ./portal command is at work on this instance." in answer.output
    assert portal.is_ready()


def test_two_portals_run_side_by_side(portal: Portal, second: Portal) -> None:
    """No process, port, folder or dataset is shared."""
    assert portal.is_ready()
    assert second.is_ready()
    assert not set(portal.processes()) & set(second.processes())
    assert not {portal.settings.port(name) for name in PORTS} & {second.settings.port(name) for name in PORTS}
    assert second.rows("administrative-units-hung-yen")
    with pytest.raises(requests.HTTPError):
        portal.rows("administrative-units-hung-yen")
