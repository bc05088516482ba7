"""Files and schemas in a few words."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

Written = Callable[[Sequence[Sequence[str]]], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Records as a canonical CSV file."""

    def write(records: Sequence[Sequence[str]]) -> Path:
        path = tmp_path / "table.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(records)
        return path

    return write
