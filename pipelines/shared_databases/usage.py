"""Use of the shared databases through the integration platform (article E names the five databases).

Definitions (Decree 47/2020/NĐ-CP obliges agencies to share; it sets no measure)

- *requests*: calls of agencies' systems to a database, in the month they are made; *failed*: answered with an
  error or not at all.
- *records shared*: records in the answers.
- *response time*: from the request to the answer's last byte, over all requests.
"""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.statistics.events import day, events
from pipelines.statistics.province import ProvinceTable

TABLE = ProvinceTable(
    keys=("database",),
    flows=("requests", "failed", "records_shared"),
    parts=("response_ms",),
    percents=(("failed", "requests"),),
    means=(("response_ms", "requests"),),
)


def count(records: Frames, context: Context) -> Frames:
    """Counts by month and database."""
    sums = {name: pl.col(name) for name in (*TABLE.flows, *TABLE.parts)}
    return {"usage": events(records["usage_day"], day("day", context), sums, TABLE.keys)}


def tables(counts: Frames, context: Context) -> Frames:
    """The published table."""
    return {"shared-database-use/usage": TABLE.made(counts["usage"])}
