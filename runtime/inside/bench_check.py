"""Runs inside CKAN's environment: judges one file by ``data_contract`` or by frictionless, and measures that.

Reads one JSON object from standard input: ``by`` ("ours" or "frictionless"), ``path``, ``schema`` and
``normal`` (where the rows in normal form go, or null). Writes one JSON object as its last line:
``rows_per_s``, and ``peak_mib`` of the whole process.
"""

import json
import resource
import sys
import time
from pathlib import Path


def main() -> None:
    """Judge the file; it must be valid."""
    order = json.load(sys.stdin)
    judge = {"ours": ours, "frictionless": by_frictionless}[order["by"]]
    started, rows = judge(order)
    seconds = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"rows_per_s": round(rows / seconds), "peak_mib": peak}))


def ours(order: dict) -> tuple[float, int]:
    """The check that a load makes."""
    from data_contract.check import check

    started = time.monotonic()
    normal = Path(order["normal"]) if order["normal"] else None
    report = check(Path(order["path"]), order["schema"], normal=normal)
    assert report.valid, report.problems[:3]
    return started, report.rows


def by_frictionless(order: dict) -> tuple[float, int]:
    """The same verdict by the reference library."""
    from frictionless import Resource, Schema, system

    started = time.monotonic()
    with system.use_context(trusted=True):
        file = Resource(path=order["path"], schema=Schema.from_descriptor(order["schema"]))
        report = file.validate()
    assert report.valid, report.flatten(["message"])[:3]
    return started, report.tasks[0].stats["rows"]


main()
