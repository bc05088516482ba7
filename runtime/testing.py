"""``./portal test``: every suite, against an instance of its own that never touches a running portal.

The test instance has its own folder, ports, PostgreSQL cluster, Redis and Solr. Suites that need no stack run
while it comes up.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from runtime import bootstrap, data, secrets, supervision
from runtime.errors import PortalError
from runtime.install import distribution, environments
from runtime.provision import ckan as ckan_tables
from runtime.settings import PORTS, ROOT, Settings
from runtime.steps import Step, console, perform
from runtime.text import t

#: What the services wrote and what publishing filled; environments and binaries stay.
DATA = (
    "postgresql",
    "redis",
    "ckan",
    "solr/home",
    "superset",
    "nginx",
    "pipelines",
    "run",
    "logs",
    "conf",
    "secrets",
    "reports",
)
LINT = {
    "ruff": ("ruff", "check", "--quiet", "."),
    "ruff-format": ("ruff", "format", "--check", "--quiet", "."),
    "mypy": ("mypy", "runtime", "data_contract", "pipelines", "province", "superset", "tests"),
    "yamllint": ("yamllint", "--strict", "."),
}
#: Suites against the running portal → their folder. One process each: a browser is driven once per process;
#: what kills services comes last.
STACK = {
    "publishing": "pipelines",
    "containers": "docker",
    "dashboards": "superset",
    "browser": "tests/e2e",
    "security": "tests/security",
    "profiles": "tests/profiles",
    "faults": "tests/faults",
}
UNIT = ("runtime", "data_contract", "province", "pipelines", "superset", "docker", "tests")


@dataclass(frozen=True)
class Suite:
    """One test run.

    :param command: its words; a pytest run writes the report that is counted
    :param needs_stack: whether it runs after the test instance is up
    """

    name: str
    command: tuple[str, ...]
    needs_stack: bool
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """Counts of one suite and what it printed."""

    name: str
    passed: int
    failed: int
    output: str
    seconds: float


def settings_for_tests(base: Settings) -> Settings:
    """The test instance, on free ports."""
    return base.model_copy(
        update={"instance": "test", "port_base": free_ports(), "site_url": "", "listen": "127.0.0.1"}
    )


def free_ports(start: int = 18800, end: int = 28800) -> int:
    """First of a run of free ports."""
    for base in range(start, end, 10):
        with_free = []
        for offset in PORTS.values():
            with socket.socket() as probe:
                with_free.append(probe.connect_ex(("127.0.0.1", base + offset)) != 0)
        if all(with_free):
            return base
    raise PortalError(
        t("Không còn cổng trống.", "No free ports are left."),
        t("Dừng bớt chương trình.", "Stop some programs."),
    )


def pytest(
    settings: Settings, name: str, paths: Sequence[str], *more: str, environment: str = "test"
) -> tuple[str, ...]:
    """Words of one pytest run with its report."""
    python = environments.python(settings, environment)
    report = settings.state / "reports" / f"{name}.xml"
    return (str(python), "-m", "pytest", *paths, f"--junitxml={report}", "-p", "no:cacheprovider", *more)


def suites(settings: Settings) -> list[Suite]:
    """All suites, those without a stack first."""
    bin_folder = environments.folder(settings, "test") / "bin"
    lint = [
        Suite(name, (str(bin_folder / words[0]), *words[1:]), needs_stack=False)
        for name, words in LINT.items()
    ]
    folders = [name for name in UNIT if (ROOT / name).is_dir()]
    unit = Suite(
        "unit",
        # Generated examples are the same every time: a change is judged by what it changes
        pytest(
            settings,
            "unit",
            folders,
            *("-m", "not stack", "-n", "2", "--dist", "loadfile", "--hypothesis-profile=ci"),
        ),
        needs_stack=False,
    )
    ini = str(settings.state / "conf" / "test.ini")
    integration = [
        Suite(
            path.name,
            pytest(settings, path.name, [str(path / "tests")], f"--ckan-ini={ini}", environment="ckan"),
            needs_stack=True,
        )
        for path in environments.extensions()
        if (path / "tests").is_dir()
    ]
    whole = [
        Suite(name, pytest(settings, name, [folder], "-m", "stack"), needs_stack=True)
        for name, folder in STACK.items()
    ]
    return [*lint, unit, *integration, *whole]


def prepare(settings: Settings) -> None:
    """An empty instance with the environments of the tests.

    :raises PortalError: when something is missing that cannot be installed
    """
    supervision.stop(settings)
    for name in DATA:
        shutil.rmtree(settings.state / name, ignore_errors=True)
    (settings.state / "reports").mkdir(parents=True)
    marks = bootstrap.record(settings)
    for key in ("databases", "ckan-tables", "superset-tables"):
        marks.done.pop(key, None)
    marks.save()
    steps = [
        Step(
            "browser",
            t("Trình duyệt cho kiểm thử", "Browser for the tests"),
            lambda: distribution.install(distribution.BROWSER),
        ),
        bootstrap.environment_step(settings, "test"),
    ]
    perform(steps, marks)


def start_stack(settings: Settings) -> None:
    """Bring the instance up with data, and the tables that CKAN's own tests fill and empty."""
    bootstrap.up(settings)
    environments.add(settings, "ckan", "ckan-test")
    ckan_tables.prepare_tests(settings)


