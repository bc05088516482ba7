"""Numerators and denominators of dossiers, procedures and the province."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipelines.benches.rival.shared import KEYS, lifted, part, spans, working_days

Tables = Mapping[str, pd.DataFrame]


def dossier_parts(dossiers: pd.DataFrame, tree: pd.DataFrame) -> list[pd.DataFrame]:
    """Indicators that are sums of dossiers."""
    tops = {
        "2.1": "on_time",
        "3.3": "accepted_online",
        "4.1": "result_file",
        "4.2": "digitised",
        "4.3": "reuses_data",
        "4.4": "uses_personal_store",
        "4.5b": "uses_population_data",
        "5.4": "satisfied",
        "6.3": "paid_online",
    }
    accepted = dossiers[dossiers["is_accepted"]]
    sums = accepted.groupby(KEYS)[[*tops.values(), "is_accepted", "owing"]].sum().reset_index()
    sums = lifted(sums, tree, ["period_type", "period"])
    return [part(sums, name, top, "owing" if name == "6.3" else "is_accepted") for name, top in tops.items()]


def procedure_parts(
    dossiers: pd.DataFrame, procedures: pd.DataFrame, units: pd.DataFrame, tree: pd.DataFrame
) -> list[pd.DataFrame]:
    """Indicators that are distinct procedures."""
    wide = procedures[procedures["level"].isin(["commune", "district"])].merge(
        units[["unit_code", "level"]], on="level"
    )
    own = procedures[procedures["level"] == "department"].assign(unit_code=lambda frame: frame["agency_code"])
    applies = pd.concat([wide, own])[["procedure_code", "unit_code"]].merge(tree, on="unit_code")
    applies = (
        applies[["procedure_code", "ancestor"]].drop_duplicates().rename(columns={"ancestor": "unit_code"})
    )
    in_force = procedures.merge(spans(dossiers), how="cross")
    until = in_force["public_until"].fillna(in_force["last_day"])
    in_force = in_force[(in_force["public_from"] <= in_force["last_day"]) & (until >= in_force["first_day"])]
    in_force = in_force.merge(applies, on="procedure_code")
    accepted = dossiers["is_accepted"]
    marks = dossiers[[*KEYS, "procedure_code"]].assign(
        filed=dossiers["online"],
        population=accepted & dossiers["uses_population_data"],
        fee=dossiers["is_synchronised"] & (dossiers["fee_vnd"] > 0),
        paid=accepted & dossiers["paid_online"],
    )
    used = marks.groupby([*KEYS, "procedure_code"], as_index=False).max()
    used = (
        used.merge(tree, on="unit_code").drop(columns="unit_code").rename(columns={"ancestor": "unit_code"})
    )
    used = used.groupby([*KEYS, "procedure_code"], as_index=False).max()
    both = in_force.merge(used, on=[*KEYS, "procedure_code"], how="left")
    both["one"] = 1
    rows = []
    for name, mark, condition in (
        ("3.2", "filed", both["online_service"] != "none"),
        ("4.5a", "population", both["serves_citizens"]),
        ("6.1", "fee", both["has_fee"]),
        ("6.2", "paid", both["has_fee"]),
    ):
        chosen = both[condition].assign(mark=lambda frame, mark=mark: frame[mark].fillna(False).astype(int))
        rows.append(part(chosen.groupby(KEYS, as_index=False)[["mark", "one"]].sum(), name, "mark", "one"))
    return rows


def province_parts(
    records: Tables, dossiers: pd.DataFrame, units: pd.DataFrame, holidays: np.ndarray, as_of: dt.date
) -> list[pd.DataFrame]:
    """1.1, 1.2, 1.3 and 3.1 at the root."""
    root = units.loc[units["parent_code"].isna(), "unit_code"].item()
    today, procedures = pd.Timestamp(as_of), records["procedure"]
    public = procedures[(procedures["public_from"] <= today) & ~(procedures["public_until"] < today)]
    made = records["procedure_decision"]
    made = made[made["procedure_code"].isin(public["procedure_code"])].copy()
    made["late"] = working_days(made["decided_on"], made["effective_on"], holidays) < 5
    due = np.busday_offset(
        made["decided_on"].to_numpy().astype("datetime64[D]"),
        0,
        roll="backward",
        weekmask="1111111",
        holidays=holidays,
    )
    made["due_on"] = np.busday_offset(due, 5, weekmask="1111111", holidays=holidays)
    made["undisclosed"] = made["disclosed_on"].isna() | (made["disclosed_on"] > made["due_on"])
    periods = spans(dossiers).assign(unit_code=root)
    rows = []
    for row in periods.to_dict("records"):
        decided = made[made["decided_on"].between(row["first_day"], row["last_day"])]
        decided = decided[decided["decided_on"] <= today].groupby("procedure_code")["late"].max()
        dates = [
            made[name].between(row["first_day"], min(row["last_day"], today))
            for name in ("disclosed_on", "due_on")
        ]
        shown = made[dates[0] | dates[1]].groupby("procedure_code")["undisclosed"].max()
        until = procedures["public_until"].fillna(row["last_day"])
        force = procedures[(procedures["public_from"] <= row["last_day"]) & (until >= row["first_day"])]
        rows += [
            row | {"indicator": "1.1", "numerator": (~decided).sum(), "denominator": len(decided)},
            row | {"indicator": "1.2", "numerator": (~shown).sum(), "denominator": len(shown)},
            row
            | {"indicator": "1.3", "numerator": public["has_all_parts"].sum(), "denominator": len(public)},
            row
            | {
                "indicator": "3.1",
                "numerator": (force["online_service"] != "none").sum(),
                "denominator": len(force),
            },
        ]
    return [pd.DataFrame(rows).drop(columns=["first_day", "last_day"])]


def synchronised_part(
    dossiers: pd.DataFrame, reports: pd.DataFrame, units: pd.DataFrame, tree: pd.DataFrame
) -> pd.DataFrame:
    """1.4."""
    accepted = dossiers[dossiers["is_accepted"]]
    sums = lifted(accepted.groupby(KEYS, as_index=False)["is_synchronised"].sum(), tree, KEYS[:2])
    month = pd.PeriodIndex(reports["month"], freq="M")
    parts = []
    for kind, freq in (("month", "M"), ("quarter", "Q"), ("year", "Y")):
        span = month.asfreq(freq)
        label = [f"{each.year}-Q{each.quarter}" if kind == "quarter" else str(each) for each in span]
        parts.append(reports.assign(period_type=kind, period=label).drop(columns="month"))
    national = lifted(pd.concat(parts), tree, KEYS[:2])
    every = dossiers[["period_type", "period"]].drop_duplicates().merge(units[["unit_code"]], how="cross")
    both = every.merge(sums, on=KEYS, how="left").merge(national, on=KEYS, how="left")
    both = both.fillna({"is_synchronised": 0, "national_received": 0})
    before = national[national["period_type"] == "year"].assign(year=lambda f: f["period"].astype(int) + 1)
    both["year"] = both["period"].str[:4].astype(int)
    both = both.merge(
        before[["unit_code", "year", "national_received"]].rename(columns={"national_received": "before"}),
        on=["unit_code", "year"],
        how="left",
    )
    larger = both[["is_synchronised", "national_received"]].max(axis=1)
    share = both["period_type"].map({"month": 12, "quarter": 4, "year": 1})
    both["denominator"] = larger.where(larger > 0, np.ceil(both["before"].fillna(0) / share))
    return part(both, "1.4", "is_synchronised", "denominator")


def copies_part(
    dossiers: pd.DataFrame, offers: pd.DataFrame, units: pd.DataFrame, tree: pd.DataFrame
) -> pd.DataFrame:
    """4.6."""
    offered = offers[offers["service"] == "chung-thuc-ban-sao-dien-tu"]
    communes = units[units["level"] == "commune"][["unit_code"]]
    communes = communes.merge(offered, on="unit_code", how="left").merge(spans(dossiers), how="cross")
    communes["n"] = (communes["offered_from"] <= communes["last_day"]).astype(int)
    communes["d"] = 1
    return part(lifted(communes[[*KEYS, "n", "d"]], tree, KEYS[:2]), "4.6", "n", "d")
