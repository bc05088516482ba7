"""The index set in plain pandas, in one process, as an analyst would write it: the rival of the measurement.

Column operations, merges and group-bys throughout; no row loops but for the rounding of finished scores.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd

from pipelines.public_services import index_set

Tables = Mapping[str, pd.DataFrame]
KEYS = ["period_type", "period", "unit_code"]
DAY = pd.Timedelta(days=1)


def compute(
    records: Tables, units: pd.DataFrame, off: list[dt.date], as_of: dt.date
) -> dict[str, pd.DataFrame]:
    """Scores of all units and periods, and the figures of procedures."""
    holidays = np.array(sorted(off), dtype="datetime64[D]")
    records = {kind: with_dates(frame) for kind, frame in records.items()}
    dossiers = judged(records["dossier"], records["status_event"], holidays)
    dossiers = pd.concat(
        [of_periods(dossiers, kind, holidays, as_of) for kind in ("month", "quarter", "year")]
    )
    tree = closure(units)
    parts = [
        *dossier_parts(dossiers, tree),
        *procedure_parts(dossiers, records["procedure"], units, tree),
        *petition_parts(records["petition"], records["petition_event"], tree, holidays, as_of),
        *province_parts(records, dossiers, units, holidays, as_of),
        synchronised_part(dossiers, records["national_report"], units, tree),
        copies_part(dossiers, records["service_offer"], units, tree),
    ]
    return {"scores": scores(pd.concat(parts), units), "procedures": procedures(dossiers)}


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


def spans(dossiers: pd.DataFrame) -> pd.DataFrame:
    """First and last day of every period."""
    periods = dossiers[["period_type", "period"]].drop_duplicates()
    spans = [pd.Period(text.replace("-Q", "Q")) for text in periods["period"]]
    periods["first_day"] = [span.start_time.normalize() for span in spans]
    periods["last_day"] = [span.end_time.normalize() for span in spans]
    return periods


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


def petition_parts(
    petitions: pd.DataFrame, events: pd.DataFrame, tree: pd.DataFrame, holidays: np.ndarray, as_of: dt.date
) -> list[pd.DataFrame]:
    """5.2 and 5.3."""
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
    sums = both.groupby(KEYS, as_index=False)[["received", "satisfied", "in_time", "handled"]].sum()
    sums = lifted(sums, tree, ["period_type", "period"])
    return [part(sums, "5.2", "in_time", "handled"), part(sums, "5.3", "satisfied", "received")]


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


def fix2(value: float) -> float:
    """Two decimals, half up."""
    return float(Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP))


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
    return found[[*KEYS, "indicator", "numerator", "denominator", "ratio_pct", "points"]]


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
