"""``./portal bench ingest``: loading files, against COPY, DataPusher+ and ckanext-xloader."""

from __future__ import annotations

import contextlib
import shutil
import statistics
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from rich.markup import escape

from runtime import shell
from runtime.benches import sites
from runtime.benches.ingest import contestants, extras, ratios, shapes
from runtime.benches.ingest.contestants import COPY, OURS, XLOADER, Load
from runtime.benches.ingest.shapes import DAILY, MILLION, SHAPES, Shape
from runtime.benches.sites import Running
from runtime.install import environments
from runtime.settings import Settings
from runtime.steps import console
from runtime.text import t

#: Parts that can be measured alone.
PARTS = tuple(shape.name for shape in SHAPES)


def run(settings: Settings, parts: Collection[str] = ()) -> dict[str, Any]:
    """Measure; the portal must be up. Without ``parts`` all shapes and everything else about our loads."""
    _prepare_xloader(settings)
    chosen = [shape for shape in SHAPES if not parts or shape.name in parts]
    with _contestants(settings) as rivals, _folder(settings) as folder:
        result: dict[str, Any] = {}
        for shape in chosen:
            result |= _measure(settings, rivals, folder, shape)
        result |= ratios.of(result, chosen)
        if not parts:
            result |= _ours_alone(settings, rivals[OURS], folder)
    return result


def _prepare_xloader(settings: Settings) -> None:
    _tell(t("Môi trường của ckanext-xloader", "Environment of ckanext-xloader"))
    environments.create(settings, XLOADER)


@contextlib.contextmanager
def _contestants(settings: Settings) -> Iterator[dict[str, Running]]:
    with contextlib.ExitStack() as stack:
        found = {}
        for site in contestants.sites(settings):
            _tell(t(f"Khởi động «{site.name}»", f"Starting “{site.name}”"))
            found[site.name] = stack.enter_context(sites.running(settings, site))
            contestants.prepare(found[site.name])
        yield found


@contextlib.contextmanager
def _folder(settings: Settings) -> Iterator[Path]:
    folder = shell.folder(settings.state / "bench" / "files", settings.account)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(settings: Settings, rivals: dict[str, Running], folder: Path, shape: Shape) -> dict[str, Any]:
    seen: dict[str, list[Load]] = {name: [] for name in rivals}
    copies: list[float] = []
    for seed in range(1, shape.rounds + 1):
        file = shapes.write(shape, seed, folder / f"{shape.name}-{seed}.csv")
        for name, site in rivals.items():
            copies.append(contestants.copy(settings, site.site.datastore, file, shape))
            dataset = contestants.new_dataset(site, f"{shape.name}-{seed}")
            found = contestants.load(settings, site, dataset, file, shape, seed)
            seen[name].append(found)
            _tell(f"{shape.name} {name}: {found}")
        file.unlink()
    result: dict[str, Any] = {f"{shape.name}_{COPY}_s": round(statistics.median(copies), 3)}
    for name, loads in seen.items():
        for key in Load.__dataclass_fields__:
            value = statistics.median(getattr(found, key) for found in loads)
            result[f"{shape.name}_{name}_{key}"] = round(value, 2)
    return result


def _ours_alone(settings: Settings, site: Running, folder: Path) -> dict[str, Any]:
    _tell(t("Người đọc trong lúc nạp lại", "Readers during a reload"))
    result: dict[str, Any] = extras.reload(settings, site, folder, MILLION)
    _tell(t("Tốc độ kiểm tra", "Speed of the check"))
    result |= extras.check_speed(settings, folder, MILLION)
    _tell(t("Bộ nhớ của bước kiểm tra", "Memory of the check"))
    result |= extras.check_memory(settings, folder, MILLION)
    _tell(t("Một trăm tệp cùng lúc", "A hundred files at once"))
    return result | extras.hundred(site, folder, DAILY)


def _tell(line: str) -> None:
    console.print(escape(line), style="dim")
