"""``simulate``: a source system with generated records, in a folder or as a running service."""

from __future__ import annotations

import datetime as dt
import importlib
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from pipelines import installed, profile
from pipelines.findings import Broken
from pipelines.options import profile_file, province_dir, stop
from pipelines.runs import surroundings
from pipelines.simulation import asked
from pipelines.simulation.interfaces import build, manifest
from pipelines.simulation.interfaces.rest import Service, serving
from pipelines.simulation.model import Simulation
from pipelines.text import Text, t

_DAY = click.DateTime(formats=["%Y-%m-%d"])


def _last_day() -> str:
    """The end of last month, which runs know to be over."""
    return surroundings.last_whole_month(dt.date.today()).isoformat()


def _first_day() -> str:
    """The beginning of the year before: a whole year to compare with."""
    return dt.date(dt.date.today().year - 1, 1, 1).isoformat()


@click.command(
    help=t("Tạo nguồn dữ liệu mô phỏng cho quy trình NAME.", "Make a simulated source for the pipeline NAME.")
)
@click.argument("name")
@click.option(
    "--size",
    type=click.IntRange(min=1),
    default=10_000,
    show_default=True,
    help=t("Số bản ghi loại chính.", "Records of the main kind."),
)
@click.option("--start", type=_DAY, default=_first_day, help=t("Ngày đầu.", "First day."))
@click.option("--end", type=_DAY, default=_last_day, help=t("Ngày cuối.", "Last day."))
@click.option("--seed", default=1, show_default=True, help=t("Số khởi đầu.", "Start of random numbers."))
@click.option(
    "--into",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help=t("Thư mục đích.", "Folder to write."),
)
@click.option(
    "--as",
    "system",
    type=click.Choice(list(build.SYSTEMS)),
    default="csv",
    show_default=True,
    help=t("Loại hệ thống.", "Kind of system."),
)
@click.option("--serve", is_flag=True, help=t("Chạy dịch vụ REST.", "Run a REST service instead."))
@click.option(
    "--port", default=0, help=t("Cổng của dịch vụ.", "Port of the service; a free one unless given.")
)
@profile_file
@province_dir
@click.pass_obj
def command(
    language: str, name: str, folder: Path, system: str, serve: bool, port: int, **asked_for: Any
) -> None:
    """Generate, then build or serve; code 2 when there is no such pipeline or its profile is broken."""
    try:
        installed.find(name)
        simulation = _simulation(**asked_for)
    except Broken as broken:
        stop(broken.findings, language, False)
    records = importlib.import_module(f"pipelines.simulation.{name}").records(simulation)
    folder.mkdir(parents=True, exist_ok=True)
    manifest.write(folder, name, simulation, records)
    console = Console(highlight=False)
    if serve:
        _serve(name, records, folder, port, lambda text: console.print(text.said(language)))
    else:
        place = build.describe(name, build.SYSTEMS[system](records, folder), folder)
        console.print(MADE.filled(place=place).said(language), soft_wrap=True)


def _simulation(
    size: int, start: dt.datetime, end: dt.datetime, seed: int, profile_file: Path, province_dir: Path
) -> Simulation:
    province = profile.load(profile_file)
    return asked.simulation(province, province_dir, seed, start.date(), end.date(), size)


def _serve(
    name: str,
    records: build.Records,
    folder: Path,
    port: int,
    say: Callable[[Text], None],
) -> None:
    service = Service(records)
    service.save_credentials(folder / build.CREDENTIALS)
    with serving(service, port) as url, suppress(KeyboardInterrupt):
        place = build.describe(name, build.service(url, records, folder), folder)
        say(SERVED.filled(url=url, place=place))
        threading.Event().wait()


MADE = Text("Đã tạo nguồn mô phỏng: {place}", "Simulated source made: {place}")
SERVED = Text(
    "Dịch vụ mô phỏng chạy tại {url}, mô tả ở {place}; dừng bằng Ctrl+C.",
    "Simulated service at {url}, described in {place}; stop it with Ctrl+C.",
)
