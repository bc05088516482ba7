"""Dossiers judged, period by period."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from pipelines.benches.rival.shared import DAY, working_days


def judged(dossiers: pd.DataFrame, events: pd.DataFrame, holidays: np.ndarray) -> pd.DataFrame:
    """Dossiers with their end and what supplements took."""
    for name, statuses in {
        "done_at": ["done"],
        "returned_at": ["returned"],
        "stopped_at": ["stopped", "refused", "withdrawn"],
    }.items():
        first = events[events["status"].isin(statuses)].groupby("dossier_number")["occurred_at"].min()
        dossiers = dossiers.merge(first.rename(name), on="dossier_number", how="left")
    stopped = dossiers["stopped_at"].where(dossiers["stopped_at"] >= dossiers["received_at"])
    dossiers["finished_at"] = dossiers["done_at"].fillna(dossiers["returned_at"])
    dossiers["end"] = dossiers["finished_at"].fillna(stopped)
    asked = events[events["status"].isin(["supplement_requested", "supplemented"])]
    asked = asked.sort_values(["dossier_number", "occurred_at", "status"])
    following = asked.groupby("dossier_number")[["status", "occurred_at"]].shift(-1)
    asked["answered_at"] = following["occurred_at"].where(following["status"] == "supplemented")
    asked["waiting_since"] = asked["occurred_at"].where(following["status"].isna())
    asked = asked[asked["status"] == "supplement_requested"]
    asked["pause"] = asked["answered_at"] - asked["occurred_at"]
    asked["pause_days"] = (asked["answered_at"].dt.normalize() - asked["occurred_at"].dt.normalize()).dt.days
    asked["pause_working_days"] = working_days(asked["occurred_at"], asked["answered_at"], holidays)
    sums = asked.groupby("dossier_number").agg(
        requests=("status", "size"),
        waiting_since=("waiting_since", "max"),
        pause=("pause", "sum"),
        pause_days=("pause_days", "sum"),
        pause_working_days=("pause_working_days", "sum"),
    )
    dossiers = dossiers.merge(sums, on="dossier_number", how="left")
    for name in ("requests", "pause_days", "pause_working_days"):
        dossiers[name] = dossiers[name].fillna(0)
    dossiers["pause"] = dossiers["pause"].fillna(pd.Timedelta(0))
    return with_facts(dossiers, holidays)


def with_facts(dossiers: pd.DataFrame, holidays: np.ndarray) -> pd.DataFrame:
    """What is true of each dossier whatever the period."""
    result = dossiers["has_result_file"].fillna(False).astype(bool)
    paper = dossiers["returns_paper"]
    dossiers["online"] = dossiers["channel"].fillna(1) == 2
    dossiers["result_file"] = result & paper
    dossiers["digitised"] = dossiers["has_component_file"] & (result | ~paper)
    dossiers["owing"] = dossiers["has_fee"] & (dossiers["fee_vnd"].isna() | (dossiers["fee_vnd"] > 0))
    dossiers["paid_online"] = dossiers["owing"] & dossiers["online_payment"].isin([1, 2])
    dossiers["dissatisfied"] = dossiers["is_dissatisfied"].fillna(False).astype(bool)
    dossiers["is_accepted"] = dossiers["received_at"].notna()
    dossiers["accepted_online"] = dossiers["online"] & dossiers["is_accepted"]
    net = dossiers["finished_at"] - dossiers["received_at"] - dossiers["pause"]
    minutes = net.dt.total_seconds() // 60
    days = (dossiers["finished_at"].dt.normalize() - dossiers["received_at"].dt.normalize()).dt.days
    days = days - dossiers["pause_days"]
    working = working_days(dossiers["received_at"], dossiers["finished_at"], holidays)
    unit = dossiers["limit_unit"]
    took = np.where(
        unit == "hour",
        minutes,
        np.where(unit == "working_day", working - dossiers["pause_working_days"], days),
    )
    dossiers["took"] = took
    dossiers["finished"] = (dossiers["finished_at"] >= dossiers["received_at"]) & (minutes >= 0) & (took >= 0)
    dossiers["took"] = dossiers["took"].where(dossiers["finished"])
    dossiers["used_working_days"] = working_days(
        dossiers["received_at"], dossiers["end"].fillna(dossiers["waiting_since"]), holidays
    )
    return dossiers


def of_periods(dossiers: pd.DataFrame, kind: str, holidays: np.ndarray, as_of: dt.date) -> pd.DataFrame:
    """Dossiers of each month, quarter or year, judged at its end."""
    dossiers = dossiers.copy()
    day = dossiers["received_at"].fillna(dossiers["submitted_at"])
    period = day.dt.to_period({"month": "M", "quarter": "Q", "year": "Y"}[kind])
    names = {
        each: f"{each.year}-Q{each.quarter}" if kind == "quarter" else str(each) for each in period.unique()
    }
    ends = {each: min(each.end_time.normalize(), pd.Timestamp(as_of)) for each in names}
    dossiers["period_type"], dossiers["period"] = kind, period.map(names)
    last = period.map(ends) + DAY - pd.Timedelta(microseconds=1)
    till = dossiers["end"].fillna(dossiers["waiting_since"])
    is_open = till.isna()
    till = till.fillna(last)
    is_original = (dossiers["due_at"] == dossiers["original_due_at"]) | dossiers["original_due_at"].isna()
    net = till - dossiers["pause"].where(is_original, pd.Timedelta(0))
    due, limit, unit = dossiers["due_at"], dossiers["limit_value"], dossiers["limit_unit"]
    whole_day = due == due.dt.normalize()
    by_due = np.where(whole_day, net.dt.normalize() <= due, net <= due)
    used = dossiers["used_working_days"].copy()
    used[is_open] = working_days(dossiers.loc[is_open, "received_at"], till[is_open], holidays)
    start = dossiers["received_at"].dt.normalize()
    elapsed = (till.dt.normalize() - start).dt.days
    months = pd.Series(pd.NaT, index=dossiers.index, dtype="datetime64[us]")
    for length in limit[unit == "month"].unique():
        chosen = (unit == "month") & (limit == length)
        months[chosen] = start[chosen] + pd.DateOffset(months=int(length))
    by_limit = np.select(
        [unit == "hour", unit == "day", unit == "working_day", unit == "month"],
        [
            till - dossiers["received_at"] - dossiers["pause"] <= pd.to_timedelta(limit, unit="h"),
            elapsed - dossiers["pause_days"] <= limit,
            used - dossiers["pause_working_days"] <= limit,
            till.dt.normalize() - pd.to_timedelta(dossiers["pause_days"], unit="D") <= months,
        ],
        False,
    )
    asked_twice = (dossiers["requests"] > 1) & dossiers["end"].isna() & dossiers["waiting_since"].notna()
    in_time = np.where(due.notna(), by_due, by_limit).astype(bool)
    dossiers["on_time"] = dossiers["is_accepted"] & in_time & ~asked_twice
    dossiers["satisfied"] = dossiers["on_time"] & ~dossiers["dissatisfied"]
    return dossiers
