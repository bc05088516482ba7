"""Use of VNeID with the province's services (article B; Decree 69/2024/NĐ-CP on electronic identity).

Definitions

- *sign-in*: somebody signs in to a service of an agency with VNeID, by citizen number and *password* or by
  *QR* code.
- *certificates requested*, *issued*: criminal-record certificates through VNeID, which began on 18 November
  2024; counted at the agency that issues them, each in the month of its own day.

The source gives sums for each day and agency: no record of a person ever enters.
"""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.statistics.events import day, events
from pipelines.statistics.tables import PeriodTable

TABLE = PeriodTable(
    flows=("sign_ins", "by_password", "by_qr", "certificates_requested", "certificates_issued"),
    percents=(("by_qr", "sign_ins"),),
)


def count(records: Frames, context: Context) -> Frames:
    """Counts by month and agency."""
    sums = {name: pl.col(name) for name in TABLE.flows[1:]}
    sums = {"sign_ins": pl.col("by_password") + pl.col("by_qr"), **sums}
    return {"usage": events(records["usage_day"], day("day", context), sums)}


def tables(counts: Frames, context: Context) -> Frames:
    """The published table."""
    return {"vneid-use/usage": TABLE.made(counts["usage"], context.units)}
