"""Files of versions on disk: the bytes as they came, the rows as they were read, and what changed.

A file is written under another name first and then renamed, is read-only from then on, and never changes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from pathlib import Path

import polars as pl

from .. import config

ORIGINAL, ROWS, CHANGES = "original", "rows.parquet", "changes"


def folder(resource_id: str, number: int) -> Path:
    """Where the files of one version lie."""
    return _resource_folder(resource_id) / str(number)


def keep(resource_id: str, number: int, original: Path, rows: Path) -> None:
    """Keep a file's bytes and its canonical rows (CSV); what a killed load left under the number goes."""
    target = folder(resource_id, number)
    remove(resource_id, number)
    incoming = target.with_name(f"{number}.incoming")
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir(parents=True)
    shutil.copyfile(original, incoming / ORIGINAL)
    pl.scan_csv(rows, infer_schema=False).sink_parquet(incoming / ROWS, compression="zstd")
    for file in incoming.iterdir():
        file.chmod(0o440)
    os.replace(incoming, target)


def remove(resource_id: str, number: int) -> None:
    """Delete the files of one version, if there are any."""
    shutil.rmtree(folder(resource_id, number), ignore_errors=True)


def sweep(resource_ids: Collection[str]) -> None:
    """Delete the files of all resources but these."""
    for path in config.versions_path().glob("*/*"):
        if path.name not in resource_ids:
            shutil.rmtree(path, ignore_errors=True)


def _resource_folder(resource_id: str) -> Path:
    return config.versions_path() / resource_id[:3] / resource_id
