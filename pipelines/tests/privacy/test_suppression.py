"""Suppression: small counts are withheld and stay unknown to whoever solves the published table."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.privacy.cells import ImpossibleTable
from pipelines.privacy.suppression import Suppression, flat, suppress
from pipelines.tests.privacy.attacker import ranges_by_programme, ranges_by_trying

K = 5
ALL = "all"
SMALL = st.integers(0, 8)
COUNTS = st.one_of(SMALL, st.integers(0, 60))


def table(counts: np.ndarray) -> pl.DataFrame:
    """A table with all its margins: columns ``side_0``, ``side_1`` ... and ``count``."""
    rows = []
    for key in product(*[[*range(length), ALL] for length in counts.shape]):
        rows.append(
            [*map(str, key), int(counts[tuple(slice(None) if at == ALL else at for at in key)].sum())]
        )
    names = [*sides(counts.ndim), "count"]
    return pl.DataFrame(rows, schema=names, orient="row", schema_overrides={"count": pl.Int64})


def sides(number: int) -> tuple[str, ...]:
    return tuple(f"side_{at}" for at in range(number))


def rule_of(frame: pl.DataFrame) -> Suppression:
    keys = tuple(name for name in frame.columns if name.startswith("side_"))
    return Suppression("count", keys, {key: flat(frame[key].to_list(), ALL) for key in keys})


@st.composite
def tables(
    draw: st.DrawFn,
    sizes: tuple[tuple[int, int], ...] = ((2, 4), (2, 4), (1, 3)),
    counts: st.SearchStrategy[int] = COUNTS,
) -> pl.DataFrame:
    shape = [draw(st.integers(low, high)) for low, high in sizes]
    values = draw(st.lists(counts, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    return table(np.array(values).reshape(shape))


@settings(max_examples=30, deadline=None)
@given(tables())
def test_no_attacker_comes_closer_than_k(frame: pl.DataFrame) -> None:
    """Solving all rows, columns and layers together leaves every small count a range of ``k``."""
    rule = rule_of(frame)
    public = suppress(frame, rule, K).frame
    cap = 1000 + int(frame["count"].max())  # type: ignore[arg-type]
    found = ranges_by_programme(public, "count", rule.keys, rule.totals, cap)
    small = {row: ends for row, ends in found.items() if frame["count"][row] < K}
    assert {row: ends for row, ends in small.items() if ends[1] - ends[0] < K} == {}
    assert all(low <= frame["count"][row] <= high for row, (low, high) in found.items())


@settings(max_examples=25, deadline=None)
@given(tables(((2, 2), (2, 2)), SMALL))
def test_nor_by_trying_all_numbers(frame: pl.DataFrame) -> None:
    """The same for an attacker without mathematics, on tables small enough to try everything."""
    rule = rule_of(frame)
    public = suppress(frame, rule, 3).frame
    if public["count"].null_count() <= 4:
        found = ranges_by_trying(public, "count", rule.keys, rule.totals, 15)
        small = [ends for row, ends in found.items() if frame["count"][row] < 3]
        assert all(high - low >= 3 for low, high in small)


@settings(max_examples=40, deadline=None)
@given(tables())
def test_every_small_count_is_withheld_and_zeros_are_shown(frame: pl.DataFrame) -> None:
    """Shown are zeros and counts of ``k`` or more, unchanged; the flag says which rows lack their count."""
    result = suppress(frame, rule_of(frame), K)
    pairs = list(zip(frame["count"], result.frame["count"], strict=True))
    assert all(shown in (None, true) and (shown is not None or true) for true, shown in pairs)
    assert all(shown is None for true, shown in pairs if 0 < true < K)
    assert result.frame["suppressed"].to_list() == [shown is None for _, shown in pairs]
    assert result.primary == sum(0 < true < K for true, _ in pairs)
    assert result.primary + result.complementary == result.frame["count"].null_count()


@settings(max_examples=30, deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(frame: pl.DataFrame, random: object) -> None:
    """The same cells are withheld however the rows are ordered; rows keep their order."""
    order = list(range(frame.height))
    random.shuffle(order)  # type: ignore[attr-defined]
    rule = rule_of(frame)
    assert suppress(frame[order], rule, K).frame.equals(suppress(frame, rule, K).frame[order])


def test_nothing_small_nothing_withheld() -> None:
    """A table of zeros and counts of ``k`` or more is published whole."""
    result = suppress(frame := table(np.array([[5, 0], [9, 6]])), rule_of(frame), K)
    assert (result.primary, result.complementary, result.frame["count"].null_count()) == (0, 0, 0)


def test_a_single_small_count_takes_a_rectangle() -> None:
    """One small count needs one more in its row, one in its column, and the corner between them."""
    frame = table(np.array([[2, 30, 40], [20, 70, 80], [50, 60, 90]]))
    result = suppress(frame, rule_of(frame), K)
    assert (result.primary, result.complementary) == (1, 3)
    assert (
        result.frame.filter(pl.any_horizontal(pl.col("side_0", "side_1") == ALL))["count"].null_count() == 0
    )


def test_two_small_counts_in_a_row_do_not_guard_each_other() -> None:
    """1 and 1 with a shown total of 2 would be known exactly."""
    frame = pl.DataFrame({"side_0": ["a", "b", "c", ALL], "count": [1, 1, 30, 32]})
    assert suppress(frame, rule_of(frame), K).frame["count"].to_list() == [None, None, None, 32]


MONTHS = {
    "2024-Q1": ["2024-01", "2024-02", "2024-03"],
    "2024-Q2": ["2024-04", "2024-05", "2024-06"],
    "2024": ["2024-Q1", "2024-Q2"],
    "to 2024-01": ["2024-01"],
    "to 2024-02": ["to 2024-01", "2024-02"],
    "to 2024-03": ["to 2024-02", "2024-03"],
}


def test_periods_that_contain_each_other_give_nothing_away() -> None:
    """Month, quarter, year and year to date are several sums over the same counts."""
    months = {"2024-01": 7, "2024-02": 2, "2024-03": 9, "2024-04": 11, "2024-05": 3, "2024-06": 4}
    values = dict(months)
    for period in ("2024-Q1", "2024-Q2", "2024", "to 2024-01", "to 2024-02", "to 2024-03"):
        values[period] = sum(values[part] for part in MONTHS[period])
    frame = pl.DataFrame({"period": list(values), "count": list(values.values())})
    rule = Suppression("count", ("period",), {"period": MONTHS})
    public = suppress(frame, rule, K).frame
    ranges = ranges_by_programme(public, "count", rule.keys, rule.totals, 200)
    assert len(ranges) >= 4
    assert min(high - low for low, high in ranges.values()) >= K


def test_what_a_unit_has_of_its_own_is_guarded_too() -> None:
    """A department with 12 cases, 10 of them in its offices, would give away its own 2."""
    frame = pl.DataFrame({"unit_code": ["dept", "office-1", "office-2"], "count": [12, 4 + 6, 0]})
    rule = Suppression("count", ("unit_code",), {"unit_code": {"dept": ["office-1", "office-2"]}})
    assert suppress(frame, rule, K).frame["count"].to_list() in ([12, None, 0], [None, 10, 0])


def test_units_own_counts_add_up_over_other_columns() -> None:
    """Own counts of 2 and 20 are not to be had from the own count of both kinds together."""
    own, office = {"a": 2, "b": 20}, {"a": 40, "b": 50}
    rows = [
        (unit, kind, sum(part[each] for each in ("a", "b") if kind in (ALL, each) for part in parts))
        for unit, parts in {"dept": (own, office), "office": (office,)}.items()
        for kind in ("a", "b", ALL)
    ]
    frame = pl.DataFrame(rows, schema=["unit_code", "kind", "count"], orient="row")
    totals = {"unit_code": {"dept": ["office"]}, "kind": {ALL: ["a", "b"]}}
    public = suppress(frame, Suppression("count", ("unit_code", "kind"), totals), K).frame
    shown = {(unit, kind): count for unit, kind, count, _ in public.rows()}
    assert None in (shown["dept", "a"], shown["office", "a"])
    assert None in [shown[unit, kind] for unit in ("dept", "office") for kind in ("b", ALL)]


def test_parts_and_what_they_leave_are_guarded() -> None:
    """With 3 of 40 unpaid, the paid are withheld too, and so are share and sum."""
    frame = pl.DataFrame({"site_code": ["a"], "fines": [40], "paid": [37], "paid_pct": [92.5], "vnd": [9]})
    rule = Suppression(
        "fines",
        ("site_code",),
        parts=("paid",),
        dependent={"paid_pct": ("fines", "paid"), "vnd": ("paid",)},
    )
    (row,) = suppress(frame, rule, K).frame.rows(named=True)
    assert None in (row["fines"], row["paid"])
    assert row["paid_pct"] is None
    assert row["suppressed"]


def test_a_missing_level_between_is_looked_through() -> None:
    """Years are sums of months even where no quarter is published."""
    frame = pl.DataFrame({"period": ["2024-01", "2024-02", "2024"], "count": [2, 30, 32]})
    rule = Suppression("count", ("period",), {"period": MONTHS})
    assert suppress(frame, rule, K).frame["count"].to_list() == [None, None, 32]


@pytest.mark.parametrize(
    ("counts", "words"),
    [([1, 2, -3], "0 or more"), ([1, None, 1], "none is missing"), ([9, 9, 10], "add up to 8 more")],
    ids=["negative", "missing", "more than the total"],
)
def test_impossible_tables_are_refused(counts: list[int | None], words: str) -> None:
    """Nothing is published from a table that contradicts itself."""
    frame = pl.DataFrame({"side_0": ["a", "b", ALL], "count": counts})
    with pytest.raises(ImpossibleTable, match=words):
        suppress(frame, rule_of(frame), K)


def test_rows_with_the_same_keys_are_refused() -> None:
    """Two rows for one place would be two counts of it."""
    frame = pl.DataFrame({"side_0": ["a", "a"], "count": [1, 2]})
    with pytest.raises(ImpossibleTable, match="share their side_0"):
        suppress(frame, rule_of(frame), K)
