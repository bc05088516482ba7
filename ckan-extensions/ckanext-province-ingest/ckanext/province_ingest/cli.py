"""Command line: the job worker that first takes up what an earlier one left."""

from __future__ import annotations

import click
from ckan.lib.jobs import Worker

from . import submission

__all__ = ["province_ingest"]


@click.group(name="province-ingest", short_help="Loads of files into the DataStore.")
def province_ingest() -> None:
    """Loads of files into the DataStore."""


@province_ingest.command()
@click.option("--burst", is_flag=True, help="End when the queue is empty.")
def worker(burst: bool) -> None:
    """Run a job worker; loads that were interrupted start again at once.

    CKAN's own ``jobs worker`` does the same work, but learns of a killed predecessor only after minutes.
    """
    click.echo(f"Interrupted loads queued again: {submission.resume()}")
    Worker().work(burst=burst, with_scheduler=not burst)
