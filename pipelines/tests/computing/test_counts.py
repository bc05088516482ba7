"""Counts are added exactly, and the months that differ are found."""

from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines.computing import counts

ROWS = st.lists(
    st.tuples(st.sampled_from(["2025-01", "2025-02"]), st.sampled_from(["a", None]), st.integers(-9, 9)),
    min_size=1,
)


def frame(rows: list[tuple[str, str | None, int]]) -> pl.DataFrame:
    """Counts by month and unit."""
    return pl.DataFrame(
        rows, schema={"month": pl.String, "unit": pl.String, "number": pl.Int64}, orient="row"
    )


@given(ROWS, st.randoms())
def test_order_and_chunks_do_not_matter(rows: list[tuple[str, str | None, int]], random: Random) -> None:
    """All at once is the same as one by one in another order."""
    whole = counts.add([{"n": frame(rows)}])
    pieces = counts.add({"n": frame([row])} for row in random.sample(rows, len(rows)))
    assert_frame_equal(whole["n"], pieces["n"])


@pytest.mark.parametrize(
    "bad",
    [{"number": 1.5, "month": "2025-01"}, {"number": 1}, {"number": 1, "month": 202501}],
    ids=["fraction", "no month", "month is a number"],
)
def test_what_cannot_be_added_is_refused(bad: dict[str, Any]) -> None:
    """Sums of fractions depend on their order, and a count without month belongs nowhere."""
    with pytest.raises(counts.NotAdditive):
        counts.add([{"n": pl.DataFrame([bad])}])


def test_only_months_that_differ_are_named() -> None:
    """A changed sum, a new row and a row that is gone each touch their month."""
    before = {"n": frame([("2025-01", "a", 1), ("2025-02", "a", 1), ("2025-03", "a", 1)])}
    after = {"n": frame([("2025-01", "a", 1), ("2025-02", "a", 2), ("2025-04", None, 1)])}
    assert counts.changed_months(before, after) == ["2025-02", "2025-03", "2025-04"]
    assert counts.changed_months(after, after) == []
