"""Party cells and their use of the electronic handbook.

The source reports each cell and month with numbers only: no record of a member ever enters. Members are
published for districts, levels and the province, not for single agencies and communes.

Definitions (Charter of the Communist Party of Viet Nam, 2011)

- *cell*: at least 3 official members (article 24(1)); counted where it reported for the month.
- *using*: at least one member opened the handbook in the month; for longer periods the last month counts.
- *meeting held*: cells meet once a month (article 24(2)), so one meeting is expected for each cell and month.
- *prepared*: papers and minutes of the meeting are in the handbook.
"""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.statistics.tables import PeriodTable

MEASURES = {
    "cells": pl.len(),
    "cells_using": (pl.col("members_using") > 0).sum(),
    "members": pl.col("members").sum(),
    "members_using": pl.col("members_using").sum(),
    "meetings_expected": pl.len(),
    "meetings_held": pl.col("has_met").sum(),
    "meetings_prepared": (pl.col("has_met") & pl.col("is_prepared_in_app")).sum(),
    "visits": pl.col("visits").sum(),
}
CELLS = PeriodTable(
    flows=("meetings_expected", "meetings_held", "meetings_prepared", "visits"),
    snapshots=("cells", "cells_using"),
    percents=(
        ("cells_using", "cells"),
        ("meetings_held", "meetings_expected"),
        ("meetings_prepared", "meetings_held"),
    ),
)
MEMBERS = PeriodTable(
    flows=(), snapshots=("members", "members_using"), percents=(("members_using", "members"),)
)


def count(records: Frames, context: Context) -> Frames:
    """Counts by month and agency."""
    known = records["cell_month"].filter(pl.col("month") <= f"{context.as_of:%Y-%m}")
    sums = (expression.cast(pl.Int64).alias(name) for name, expression in MEASURES.items())
    return {"cells": known.group_by("month", "agency_code").agg(sums)}


def tables(counts: Frames, context: Context) -> Frames:
    """Cells by agency; members above the agency."""
    members = MEMBERS.made(counts["cells"], context.units)
    return {
        "party-handbook-use/cells": CELLS.made(counts["cells"], context.units),
        "party-handbook-use/members": members.filter(pl.col("scope") != "agency"),
    }
