"""``./portal up``: everything from a fresh machine to a portal with data."""

from __future__ import annotations

import click

from runtime import bootstrap, settings
from runtime.locking import exclusive
from runtime.provision import ckan
from runtime.steps import console
from runtime.text import t


@click.command(
    help=t(
        "Cài đặt, khởi động và công bố; chạy lại bao nhiêu lần cũng được.",
        "Install, start and publish; safe to repeat.",
    )
)
@click.option(
    "--publish/--no-publish",
    default=True,
    help=t("Có công bố dữ liệu hay không.", "Whether to publish data."),
)
def command(publish: bool) -> None:
    """Bring the instance up and print where it is."""
    current = settings.load()
    with exclusive(current):
        bootstrap.up(current, publish=publish)
    sign_in = ckan.sign_in(current)
    console.print()
    console.print(t("Cổng dữ liệu", "Portal") + f"      {current.url}")
    console.print(t("Bảng điều hành", "Dashboards") + f"    {current.url}/bi/")
    console.print(
        t("Quản trị viên", "Administrator") + f" {sign_in['name']} / {sign_in['password']}", markup=False
    )
