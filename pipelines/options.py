"""Options that several commands share, and how a command stops."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console

from pipelines.findings import Finding
from pipelines.text import t

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

datasets_dir = click.option(
    "--datasets-dir",
    type=_FOLDER,
    default="datasets",
    show_default=True,
    help=t("Thư mục các bộ dữ liệu.", "Folder of the datasets."),
)
province_dir = click.option(
    "--province-dir",
    type=_FOLDER,
    default="province",
    show_default=True,
    help=t("Thư mục các hồ sơ tỉnh.", "Folder of the province profiles."),
)
profile_file = click.option(
    "--profile-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default="province/thai-binh.yaml",
    show_default=True,
    help=t("Hồ sơ tỉnh đang dùng.", "The active province profile."),
)
ledger = click.option(
    "--ledger",
    metavar="POSTGRESQL",
    envvar="PORTAL_RUNS_DSN",
    help=t("Cơ sở dữ liệu ghi các lượt chạy.", "Database that runs are recorded in."),
)
as_json = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=t("Dòng cuối là một đối tượng JSON.", "The last line is one JSON object."),
)


def stop(findings: Iterable[Finding], language: str, as_json: bool) -> NoReturn:
    """Name what keeps the command from starting and end with code 2."""
    console = Console(stderr=True, highlight=False)
    findings = list(findings)
    for finding in findings:
        console.print(f"✗ {finding.said(language)}", style="red", markup=False, soft_wrap=True)
    if as_json:
        click.echo(json.dumps({"findings": [finding.as_dict() for finding in findings]}, ensure_ascii=False))
    sys.exit(2)
