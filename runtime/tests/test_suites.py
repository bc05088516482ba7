"""How ``./portal test`` counts, and which ports it takes."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from runtime import testing
from runtime.settings import PORTS, Settings

REPORT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


@pytest.mark.parametrize(
    ("numbers", "code", "expected"),
    [
        pytest.param((10, 0, 0, 0), 0, (10, 0), id="all passed"),
        pytest.param((10, 2, 1, 3), 1, (4, 3), id="failures, errors and skipped tests"),
        pytest.param((10, 0, 0, 0), 1, (10, 1), id="ended badly after the last test"),
        pytest.param((10, 0, 0, 0), -9, (10, 1), id="killed"),
        pytest.param((1, 0, 1, 0), 2, (0, 1), id="could not be collected"),
        pytest.param((0, 0, 0, 0), 5, (0, 0), id="no test selected"),
    ],
)
def test_counts_of_a_report(
    tmp_path: Path, numbers: tuple[int, ...], code: int, expected: tuple[int, int]
) -> None:
    """Passed and failed add up, and a bad end is never counted as success."""
    report = tmp_path / "report.xml"
    report.write_text(REPORT.format(*numbers))
    assert testing.count(report, code) == expected


@pytest.mark.parametrize(("code", "expected"), [(0, (1, 0)), (1, (0, 1)), (-9, (0, 1)), (5, (0, 0))])
def test_counts_without_a_report(tmp_path: Path, code: int, expected: tuple[int, int]) -> None:
    """A linter counts as one test."""
    assert testing.count(tmp_path / "none.xml", code) == expected


def test_half_written_report_is_a_failure(tmp_path: Path) -> None:
    """A run that was killed while writing its report has failed."""
    (tmp_path / "report.xml").write_text("<testsuites><testsuite tests=")
    assert testing.count(tmp_path / "report.xml", -9) == (0, 1)


def test_ports_in_use_are_passed_over() -> None:
    """A listener on any port of a run makes the next run be taken."""
    first = testing.free_ports()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first + PORTS["redis"]))
        taken.listen()
        second = testing.free_ports(first)
    assert second >= first + 10


def test_test_instance_is_another_one(instance: Settings) -> None:
    """The suites empty their instance, so it is never the portal's own folder or address."""
    running = instance.model_copy(update={"site_url": "https://data.example.org", "listen": "0.0.0.0"})
    assert running.state.name == "main"
    tests = testing.settings_for_tests(running)
    assert tests.state.name == "test"
    assert tests.url == f"http://127.0.0.1:{tests.port_base}"
    assert tests.listen == "127.0.0.1"


def test_suites_have_names_of_their_own(instance: Settings) -> None:
    """Reports are kept by name."""
    names = [suite.name for suite in testing.suites(instance)]
    assert len(names) == len(set(names))
    assert {"ruff", "mypy", "unit", *testing.STACK} <= set(names)
