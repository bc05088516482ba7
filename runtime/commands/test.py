"""``./portal test``: runs every suite and ends with one line of counts."""

from __future__ import annotations

import sys

import click

from runtime import settings, supervision, testing
from runtime.errors import PortalError
from runtime.locking import exclusive
from runtime.steps import console
from runtime.text import t


@click.command(
    help=t("Chạy mọi bộ kiểm thử trên một cổng riêng.", "Run all test suites on an instance of their own.")
)
@click.argument("suites", nargs=-1)
@click.option(
    "--keep", is_flag=True, help=t("Để cổng kiểm thử chạy tiếp.", "Leave the test instance running.")
)
def command(suites: tuple[str, ...], keep: bool) -> None:
    """Run suites by name (all unless named); the exit code is 1 when anything failed."""
    current = testing.settings_for_tests(settings.load())
    outcomes: list[testing.Outcome] = []
    broken = 0
    with exclusive(current):
        try:
            testing.prepare(current)
            outcomes = testing.run_all(current, suites)
        except PortalError as error:
            console.print(f"{error.reason}\n→ {error.way_out}", markup=False)
            broken = 1
        finally:
            if not keep:
                supervision.stop(current)
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes) + broken
    click.echo(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)
