"""EARS C1, C2 and C3: the early-warning bounds of daily counts that many health departments use.

Every function takes the counts of consecutive days, oldest first, and gives one bound for each of them; the first days
have too little before them and no bound (NaN). An alarm is a count strictly above its bound. All of it is for areas
with many calls: ``rorf_data/measures/data/false_alarms.toml`` says what it does at the scale of this region.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

Counts = npt.ArrayLike
Bounds = npt.NDArray[np.float64]
Method = Callable[[Counts, float], Bounds]

BASELINE_DAYS = 7
GAP_DAYS = 2
ONE_IN_1000 = 0.001
ONE_IN_40 = 0.025


def c1_bounds(counts: Counts, minimum_sigma: float, *, alpha: float = ONE_IN_1000) -> Bounds:
    """The count above which C1 calls a day unusual: the mean of the 7 days before and 3.09 standard deviations more.

    The standard deviation is that of a sample, and is never taken to be less than a minimum (1 unless the settings say
    otherwise), since after a week of zeros it would be nothing and every call an alarm.

    For programs: the minimum is ``minimum_sigma``. ``alpha`` is the one-sided probability that the bound is made for;
    the quantile is the normal one.

    Numerator: overdose calls of the day.
    Denominator: none; the day is compared with the mean of the 7 days before.
    Source: the Early Aberration Reporting System, as Fricker, Hegler and Dunfee (2008) write it and R's package
    surveillance computes it.
    Limits: it is for areas with a call on most days; at this region's scale it takes nearly any call for unusual, or
    nothing, and it is not shown for towns at all.
    """
    means, sigmas = _baselines(counts, minimum_sigma, gap=0)
    return means + _quantile(alpha) * sigmas


def c2_bounds(counts: Counts, minimum_sigma: float, *, alpha: float = ONE_IN_1000) -> Bounds:
    """As C1, with two days between: the 7 days before the two days before, so that a slow rise doesn't hide itself.

    For programs: ``alpha`` as for C1.

    Numerator: overdose calls of the day.
    Denominator: none; the day is compared with the mean of the 7 days from the ninth to the third day before.
    Source: as C1.
    Limits: as C1.
    """
    means, sigmas = _baselines(counts, minimum_sigma, gap=GAP_DAYS)
    return means + _quantile(alpha) * sigmas


def c3_bounds(counts: Counts, minimum_sigma: float, *, alpha: float = ONE_IN_40) -> Bounds:
    """As C2, but what counts is by how much the two days before were high together.

    The bound is the day's own count, and as many standard deviations of C2's seven days more as 1.96 leaves after those
    by which each of the two days before was more than one above its own mean; it is never below 0.

    For programs: ``alpha`` as for C1. Where the standard deviation is 0 the bound is the day's count, and no alarm.

    Numerator: overdose calls of the day and of the two days before.
    Denominator: none; each of the two days is compared as in C2.
    Source: as C1, in the form that surveillance computes.
    Limits: as C1. In that form a day's own count stands on both sides, so that C3 speaks of the two days before it.
    """
    values = np.asarray(counts, dtype=np.float64)
    means, sigmas = _baselines(counts, minimum_sigma, gap=GAP_DAYS)
    excess = np.maximum(0, _standardised(values, means, sigmas) - 1)
    before = np.full_like(excess, np.nan)
    before[2:] = excess[1:-1] + excess[:-2]
    with np.errstate(invalid="ignore"):  # 0 times infinity: a bound that the next line doesn't use
        bounds: Bounds = np.maximum(0, values + sigmas * (_quantile(alpha) - before))
    return np.where((sigmas == 0) & ~np.isnan(before), values, bounds)


METHODS: Final[dict[str, Method]] = {"C1": c1_bounds, "C2": c2_bounds, "C3": c3_bounds}


def is_above(counts: Counts, bounds: Bounds) -> npt.NDArray[np.bool_]:
    """Whether each count is an alarm: strictly above its bound; a day without a bound is none."""
    return np.asarray(counts) > bounds


def _baselines(counts: Counts, minimum_sigma: float, *, gap: int) -> tuple[Bounds, Bounds]:
    """Mean and standard deviation (of a sample) of the seven days that end ``gap`` days before the day before."""
    values = np.asarray(counts, dtype=np.float64)
    means, sigmas = (np.full(values.shape, np.nan) for _ in range(2))
    first = BASELINE_DAYS + gap
    if values.size > first:
        weeks = np.lib.stride_tricks.sliding_window_view(values, BASELINE_DAYS)[: values.size - first]
        means[first:] = weeks.mean(axis=-1)
        sigmas[first:] = np.maximum(weeks.std(axis=-1, ddof=1), minimum_sigma)
    return means, sigmas


def _standardised(values: Bounds, means: Bounds, sigmas: Bounds) -> Bounds:
    """By how many standard deviations each value is above its mean; where there is no deviation, 0 or infinity."""
    above = values - means
    with np.errstate(divide="ignore", invalid="ignore"):
        found = above / sigmas
    standardised: Bounds = np.where((sigmas == 0) & (above == 0), 0.0, found)
    return standardised


def _quantile(alpha: float) -> float:
    from scipy.special import ndtri  # slow to import; only who asks for a bound waits for it

    return float(-ndtri(alpha))
