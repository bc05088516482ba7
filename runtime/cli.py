"""The command line: a module of :mod:`runtime.commands` adds one command, its click object ``command``."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import click

from runtime import commands
from runtime.errors import PortalError, explained
from runtime.steps import SERVICE_ERRORS, console
from runtime.text import t


class Commands(click.Group):
    """A group whose commands are the modules of a package, loaded when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, or nothing where there is none of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        return importlib.import_module(f"runtime.commands.{cmd_name}").command


@click.group(
    cls=Commands,
    help=t(
        "Cổng dữ liệu mở của tỉnh: một lệnh cho mọi việc.",
        "A province's open-data portal: one entry for everything.",
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
def portal() -> None:
    """The group that ``./portal`` calls."""


def main() -> None:
    """Run a command; a failure ends with its reason, the way out and a non-zero code."""
    try:
        portal(prog_name="./portal")
    except (PortalError, *SERVICE_ERRORS) as caught:
        error = caught if isinstance(caught, PortalError) else explained(caught)
        console.print(error.reason, style="red", markup=False)
        if error.way_out:
            console.print(f"→ {error.way_out}", markup=False)
        sys.exit(1)
