"""The published statistics of e-office once more, in plain SQL straight from records, period by period.

Nothing is shared with the pipeline: days off come from the calendar package, stocks are counted at the end of
each period instead of being added up, and units are found by a recursive query.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import polars as pl
from holidays import country_holidays

from pipelines.pipeline import Context, Frames

SQL = Path(__file__).parent / "second"


def answers(records: Frames, context: Context, first: dt.date) -> dict[str, pl.DataFrame]:
    """Every table by its file ``second/<resource>.sql``.

    :param first: first day that records speak of
    """
    holidays = country_holidays("VN", years=range(2010, 2028))
    days = pl.date_range(dt.date(2010, 1, 1), dt.date(2027, 12, 31), eager=True)
    database = duckdb.connect()
    database.register("unit", context.units.to_arrow())
    for kind, frame in records.items():
        database.register(kind, frame.to_arrow())
    worked = [holidays.is_working_day(day) for day in days]
    database.register("calendar", pl.DataFrame({"day": days, "worked": worked}).to_arrow())
    database.execute("SET VARIABLE first = $first", {"first": first})
    database.execute("SET VARIABLE as_of = $as_of", {"as_of": context.as_of})
    database.execute((SQL / "common.sql").read_text(encoding="utf-8"))
    files = sorted(path for path in SQL.glob("*.sql") if path.stem != "common")
    return {path.stem: database.sql(path.read_text(encoding="utf-8")).pl() for path in files}
