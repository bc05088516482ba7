"""``check``: contracts and their data, without a portal."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console

from pipelines.findings import Broken
from pipelines.options import as_json, datasets_dir, province_dir, stop
from pipelines.profile import Provinces
from pipelines.text import Text, t
from pipelines.validation import tree


@click.command(help=t("Kiểm tra contract và dữ liệu.", "Check contracts and their data."))
@click.argument("names", metavar="[DATASET]...", nargs=-1)
@datasets_dir
@province_dir
@as_json
@click.pass_obj
def command(
    language: str, names: tuple[str, ...], datasets_dir: Path, province_dir: Path, as_json: bool
) -> None:
    """Judge the datasets under every profile; code 1 when anything is wrong."""
    try:
        checked = tree.check(datasets_dir, Provinces.every(province_dir), names)
    except Broken as broken:
        stop(broken.findings, language, as_json)
    judged = [tree.with_assertions(item) for item in checked]
    broken_ones = [item for item in judged if not item.sound]
    console = Console(stderr=as_json, highlight=False)
    for item in broken_ones:
        for finding in item.findings:
            console.print(f"✗ {finding.said(language)}", style="red", markup=False, soft_wrap=True)
    console.print(
        SUMMARY.filled(sound=len(judged) - len(broken_ones), broken=len(broken_ones)).said(language)
    )
    if as_json:
        findings = [finding.as_dict() for item in broken_ones for finding in item.findings]
        counts = {"sound": len(judged) - len(broken_ones), "broken": len(broken_ones)}
        click.echo(json.dumps({**counts, "findings": findings}, ensure_ascii=False))
    sys.exit(1 if broken_ones else 0)


SUMMARY = Text(
    "{sound} bộ dữ liệu đạt, {broken} bộ có lỗi.", "{sound} datasets are sound, {broken} are broken."
)
