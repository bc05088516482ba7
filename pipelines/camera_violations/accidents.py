"""Accidents before and after cameras came: the rate ratio, exactly, within strata of season and site.

A stratum is one calendar month at one site: rain, harvest, Tết and traffic of that place and season are the
same before and after. Accidents are Poisson with a rate by stratum, times ``theta`` after the cameras came.
Given the number of accidents of a stratum, those after are binomial with the share
``theta * days_after / (theta * days_after + days_before)``; their sum over strata decides about ``theta``:

* estimate: the ``theta`` whose expected sum is the observed one (conditional maximum likelihood),
* interval: the ``theta`` that make the observed sum, or more (less), as rare as half of what confidence
  leaves,
* p: twice the smaller tail at ``theta`` = 1, at most 1.

No normal approximation is made; a stratum with days on one side only says nothing. It shows a difference, not
its cause: sites are chosen where accidents have been many, and many are followed by fewer anyway.

Source: N. E. Breslow, N. E. Day, Statistical Methods in Cancer Research, volume II (1987), chapters 3 and 4.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import binom

WIDEST = 50.0
"""Bound of the logarithm of a rate ratio in the search."""


@dataclass(frozen=True)
class Strata:
    """Accidents and site-days of each stratum."""

    before: NDArray[np.int64]
    """Accidents before."""
    days_before: NDArray[np.int64]
    """Site-days before."""
    after: NDArray[np.int64]
    """Accidents after."""
    days_after: NDArray[np.int64]
    """Site-days after."""

    def informative(self) -> Strata:
        """Strata with days on both sides and at least one accident."""
        kept = (self.days_before > 0) & (self.days_after > 0) & (self.before + self.after > 0)
        return Strata(self.before[kept], self.days_before[kept], self.after[kept], self.days_after[kept])


@dataclass(frozen=True)
class RateRatio:
    """Rate after by rate before; None where the accidents do not say."""

    estimate: float | None
    """Conditional maximum likelihood estimate; below 1 there are fewer accidents after."""
    lower: float | None
    """Lower end of the interval; 0 where there are no accidents after."""
    upper: float | None
    """Upper end of the interval; None where there is no limit."""
    p_value: float | None
    """Probability of a difference as large, or larger, if cameras made none."""


def rate_ratio(strata: Strata, confidence: float) -> RateRatio:
    """The rate ratio of ``strata`` with its exact interval."""
    told = strata.informative()
    total, after = int((told.before + told.after).sum()), int(told.after.sum())
    if total == 0:
        return RateRatio(None, None, None, None)
    tail = (1 - confidence) / 2
    at_most, at_least = _tails(told, 0.0, after)
    lower = _solved(lambda log: _tails(told, log, after)[1] - tail) if after else 0.0
    upper = _solved(lambda log: tail - _tails(told, log, after)[0]) if after < total else None
    estimate = _estimate(told, after, total)
    return RateRatio(estimate, lower, upper, min(1.0, 2 * min(at_most, at_least)))


def _estimate(told: Strata, after: int, total: int) -> float | None:
    if after == 0:
        return 0.0
    if after == total:
        return None
    sizes = told.before + told.after
    return _solved(lambda log: float((sizes * _shares(told, log)).sum()) - after)


def _shares(told: Strata, log: float) -> NDArray[np.float64]:
    """Chance of each stratum's accidents to be after, at the rate ratio ``exp(log)``."""
    odds = log + np.log(told.days_after) - np.log(told.days_before)
    return 1 / (1 + np.exp(-odds))


def _tails(told: Strata, log: float, after: int) -> tuple[float, float]:
    """Probabilities of at most, and of at least, ``after`` accidents after."""
    chances = np.ones(1)
    for size, share in zip(told.before + told.after, _shares(told, log), strict=True):
        chances = np.convolve(chances, binom.pmf(np.arange(size + 1), size, share))
    return float(chances[: after + 1].sum()), float(chances[after:].sum())


def _solved(rising: Callable[[float], float]) -> float:
    return math.exp(brentq(rising, -WIDEST, WIDEST, xtol=1e-12))
