"""Published statistics once more, in plain SQL straight from records, period by period.

Nothing is shared with the pipelines: days off come from the calendar package, stocks are counted at the end
of each period instead of being added up, and units are found by a recursive query.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import polars as pl
from holidays import country_holidays

from pipelines import profile
from pipelines.computing.whole import Computed
from pipelines.installed import Installed
from pipelines.pipeline import Context, Frames
from pipelines.profile.units import units
from pipelines.records import settled
from pipelines.working_days import WorkingCalendar

ROOT = Path(__file__).parents[3]
YEARS = range(2010, 2028)


def context_of(installed: Installed, as_of: dt.date) -> Context:
    """The default province on a day."""
    province = profile.load(ROOT / "province" / "thai-binh.yaml")
    calendar = WorkingCalendar.of(province.calendar.country, province.calendar.weekend, YEARS[0], YEARS[-1])
    return Context(units(province, ROOT / "province"), calendar, as_of, installed.settings)


def sound(computed: Computed, installed: Installed) -> Frames:
    """Records that pass their contract, one for each key."""
    return {
        kind: settled(one.frame, installed.contracts[kind]).frame for kind, one in computed.checked.items()
    }


def answers(folder: Path, records: Frames, context: Context, first: dt.date) -> dict[str, pl.DataFrame]:
    """Every table by its file ``<resource>.sql`` in ``folder``.

    :param first: first day that records speak of
    """
    holidays = country_holidays("VN", years=YEARS)
    days = pl.date_range(dt.date(YEARS[0], 1, 1), dt.date(YEARS[-1], 12, 31), eager=True)
    worked = [holidays.is_working_day(day) for day in days]
    database = duckdb.connect()
    database.register("unit", context.units.to_arrow())
    database.register("calendar", pl.DataFrame({"day": days, "worked": worked}).to_arrow())
    for kind, frame in records.items():
        database.register(kind, frame.to_arrow())
    database.execute("SET VARIABLE first = $first", {"first": first})
    database.execute("SET VARIABLE as_of = $as_of", {"as_of": context.as_of})
    database.execute((Path(__file__).parent / "common.sql").read_text(encoding="utf-8"))
    files = sorted(folder.glob("*.sql"))
    return {path.stem: database.sql(path.read_text(encoding="utf-8")).pl() for path in files}
