"""A whole simulated source in a folder: its system, a note that it is simulated, and its ``source.yaml``.

The ``source.yaml`` is what an operator puts into the instance's folder ``sources/`` as ``<pipeline>.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from pipelines import atomic
from pipelines.simulation.interfaces import database, edxml, files
from pipelines.simulation.interfaces.rest import CHANGED, ROW

SOURCE = "source.yaml"
CREDENTIALS, DATABASE_URL = "client.json", "database-url"
HEADER = "# Nguồn mô phỏng (origin: simulated). Simulated source.\n"
Records = Mapping[str, pl.DataFrame]


def drop_folder(format: str) -> Callable[[Records, Path], dict[str, Any]]:
    """Builds a drop folder with monthly files of a format."""

    def build(records: Records, folder: Path) -> dict[str, Any]:
        files.write(records, folder / "drop", format)
        kinds = {kind: f"{kind}-*.{format}" for kind in records}
        place = str((folder / "drop").resolve())
        return {
            "adapter": "folder",
            "folder": place,
            "complete": "settled",
            "settled_seconds": 0,
            "kinds": kinds,
        }

    return build


def sql(records: Records, folder: Path) -> dict[str, Any]:
    """Builds an SQLite database."""
    url = f"sqlite:///{(folder / 'source.sqlite').resolve()}"
    database.fill(url, records)
    place = folder / DATABASE_URL
    place.touch()
    place.chmod(0o600)
    place.write_text(url, encoding="utf-8")
    kinds = {
        kind: {"table": kind, "watermark": database.CHANGED, "key": [database.ROW], "columns": frame.columns}
        for kind, frame in records.items()
    }
    return {"adapter": "sql", "url_file": str(place.resolve()), "zone": database.ZONE.key, "kinds": kinds}


def messages(records: Records, folder: Path) -> dict[str, Any]:
    """Builds a folder of edXML messages from records of documents and statuses, in this order."""
    documents, statuses = records
    edxml.write(records[documents], records[statuses], folder / "messages")
    place = str((folder / "messages").resolve())
    kinds = {"documents": documents, "statuses": statuses}
    return {"adapter": "edxml", "folder": place, "settled_seconds": 0, **kinds}


def service(url: str, records: Records, folder: Path) -> dict[str, Any]:
    """Describes the REST service that runs at ``url``."""
    paging = {"by": "page", "page": "page", "size": "size"}
    kinds = {
        kind: {
            "path": f"/v1/{kind}",
            "records": "items",
            "key": [ROW],
            "without": [ROW],
            "total": "total",
            "paging": paging,
            **({"since": "changed_since"} if CHANGED in frame.columns else {}),
        }
        for kind, frame in records.items()
    }
    place = str((folder / CREDENTIALS).resolve())
    return {
        "adapter": "rest",
        "url": url,
        "token_url": f"{url}/oauth/token",
        "credentials": place,
        "kinds": kinds,
    }


SYSTEMS = {
    "csv": drop_folder("csv"),
    "xlsx": drop_folder("xlsx"),
    "jsonl": drop_folder("jsonl"),
    "database": sql,
    "edxml": messages,
}
"""Systems that are files in a folder, by the name on the command line."""


def describe(name: str, described: dict[str, Any], folder: Path) -> Path:
    """Write ``source.yaml`` for a built system and say where."""
    source = {"sources": [{"name": name.replace("_", "-"), **described}]}
    path = folder / SOURCE
    atomic.write(path, (HEADER + yaml.safe_dump(source, allow_unicode=True, sort_keys=False)).encode())
    return path
