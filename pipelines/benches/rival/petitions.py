"""Petitions: 5.1, 5.2 and 5.3."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from pipelines.benches.rival.shared import KEYS, fix2, lifted, part, working_days


def handled(
    petitions: pd.DataFrame, events: pd.DataFrame, holidays: np.ndarray, as_of: dt.date
) -> pd.DataFrame:
    """A row for each petition and period in which it was handled."""
    found = petitions.merge(steps(events), on="petition_number", how="left")
    found["start"] = found["sent_at"].where(
        found["is_direct"], found["transferred_at"].fillna(found["sent_at"])
    )
    found["waiting_at"] = found["waiting_at"].fillna(found["start"])
    finished = found["last_at"].where(found["last_status"].isin(FINISHED))
    last = finished.fillna(pd.Timestamp(as_of)).dt.to_period("M")
    first = found["start"].dt.to_period("M")
    found["month"] = [
        pd.period_range(low, max(low, high), freq="M") for low, high in zip(first, last, strict=True)
    ]
    active = found.assign(finished_at=finished).explode("month")
    rows = []
    for kind, freq in (("month", "M"), ("quarter", "Q"), ("year", "Y")):
        spans = active["month"].map(lambda month, freq=freq: month.asfreq(freq))
        each = active.assign(period_type=kind, span=spans).drop_duplicates(["petition_number", "span"])
        each["period"] = each["span"].map(
            lambda s: f"{s.year}-Q{s.quarter}" if s.freqstr[0] == "Q" else str(s)
        )
        rows.append(late(each, holidays, as_of))
    both = pd.concat(rows)
    both["received"] = both["is_first"].astype(int)
    unhappy = (both["dislikes"].fillna(0) > both["likes"].fillna(0)) | both["is_repeated"].fillna(False)
    both["satisfied"] = (both["is_first"] & ~both["late"] & ~unhappy).astype(int)
    both["in_time"], both["handled"] = (~both["late"]).astype(int), 1
    return both


def petition_parts(both: pd.DataFrame, tree: pd.DataFrame) -> list[pd.DataFrame]:
    """5.2 and 5.3."""
    sums = both.groupby(KEYS, as_index=False)[["received", "satisfied", "in_time", "handled"]].sum()
    sums = lifted(sums, tree, ["period_type", "period"])
    return [part(sums, "5.2", "in_time", "handled"), part(sums, "5.3", "satisfied", "received")]


def classes(both: pd.DataFrame, tree: pd.DataFrame) -> pd.DataFrame:
    """5.1: petitions received by class."""
    keys = [*KEYS[:2], "petition_class"]
    sums = lifted(both.groupby([*KEYS, "petition_class"], as_index=False)[["received"]].sum(), tree, keys)
    whole = sums.groupby(KEYS)["received"].transform("sum")
    pairs = zip(sums["received"], whole, strict=True)
    sums["share_pct"] = [fix2(100 * n / d) if d else 0.0 for n, d in pairs]
    return sums.rename(columns={"received": "received_petitions"})


FINISHED = [
    *("returned_to_agency", "returned_to_office", "awaiting_publication", "published"),
    *("refused", "sent_on", "supplement_requested", "returned_to_sender"),
]
STEPS = {
    "transferred_at": (["transferred"], "max"),
    "refused_at": (["refused", "returned_to_sender", "returned_to_office"], "min"),
    "requested_at": (["supplement_requested"], "min"),
    "accepted_at": (["accepted"], "min"),
    "handling_at": (["handling"], "max"),
    "answered_at": (["awaiting_publication", "published"], "min"),
    "published_at": (["published"], "min"),
    "waiting_at": (["received_locally", "supplemented", "new"], "max"),
}


def steps(events: pd.DataFrame) -> pd.DataFrame:
    """Times of a petition's steps and its last status."""
    events = events.sort_values(["petition_number", "occurred_at", "status"])
    grouped = events.groupby("petition_number")
    found = grouped.agg(last_status=("status", "last"), last_at=("occurred_at", "last"))
    for name, (statuses, how) in STEPS.items():
        times = events[events["status"].isin(statuses)].groupby("petition_number")["occurred_at"]
        found[name] = times.agg(how)
    return found.reset_index()


def late(each: pd.DataFrame, holidays: np.ndarray, as_of: dt.date) -> pd.DataFrame:
    """Whether any step took too long by the end of the period."""
    end = each["span"].map(lambda span: min(span.end_time.normalize(), pd.Timestamp(as_of)))
    start = each["start"].dt.normalize()
    end = end.where(end > start, start)
    each = each.reset_index(drop=True)
    end, start = end.reset_index(drop=True), start.reset_index(drop=True)

    def took(first: pd.Series, last: pd.Series) -> pd.Series:
        return working_days(first, last, holidays).fillna(0)

    accepted = each["accepted_at"] <= each["requested_at"]
    handled = each["handling_at"] >= each["requested_at"]
    each["late"] = (
        (took(start, each["refused_at"]) > 2)
        | ((took(start, each["requested_at"]) > 5) & ~accepted & ~handled)
        | (took(start, each["answered_at"]) > 15)
        | (took(each["answered_at"], each["published_at"].fillna(end)) > 2)
        | (each["finished_at"].isna() & (took(each["waiting_at"], end) > 15))
    )
    freq = {"month": "M", "quarter": "Q", "year": "Y"}[each["period_type"].iloc[0]]
    each["is_first"] = each["start"].dt.to_period(freq) == each["span"]
    return each
