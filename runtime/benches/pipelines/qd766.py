"""Dossiers to the index set of Decision 766: ours and pandas take turns, each in a process of its own.

A million dossiers with five million status changes for both, ten million for ours alone. Both read the same
files; their figures are compared to the last digit before any ratio is told.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.markup import escape

from runtime import shell
from runtime.install import environments
from runtime.settings import ROOT, Settings
from runtime.steps import console
from runtime.text import t

MILLION, ROUNDS = 1_000_000, 3
MODULE = "pipelines.benches.qd766"
CONTESTANTS = ("ours", "pandas")


def measure(settings: Settings) -> dict[str, Any]:
    """Ratios of seconds and memory (beyond 1: pandas takes more time; below 1: ours takes less memory)."""
    with _folder(settings) as folder:
        found = _against_pandas(settings, folder) | _ten_million(settings, folder)
    found["memory_10m_vs_1m"] = round(found["qd766_10m_peak_mib"] / found["qd766_ours_peak_mib"], 2)
    scores = _python(settings, "pipelines.public_services.score", "--json")
    return found | {"official_scores_within_tolerance": scores["share"]}


def _against_pandas(settings: Settings, folder: Path) -> dict[str, Any]:
    records = _written(settings, folder, MILLION)
    results = shell.folder(folder / "results", settings.account)
    seen: dict[str, list[dict[str, float]]] = {name: [] for name in CONTESTANTS}
    for _ in range(ROUNDS):
        for name, rounds in seen.items():
            rounds.append(_python(settings, MODULE, name, str(records), "--results", str(results)))
            _tell(f"{name}: {rounds[-1]}")
    _python(settings, MODULE, "compare", str(results))
    shutil.rmtree(records)
    found = {
        f"qd766_{name}_{key}": statistics.median(one[key] for one in rounds)
        for name, rounds in seen.items()
        for key in rounds[0]
    }
    ours, theirs = ({key: found[f"qd766_{name}_{key}"] for key in seen[name][0]} for name in CONTESTANTS)
    found["qd766_vs_pandas"] = round(theirs["seconds"] / ours["seconds"], 1)
    found["qd766_memory_vs_pandas"] = round(ours["peak_mib"] / theirs["peak_mib"], 2)
    return found


def _ten_million(settings: Settings, folder: Path) -> dict[str, Any]:
    records = _written(settings, folder, 10 * MILLION)
    found = _python(settings, MODULE, "ours", str(records))
    _tell(f"10 M: {found}")
    return {f"qd766_10m_{key}": value for key, value in found.items()}


def _written(settings: Settings, folder: Path, size: int) -> Path:
    _tell(t(f"Sinh {size:,} hồ sơ", f"Generating {size:,} dossiers"))
    records = shell.folder(folder / str(size), settings.account)
    _python(settings, MODULE, "write", str(records), "--size", str(size))
    return records


def _python(settings: Settings, module: str, *words: str) -> dict[str, Any]:
    python = environments.python(settings, "pipelines")
    printed = shell.run(
        [python, "-m", module, *words], account=settings.account, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )
    lines = printed.strip().splitlines()
    return json.loads(lines[-1]) if lines else {}


@contextlib.contextmanager
def _folder(settings: Settings) -> Iterator[Path]:
    folder = shell.folder(settings.state / "bench" / "qd766", settings.account)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tell(line: str) -> None:
    console.print(escape(line), style="dim")
