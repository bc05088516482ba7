"""Command line: the job workers, which first take up what earlier ones left."""

from __future__ import annotations

import click

from . import config, submission
from .worker import Pool, Worker, cores

__all__ = ["province_ingest"]


@click.group(name="province-ingest", short_help="Loads of files into the DataStore.")
def province_ingest() -> None:
    """Loads of files into the DataStore."""


@province_ingest.command()
@click.option("--burst", is_flag=True, help="Work in one process, and end when the queue is empty.")
def worker(burst: bool) -> None:
    """Run the job workers; loads that were interrupted start again at once.

    CKAN's own ``jobs worker`` does the same work, but starts CKAN for each job, and learns of a killed
    predecessor only after minutes.
    """
    click.echo(f"Interrupted loads queued again: {submission.resume()}")
    if burst:
        Worker().work(burst=True)
    else:
        Pool(config.workers() or cores()).start()
