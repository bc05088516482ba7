"""``./portal status``: the state of each service."""

from __future__ import annotations

import json
import sys

import click
from rich.table import Table

from runtime import settings, status
from runtime.steps import console
from runtime.text import t


@click.command(help=t("Tình trạng từng dịch vụ.", "The state of each service."))
@click.option("--json", "as_json", is_flag=True, help=t("In một đối tượng JSON.", "Print one JSON object."))
def command(as_json: bool) -> None:
    """Show the state; the exit code is 1 unless every service is ready."""
    found = status.collect(settings.load())
    if as_json:
        click.echo(json.dumps(found))
    else:
        table = Table(
            t("Dịch vụ", "Service"),
            t("Tình trạng", "State"),
            t("Địa chỉ", "Address"),
            t("Phiên bản", "Version"),
            box=None,
        )
        for entry in found["services"]:
            colour = {"ready": "green", "stopped": "dim"}.get(entry["state"], "red")
            table.add_row(entry["name"], f"[{colour}]{entry['state']}[/]", entry["address"], entry["version"])
        console.print(table)
        console.print(found["url"])
    sys.exit(0 if all(entry["state"] == "ready" for entry in found["services"]) else 1)