def variables(settings: Settings) -> dict[str, str]:
    """What tests are told about the running instance."""
    return {
        "PORTAL_URL": settings.url,
        "PORTAL_INSTANCE": settings.instance,
        "PORTAL_PORT_BASE": str(settings.port_base),
        "PORTAL_PROFILE": settings.profile,
        "PORTAL_STATE": str(settings.state),
        "PORTAL_TOKEN_FILE": str(secrets.path(settings, secrets.PUBLISHER_TOKEN)),
        **data.ledger(settings),
        "PORTAL_ADMIN_NAME": ckan_tables.ADMINISTRATOR,
        "PORTAL_ADMIN_PASSWORD_FILE": str(secrets.path(settings, "ckan-admin")),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "QSVDP_BIN": str(settings.state / "bin" / "qsvdp"),
    }


def run_suite(settings: Settings, suite: Suite) -> Outcome:
    """Run one suite and count its tests; a run without a report counts as one test."""
    started = time.monotonic()
    done = subprocess.run(
        suite.command,
        cwd=ROOT,
        env={
            **os.environ,
            **(variables(settings) if suite.needs_stack else {"PYTHONPATH": str(ROOT)}),
            **suite.environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    passed, failed = count(settings.state / "reports" / f"{suite.name}.xml", done.returncode)
    return Outcome(suite.name, passed, failed, done.stdout, time.monotonic() - started)


def count(report: Path, code: int) -> tuple[int, int]:
    """Tests passed and failed, from a JUnit report; a run that ended badly without saying so has failed.

    A run that collected no test (pytest's code 5) has neither.
    """
    if not report.exists():
        return (0, 0) if code == 5 else (int(code == 0), int(code != 0))
    try:
        suite = next(ElementTree.parse(report).getroot().iter("testsuite"))
    except ElementTree.ParseError:
        return 0, 1
    total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
    failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    passed = total - skipped - failed
    return passed, max(failed, int(code not in (0, 5)))


def run_all(settings: Settings, names: Sequence[str]) -> list[Outcome]:
    """Run suites (all unless named); those without a stack run while it comes up."""
    chosen = [suite for suite in suites(settings) if not names or suite.name in names]
    waiting = [suite for suite in chosen if suite.needs_stack]
    outcomes = []
    with ThreadPoolExecutor(max_workers=1) as pool:
        early = [pool.submit(run_suite, settings, suite) for suite in chosen if not suite.needs_stack]
        if waiting:
            start_stack(settings)
        outcomes += [show(future.result()) for future in early]
    outcomes += [show(run_suite(settings, suite)) for suite in waiting]
    return outcomes


def show(outcome: Outcome) -> Outcome:
    """Print a suite's result, with its whole output where something failed."""
    if outcome.failed:
        console.print(outcome.output, markup=False)
    sign = "[red]✗[/]" if outcome.failed else "[green]✓[/]"
    counts = f"{outcome.passed} passed, {outcome.failed} failed"
    console.print(f"{sign} {outcome.name}: {counts} [dim]{outcome.seconds:.0f} s[/]")
    return outcome
