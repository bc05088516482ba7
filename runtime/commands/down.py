"""``./portal down``: stops every service and leaves no process behind."""

from __future__ import annotations

import click

from runtime import settings, supervision
from runtime.locking import exclusive
from runtime.steps import console
from runtime.text import t


@click.command(help=t("Dừng mọi dịch vụ; dữ liệu giữ nguyên.", "Stop all services; data stays."))
def command() -> None:
    """Stop the instance."""
    current = settings.load()
    with exclusive(current):
        supervision.stop(current)
    console.print(t("Đã dừng.", "Stopped."))
