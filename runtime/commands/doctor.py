"""``./portal doctor``: what is missing on this machine and how to get it."""

from __future__ import annotations

import sys

import click

from runtime import doctor, settings
from runtime.steps import console
from runtime.text import t


@click.command(
    help=t("Kiểm tra máy này thiếu gì và cách bổ sung.", "Check what this machine lacks and how to get it.")
)
def command() -> None:
    """Show every finding; the exit code is 1 when something is missing."""
    findings = doctor.examine(settings.load())
    for finding in findings:
        console.print(f"{'[red]✗[/]' if finding.way_out else '[green]✓[/]'} {finding.name}: {finding.detail}")
        if finding.way_out:
            console.print(f"  → {finding.way_out}", markup=False)
    sys.exit(1 if any(finding.way_out for finding in findings) else 0)
