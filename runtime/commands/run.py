"""``./portal run``: records of a source system become published statistics."""

from __future__ import annotations

import click

from runtime import data, disk, settings
from runtime.locking import exclusive
from runtime.text import t


@click.command(
    help=t(
        "Chạy quy trình NAME trên nguồn của nó rồi công bố; không nêu tên thì liệt kê các quy trình.",
        "Run the pipeline NAME on its sources, then publish; without a name, list the pipelines.",
    ),
    context_settings={"ignore_unknown_options": True},
)
@click.argument("name", required=False)
@click.argument(
    "words", nargs=-1, type=click.UNPROCESSED, metavar="[--as-of YYYY-MM-DD] [--dry-run] [--json]"
)
def command(name: str | None, words: tuple[str, ...]) -> None:
    """Run, then publish what the run produced."""
    current = settings.load()
    if name is None:
        data.run_pipeline(current, words)
        return
    with exclusive(current):
        disk.require(current)
        data.run_pipeline(current, [name, *words])
        if "--dry-run" not in words:
            data.publish(current, ["--produced-by", name])
            data.provision_dashboards(current)
