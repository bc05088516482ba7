"""``./portal logs``: what services wrote."""

from __future__ import annotations

import os

import click

from runtime import settings
from runtime.errors import PortalError
from runtime.text import t


@click.command(help=t("Nhật ký của các dịch vụ.", "Logs of the services."))
@click.argument("service", required=False)
@click.option("-f", "follow", is_flag=True, help=t("Theo dõi tiếp.", "Keep following."))
@click.option(
    "-n", "lines", default=50, show_default=True, help=t("Số dòng cuối.", "How many of the last lines.")
)
def command(service: str | None, follow: bool, lines: int) -> None:
    """Show the end of one service's log or of all."""
    folder = settings.load().state / "logs"
    files = sorted(folder.glob("*.log"))
    if service is not None:
        files = [file for file in files if file.stem == service]
    if not files:
        names = ", ".join(sorted(file.stem for file in folder.glob("*.log"))) or "—"
        raise PortalError(
            t(f"Không có nhật ký «{service or ''}».", f"There is no log “{service or ''}”."),
            t(f"Có: {names}", f"There are: {names}"),
        )
    words = ["tail", f"-n{lines}", *(["-F"] if follow else []), *map(str, files)]
    os.execvp("tail", words)
