"""The rate ratio: exact against closed forms, near Mantel and Haenszel's, and blind to season."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from pipelines.camera_violations.accidents import Strata, rate_ratio


def strata(*rows: tuple[int, int, int, int]) -> Strata:
    return Strata(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)


def test_one_stratum_is_a_binomial_test() -> None:
    """With one stratum, interval and estimate are those of Clopper and Pearson for the share after."""
    found = rate_ratio(strata((30, 1000, 12, 800)), 0.95)
    share = binomtest(12, 42).proportion_ci(0.95, "exact")
    odds = [ends / (1 - ends) * 1000 / 800 for ends in (12 / 42, share.low, share.high)]
    assert (found.estimate, found.lower, found.upper) == pytest.approx(odds)


def test_season_is_taken_out() -> None:
    """Twice the accidents in months that only the time after has more of are no effect of cameras."""
    found = rate_ratio(strata((10, 100, 10, 100), (20, 100, 60, 300)), 0.95)
    assert found.estimate == pytest.approx(1)
    assert found.p_value == 1


def test_pooled_like_mantel_and_haenszel() -> None:
    """On many accidents the exact estimate and Mantel and Haenszel's agree within a hundredth."""
    rng = np.random.Generator(np.random.PCG64(3))
    days_before, days_after = rng.integers(300, 900, (2, 24))
    rates = rng.random(24)
    rows = [
        (int(rng.poisson(before * rate)), int(before), int(rng.poisson(after * rate * 0.6)), int(after))
        for before, after, rate in zip(days_before, days_after, rates, strict=True)
    ]
    b, before, a, after = np.array(rows).T
    pooled = (a * before / (before + after)).sum() / (b * after / (before + after)).sum()
    found = rate_ratio(strata(*rows), 0.95)
    assert found.estimate == pytest.approx(pooled, abs=0.01)
    assert found.upper is not None
    assert found.upper < 1


def test_the_interval_covers_as_often_as_it_says() -> None:
    """Of 300 simulated sites with few accidents, nearly 95 % of the intervals or more hold the true ratio."""
    rng = np.random.Generator(np.random.PCG64(5))
    held = 0
    for _ in range(300):
        rows = [(int(rng.poisson(1.2)), 60, int(rng.poisson(0.7)), 50) for _ in range(12)]
        found = rate_ratio(strata(*rows), 0.95)
        true = 0.7 / 50 / (1.2 / 60)
        held += (found.lower or 0) <= true <= (found.upper or np.inf)
    assert held >= 0.93 * 300


@pytest.mark.parametrize(
    ("row", "expected"),
    [((0, 10, 0, 10), None), ((4, 10, 0, 0), None), ((4, 10, 0, 10), 0.0)],
    ids=["no accidents", "no days after", "none after"],
)
def test_what_accidents_do_not_tell_stays_open(
    row: tuple[int, int, int, int], expected: float | None
) -> None:
    """Without accidents or days on a side there is no ratio; without accidents after it is 0."""
    assert rate_ratio(strata(row), 0.95).estimate == expected
