"""Working days, periods and sums over units."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd

KEYS = ["period_type", "period", "unit_code"]
DAY = pd.Timedelta(days=1)


def with_dates(frame: pd.DataFrame) -> pd.DataFrame:
    """Dates, which Parquet gives as objects, as moments."""
    days = [name for name in frame.columns if name.endswith(("_on", "_from", "_until"))]
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in days})


def working_days(start: pd.Series, end: pd.Series, holidays: np.ndarray) -> pd.Series:
    """Working days after start up to end; missing where either is."""
    known = start.notna() & end.notna()
    first = start[known].to_numpy().astype("datetime64[D]") + 1
    last = end[known].to_numpy().astype("datetime64[D]") + 1
    counted = np.busday_count(first, last, weekmask="1111111", holidays=holidays)
    return pd.Series(counted, index=start.index[known], dtype="float64").reindex(start.index)


def closure(units: pd.DataFrame) -> pd.DataFrame:
    """Every unit with itself and all above it."""
    parents = units.set_index("unit_code")["parent_code"]
    rows = []
    for unit in units["unit_code"]:
        above = unit
        while pd.notna(above):
            rows.append((above, unit))
            above = parents[above]
    return pd.DataFrame(rows, columns=["ancestor", "unit_code"])


def lifted(sums: pd.DataFrame, tree: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Sums of units and all below them."""
    wide = (
        sums.merge(tree, on="unit_code").drop(columns="unit_code").rename(columns={"ancestor": "unit_code"})
    )
    return wide.groupby([*keys, "unit_code"], as_index=False).sum()


def part(frame: pd.DataFrame, indicator: str, top: str, bottom: str) -> pd.DataFrame:
    """Rows of one indicator."""
    found = frame[[*KEYS, top, bottom]].set_axis([*KEYS, "numerator", "denominator"], axis=1)
    return found.assign(indicator=indicator)


def spans(dossiers: pd.DataFrame) -> pd.DataFrame:
    """First and last day of every period."""
    periods = dossiers[["period_type", "period"]].drop_duplicates()
    spans = [pd.Period(text.replace("-Q", "Q")) for text in periods["period"]]
    periods["first_day"] = [span.start_time.normalize() for span in spans]
    periods["last_day"] = [span.end_time.normalize() for span in spans]
    return periods


def fix2(value: float) -> float:
    """Two decimals, half up."""
    return float(Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP))
