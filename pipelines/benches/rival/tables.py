"""Points, groups, ranks, procedures and channels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipelines.benches.rival.shared import KEYS, fix2, lifted
from pipelines.public_services import index_set


def scores(parts: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Ratios and points of every unit and indicator."""
    index = pd.DataFrame(index_set.load().frame().to_dicts())
    every = (
        parts[["period_type", "period"]].drop_duplicates().merge(units[["unit_code", "level"]], how="cross")
    )
    every = every.merge(index, how="cross")
    own = [level in influence for level, influence in zip(every["level"], every["influence"], strict=True)]
    every["is_own"] = own
    every["repeated"] = ~every["is_own"] & (every["elsewhere"] == "repeated")
    root = units.loc[units["parent_code"].isna(), "unit_code"].item()
    every["source"] = every["unit_code"].where(~every["repeated"], root)
    found = every.merge(
        parts.rename(columns={"unit_code": "source"}),
        on=["period_type", "period", "indicator", "source"],
        how="left",
    )
    scored = found["is_own"] | found["repeated"]
    for name in ("numerator", "denominator"):
        found[name] = found[name].astype(float).fillna(0).where(scored)
    rows = zip(found["numerator"], found["denominator"], strict=True)
    found["ratio_pct"] = [fix2(100 * n / d) if d > 0 else None for n, d in rows]
    factor = found[found["indicator"] == "1.4"].set_index(KEYS)["ratio_pct"].rename("factor")
    found = found.merge(factor, left_on=KEYS, right_index=True, how="left")
    applies = (found["indicator"] == "3.3") & found["factor"].notna() & found["ratio_pct"].notna()
    found.loc[applies, "ratio_pct"] = [
        fix2(ratio * by / 100)
        for ratio, by in zip(found[applies]["ratio_pct"], found[applies]["factor"], strict=True)
    ]
    found["points"] = [_points(row) for row in found[["ratio_pct", "max", "target", "empty"]].itertuples()]
    found["points"] = found["points"].where(scored)
    shown = ["indicator", "numerator", "denominator", "ratio_pct", "points", "max", "is_own", "level"]
    return found[[*KEYS, *shown]]


def _points(row: Any) -> float | None:
    if pd.isna(row.ratio_pct):
        return {"none": None, "zero": 0.0, "full": row.max}[row.empty]
    return fix2(min(row.max, row.max * row.ratio_pct / row.target))


def procedures(dossiers: pd.DataFrame) -> pd.DataFrame:
    """Dossiers of each procedure and their mean handling time."""
    accepted = dossiers[dossiers["is_accepted"]]
    keys = ["period_type", "period", "procedure_code"]
    found = accepted.groupby(keys, as_index=False).agg(
        received=("is_accepted", "sum"),
        on_time=("on_time", "sum"),
        finished=("finished", "sum"),
        took=("took", "sum"),
        limit_unit=("limit_unit", "first"),
    )
    hours = np.where(found["limit_unit"] == "hour", 60, 1)
    both = zip(found["took"], found["finished"] * hours, strict=True)
    found["mean_handling_time"] = [fix2(took / done) if done else None for took, done in both]
    return found.drop(columns=["took", "limit_unit"])


def _total(points: pd.Series) -> pd.Series:
    return (points * 100).round() / 100


def groups(scores: pd.DataFrame) -> pd.DataFrame:
    """Points of each group."""
    named = scores.assign(group=scores["indicator"].str.split(".").str[0])
    found = named.groupby([*KEYS, "group"], as_index=False).agg(
        points=("points", "sum"), max_points=("max", "sum")
    )
    found["points"] = _total(found["points"])
    pairs = zip(found["points"], found["max_points"], strict=True)
    found["ratio_pct"] = [fix2(points * 100.0 / most) for points, most in pairs]
    return found


def ranking(scores: pd.DataFrame) -> pd.DataFrame:
    """Units of a level by all points, and by those that they can influence."""
    keys = [*KEYS, "level"]
    own = (
        scores[scores["is_own"]]
        .groupby(keys)
        .agg(own_points=("points", "sum"), own_max_points=("max", "sum"))
    )
    found = scores.groupby(keys)["points"].sum().reset_index().merge(own.reset_index(), on=keys)
    found["points"], found["own_points"] = _total(found["points"]), _total(found["own_points"])
    pairs = zip(found["own_points"], found["own_max_points"], strict=True)
    found["own_pct"] = [fix2(points * 100.0 / most) for points, most in pairs]
    peers = found.groupby(["period_type", "period", "level"])
    found["rank"] = peers["points"].rank("min", ascending=False)
    found["own_rank"] = peers["own_pct"].rank("min", ascending=False)
    return found


def channels(
    dossiers: pd.DataFrame, contacts: pd.DataFrame, units: pd.DataFrame, tree: pd.DataFrame
) -> pd.DataFrame:
    """Ways of filing, online payment and contacts of every unit."""
    accepted = dossiers[dossiers["is_accepted"]]
    accepted = accepted.assign(
        received=1,
        post=accepted["channel"] == 3,
        owed_vnd=accepted["fee_vnd"].where(accepted["owing"], 0),
        paid_vnd=accepted["fee_vnd"].where(accepted["paid_online"], 0),
    )
    names = ["received", "accepted_online", "post", "owing", "paid_online", "owed_vnd", "paid_vnd"]
    sums = lifted(accepted.groupby(KEYS, as_index=False)[names].sum(), tree, KEYS[:2])
    month = pd.to_datetime(contacts["contact_date"]).dt.to_period("M")
    parts = []
    for kind, freq in (("month", "M"), ("quarter", "Q"), ("year", "Y")):
        label = [f"{s.year}-Q{s.quarter}" if kind == "quarter" else str(s) for s in month.dt.asfreq(freq)]
        each = contacts.assign(period_type=kind, period=label)
        each["answered"] = each["answered"].where(each["contact_channel"] == "call", 0)
        wide = each.pivot_table(index=KEYS, columns="contact_channel", values="contacts", aggfunc="sum")
        parts.append(wide.join(each.groupby(KEYS)["answered"].sum()).reset_index())
    contacted = lifted(pd.concat(parts).fillna(0), tree, KEYS[:2])
    every = dossiers[["period_type", "period"]].drop_duplicates().merge(units[["unit_code"]], how="cross")
    found = every.merge(sums, on=KEYS, how="left").merge(contacted, on=KEYS, how="left").fillna(0)
    found["direct"] = found["received"] - found["accepted_online"] - found["post"]
    for name, (top, bottom) in {
        "online_pct": ("accepted_online", "received"),
        "paid_online_pct": ("paid_online", "owing"),
        "paid_vnd_pct": ("paid_vnd", "owed_vnd"),
        "vneid_per_100_counter_visits": ("vneid", "counter"),
        "answered_calls_pct": ("answered", "call"),
    }.items():
        pairs = zip(found[top].astype(float), found[bottom].astype(float), strict=True)
        found[name] = [fix2(100 * n / d) if d > 0 else None for n, d in pairs]
    renamed = {name: f"{name}_contacts" for name in ("counter", "vneid", "call", "sms")}
    return found.rename(columns=renamed | {"accepted_online": "online", "answered": "answered_calls"})
