"""``./portal runs``: what runs of pipelines did."""

from __future__ import annotations

import click

from runtime import data, settings
from runtime.text import t


@click.command(
    help=t(
        "Các lượt chạy quy trình: kết quả, thay đổi, lý do lỗi.",
        "Runs of pipelines: results, changes, reasons of failures.",
    ),
    context_settings={"ignore_unknown_options": True},
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="[NAME] [--show N] [--limit N] [--json]")
def command(words: tuple[str, ...]) -> None:
    """Ask the ledger."""
    data.show_runs(settings.load(), words)
