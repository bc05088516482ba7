"""``python -m runtime container …``: what the images of ``docker/`` run; nobody else needs it."""

from __future__ import annotations

import click

from runtime import containers, settings
from runtime.text import t


@click.group(hidden=True, help=t("Dành cho các ảnh trong docker/.", "For the images of docker/."))
def command() -> None:
    """The group that the images call."""


@command.command(
    help=t("Tạo khóa, ghi cấu hình của mọi dịch vụ.", "Make secrets, write every service's configuration.")
)
def configure() -> None:
    """Fill the volumes that services read."""
    containers.configure(settings.load())


@command.command(help=t("Chuẩn bị bảng, công bố dữ liệu.", "Prepare tables, publish data."))
@click.argument("steps", nargs=-1, required=True)
def prepare(steps: tuple[str, ...]) -> None:
    """Do the named steps of an embedded start."""
    containers.prepare(settings.load(), steps)


@command.command(help=t("Trở thành một dịch vụ.", "Become a service."))
@click.argument("service")
def start(service: str) -> None:
    """Start a service in place of this process."""
    containers.start(settings.load(), service)


@command.command(help=t("Dịch vụ có trả lời không.", "Whether a service answers."))
@click.argument("service")
def ready(service: str) -> None:
    """End with code 0 when the service is ready."""
    containers.check(settings.load(), service)
