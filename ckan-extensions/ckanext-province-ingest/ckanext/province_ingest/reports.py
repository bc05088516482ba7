"""The problems of a refused file, to take away: as a table, or marked in the steward's own workbook."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

from data_contract.marking import mark, report_csv
from data_contract.reading import Hints, Reading, read
from data_contract.report import Rejected, ToldProblem

from .model.load import Load
from .stages.fetch import stored_file

TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def render(resource: dict[str, Any], load: Load, format: str, language: str) -> io.BytesIO:
    """The report of a load in one of ``TYPES``, in Vietnamese or English.

    A file that is not in the portal's own storage cannot be marked; its workbook has the list alone.
    """
    language = "vi" if language.startswith("vi") else "en"
    problems = [ToldProblem.of(told) for told in load.report]
    if format == "csv":
        return io.BytesIO(report_csv(problems, load.report[0]["file"], language))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = stored_file(resource)
        if source is None:
            source = folder / "none"
            source.touch()
        mark(source, _reading(resource, source, folder), problems, folder / "marked.xlsx", language)
        return io.BytesIO((folder / "marked.xlsx").read_bytes())


def _reading(resource: dict[str, Any], source: Path, folder: Path) -> Reading | None:
    schema = json.loads(resource["schema"]) if resource.get("schema") else None
    hints = Hints(schema=schema, sheet=resource.get("sheet") or None)
    try:
        return read(source, folder / "rows.csv", resource.get("format") or "", hints)
    except Rejected:
        return None
