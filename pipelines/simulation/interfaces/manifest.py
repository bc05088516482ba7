"""The note in a folder of simulated records that says what they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from pipelines import atomic
from pipelines.simulation.model import Simulation

FILE = "SIMULATED.json"
NOTE = "Dữ liệu mô phỏng, không phải số liệu thật. Simulated records, not real ones."


def write(folder: Path, name: str, asked: Simulation, records: Mapping[str, pl.DataFrame]) -> None:
    """Leave the note in ``folder``: pipeline, seed, period and rows of each kind."""
    note = {
        "origin": "simulated",
        "note": NOTE,
        "pipeline": name,
        "seed": asked.seed,
        "start": asked.start.isoformat(),
        "end": asked.end.isoformat(),
        "rows": {kind: frame.height for kind, frame in records.items()},
    }
    atomic.write(folder / FILE, json.dumps(note, ensure_ascii=False, indent=2).encode())
