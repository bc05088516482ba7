"""``publish``: contracts and their files into the portal."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipelines import installed, profile
from pipelines.findings import Broken, Finding
from pipelines.ledger.ledger import Ledger
from pipelines.options import as_json, datasets_dir, ledger, profile_file, province_dir, stop
from pipelines.profile import Provinces
from pipelines.publishing import publisher, report
from pipelines.publishing.client import Ckan, CkanError
from pipelines.publishing.dataset import Site
from pipelines.publishing.results import Summary
from pipelines.text import Text, t

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(help=t("Công bố các bộ dữ liệu lên cổng.", "Publish datasets on the portal."))
@click.argument("names", metavar="[DATASET]...", nargs=-1)
@click.option("--url", required=True, envvar="PORTAL_URL", help=t("Địa chỉ cổng.", "Address of the portal."))
@click.option(
    "--token-file",
    type=_FILE,
    required=True,
    envvar="PORTAL_TOKEN_FILE",
    help=t("Tệp chứa mã truy cập của quản trị viên.", "File with an administrator's API token."),
)
@profile_file
@click.option(
    "--produced-by",
    metavar="PIPELINE",
    multiple=True,
    help=t("Chỉ các bộ dữ liệu của quy trình này.", "Only the datasets of this pipeline."),
)
@click.option(
    "--produced-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help=t("Thư mục tệp do các quy trình ghi.", "Folder of the files that pipelines wrote."),
)
@datasets_dir
@province_dir
@ledger
@as_json
@click.option(
    "--dry-run",
    is_flag=True,
    help=t("Chỉ cho biết sẽ làm gì.", "Only say what would be done."),
)
@click.pass_obj
def command(
    language: str,
    as_json: bool,
    names: tuple[str, ...],
    produced_by: tuple[str, ...],
    ledger: str | None,
    **options: Path | None,
) -> None:
    """Publish; code 1 when a dataset failed, 2 when nothing could be done."""
    try:
        datasets = {pipeline: installed.find(pipeline).pipeline.datasets for pipeline in produced_by}
        names = (*names, *(name for found in datasets.values() for name in found))
        summary = _publish(names, language, as_json, **options)  # type: ignore[arg-type]
        if ledger and not summary.dry_run:
            _note(Ledger(ledger), datasets, summary)
    except Broken as broken:
        stop(broken.findings, language, as_json)
    except CkanError as error:
        stop([Finding(str(options["url"]), "portal", error.message)], language, as_json)
    report.show(summary, Console(stderr=as_json, highlight=False), language)
    if as_json:
        click.echo(json.dumps(summary.as_dict(), ensure_ascii=False))
    sys.exit(1 if summary.failed else 0)


def _note(ledger: Ledger, datasets: Mapping[str, Sequence[str]], summary: Summary) -> None:
    """What was done with each pipeline's datasets, in the line of its newest run."""
    outcomes = {result.name: result.outcome for result in summary.results}
    for pipeline, names in datasets.items():
        ledger.published(pipeline, {name: outcomes[name] for name in names})


def _publish(
    names: tuple[str, ...],
    language: str,
    quiet: bool,
    url: str,
    token_file: Path,
    profile_file: Path,
    produced_dir: Path | None,
    datasets_dir: Path,
    province_dir: Path,
    dry_run: bool,
) -> Summary:
    token = token_file.read_text(encoding="utf-8").strip()
    if not token:
        raise Broken([Finding(str(token_file), "token", EMPTY_TOKEN)])
    active = profile.load(profile_file)
    site = Site(Ckan(url, token), active, dry_run, produced_dir)
    provinces = Provinces.active(active, province_dir)
    with _progress() as progress:
        return publisher.run(site, datasets_dir, provinces, names, progress, language)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))


EMPTY_TOKEN = Text(
    "Tệp mã truy cập trống; hãy tạo mã mới trên cổng.", "The token file is empty; make a token on the portal."
)
