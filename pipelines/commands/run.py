"""``run``: records of a pipeline's sources become the files of its datasets."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from pipelines import installed, profile
from pipelines.findings import Broken
from pipelines.ledger.ledger import Ledger
from pipelines.options import as_json, datasets_dir, ledger, profile_file, province_dir, stop
from pipelines.profile import Provinces
from pipelines.runs import surroundings
from pipelines.runs.home import Home
from pipelines.runs.run import COUNTS, Outcome, run
from pipelines.text import Text, t


@click.command(
    help=t(
        "Chạy quy trình NAME trên nguồn của nó; không nêu tên thì liệt kê các quy trình.",
        "Run the pipeline NAME on its sources; without a name, list the pipelines.",
    )
)
@click.argument("name", required=False)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help=t("Thư mục của các quy trình.", "Folder of the pipelines."),
)
@click.option(
    "--as-of",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help=t("Ngày cuối được tính; mặc định hết tháng trước.", "Last day that counts; end of last month."),
)
@profile_file
@datasets_dir
@province_dir
@ledger
@click.option(
    "--first", is_flag=True, help=t("Lượt đầu tiên, khi cài đặt.", "A first run, made by the installation.")
)
@as_json
@click.option("--dry-run", is_flag=True, help=t("Tính nhưng không ghi gì.", "Compute, but write nothing."))
@click.pass_obj
def command(
    language: str,
    name: str | None,
    home: Path,
    as_of: dt.datetime | None,
    profile_file: Path,
    datasets_dir: Path,
    province_dir: Path,
    ledger: str | None,
    first: bool,
    as_json: bool,
    dry_run: bool,
) -> None:
    """Run and tell what came of it; code 2 with every reason when the run stopped."""
    if name is None:
        click.echo("\n".join(installed.names()))
        return
    day = as_of.date() if as_of else surroundings.last_whole_month(dt.date.today())
    try:
        found = installed.find(name)
        active = profile.load(profile_file)
        contracts = surroundings.contracts_of(found, datasets_dir, Provinces.active(active, province_dir))
        context = surroundings.context_of(found, active, province_dir, day)
        trigger = "first" if first else "operator"
        with (
            Console(stderr=True).status(RUNNING.filled(name=name).said(language)),
            Ledger(ledger).record(name, trigger, day, dry_run) if ledger else nullcontext() as close,
        ):
            outcome = run(found, contracts, context, Home(home), dry_run)
            if close:
                close(outcome)
    except Broken as broken:
        stop(broken.findings, language, as_json)
    _show(outcome, Console(stderr=as_json, highlight=False), language)
    if as_json:
        click.echo(json.dumps({**asdict(outcome), "datasets": found.pipeline.datasets}, ensure_ascii=False))


def _show(outcome: Outcome, console: Console, language: str) -> None:
    title = TITLE.filled(name=outcome.pipeline, as_of=outcome.as_of)
    if outcome.unchanged:
        console.print(f"{title.said(language)}: {UNCHANGED.said(language)}")
        return
    table = Table(title=title.said(language), show_header=False)
    for column, label in COUNTS.items():
        table.add_row(label.said(language), str(getattr(outcome, column)))
    console.print(table)
    if outcome.months:
        console.print(MONTHS.filled(months=", ".join(outcome.months)).said(language), markup=False)
    for rule, count in outcome.reasons.items():
        console.print(f"  {rule}: {count}", markup=False)


RUNNING = Text("Chạy {name}", "Running {name}")
TITLE = Text("Lượt chạy {name}, tính đến {as_of}", "Run of {name}, as of {as_of}")
UNCHANGED = Text(
    "nguồn, quy tắc và mã không đổi; không có gì phải tính.",
    "source, rules and code are as before; nothing to compute.",
)
MONTHS = Text("Các tháng có thay đổi: {months}", "Months that changed: {months}")
