"""``./portal bench NAME``: measures, shows a table and can print one JSON object as its last line."""

from __future__ import annotations

import importlib
import json
import pkgutil

import click
from rich.table import Table

from runtime import benches, settings
from runtime.steps import console
from runtime.text import t

NAMES = sorted(
    module.name for module in pkgutil.iter_modules(benches.__path__) if module.name not in benches.HELPERS
)


@click.command(
    help=t("Đo tốc độ so với đối thủ trong cùng lần chạy.", "Measure against a rival in the same run.")
)
@click.argument("name", type=click.Choice(NAMES))
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=t("In một đối tượng JSON ở dòng cuối.", "Print one JSON object as the last line."),
)
@click.option(
    "--shape",
    "shapes",
    multiple=True,
    help=t(
        "Chỉ đo tệp dạng này (bench ingest); nhắc lại được.",
        "Measure only files of this shape (bench ingest); repeatable.",
    ),
)
def command(name: str, as_json: bool, shapes: tuple[str, ...]) -> None:
    """Run one measurement."""
    bench = importlib.import_module(f"runtime.benches.{name}")
    known = getattr(bench, "PARTS", ())
    if unknown := set(shapes) - set(known):
        raise click.BadParameter(f"{', '.join(sorted(unknown))}: {', '.join(known) or '–'}")
    found = bench.run(settings.load(), shapes) if shapes else bench.run(settings.load())
    table = Table(t("Số đo", "Measure"), t("Giá trị", "Value"), box=None)
    for key, value in found.items():
        if not isinstance(value, dict):
            table.add_row(key, str(value))
    console.print(table)
    if as_json:
        click.echo(json.dumps(found))
