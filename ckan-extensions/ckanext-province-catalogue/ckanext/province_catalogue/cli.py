"""Command line: the scheduler of periodic jobs."""

from __future__ import annotations

import click

from . import schedule

__all__ = ["province_catalogue"]


@click.group(name="province-catalogue", short_help="The portal's catalogue.")
def province_catalogue() -> None:
    """The portal's catalogue."""


@province_catalogue.command()
def scheduler() -> None:
    """Queue periodic jobs when they are due, and all of them at the start."""
    schedule.run()
