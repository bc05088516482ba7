"""``./portal simulate``: a simulated source system for a pipeline, until the real one is connected."""

from __future__ import annotations

import click

from runtime import data, disk, settings
from runtime.text import t


@click.command(
    help=t(
        "Tạo nguồn mô phỏng cho quy trình NAME và nối quy trình vào đó.",
        "Make a simulated source for the pipeline NAME and connect the pipeline to it.",
    ),
    context_settings={"ignore_unknown_options": True},
)
@click.argument("name")
@click.argument(
    "words",
    nargs=-1,
    type=click.UNPROCESSED,
    metavar="[--start YYYY-MM-DD] [--end YYYY-MM-DD] [--size N] [--seed N] [--as SYSTEM]",
)
def command(name: str, words: tuple[str, ...]) -> None:
    """Simulate."""
    current = settings.load()
    disk.require(current)
    data.simulate(current, name, words)
