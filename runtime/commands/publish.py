"""``./portal publish``: brings the datasets' contracts and files into the running portal."""

from __future__ import annotations

import click

from runtime import data, disk, settings
from runtime.locking import exclusive
from runtime.text import t


@click.command(
    help=t("Công bố bộ dữ liệu (tất cả nếu không nêu tên).", "Publish datasets (all unless named)."),
    context_settings={"ignore_unknown_options": True},
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="[DATASET…] [--dry-run] [--json]")
def command(words: tuple[str, ...]) -> None:
    """Publish, then bring the reporting views in step with the tables."""
    current = settings.load()
    with exclusive(current):
        disk.require(current)
        data.publish(current, words)
        if "--dry-run" not in words:
            data.provision_dashboards(current)
