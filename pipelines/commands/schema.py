"""``schema``: write the contract's JSON Schema."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.contract import json_schema
from pipelines.options import datasets_dir
from pipelines.text import Text, t

FILE = "contract.schema.json"


@click.command(help=t("Ghi JSON Schema của contract.", "Write the contract's JSON Schema."))
@datasets_dir
@click.pass_obj
def command(language: str, datasets_dir: Path) -> None:
    """Write the schema beside the datasets that it describes."""
    path = datasets_dir / FILE
    path.write_text(json_schema.text(), encoding="utf-8")
    click.echo(Text("Đã ghi {path}", "Wrote {path}").filled(path=path).said(language))
