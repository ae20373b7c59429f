"""Towns against the region: how far a town's count may lie from what the region leads to expect."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import numpy.typing as npt

WARNING, ACTION = 0.95, 0.998
"""The shares that the inner and the outer limits hold, the two that funnel plots are drawn with."""


class Standing(StrEnum):
    """Where a count lies against the limits of its expected count."""

    FAR_ABOVE = "above the 99.8 % limit"
    ABOVE = "above the 95 % limit"
    WITHIN = "within the limits"
    BELOW = "below the 95 % limit"
    FAR_BELOW = "below the 99.8 % limit"


def expected_counts(counts: Sequence[int], exposures: Sequence[float]) -> list[float]:
    """The events of all places shared out by their residents and months: what each would have if all were alike."""
    whole = sum(exposures)
    return [sum(counts) * exposure / whole if whole else 0.0 for exposure in exposures]


def control_limits(expected: npt.ArrayLike, share: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The lowest and the highest count that is no surprise where so many are expected, both included.

    Between the inner limits lie 95 percent of towns by chance alone, between the outer ones 99.8 percent, or more.

    For programs: lower and higher counts each come with at most half of what ``share`` leaves to 1.

    Numerator: events of the town.
    Denominator: none; the expected number is the region's events shared out by residents and months.
    Source: the exact Poisson quantiles of Spiegelhalter's funnel plots (2005), left at whole numbers.
    Limits: the region's own figure is taken as known; and towns differ for good reasons too, so a town outside the
    limits is one to ask about, no more.
    """
    from scipy.stats import poisson  # slow to import; only who asks for limits waits for it

    tail, means = (1 - share) / 2, np.asarray(expected, dtype=np.float64)
    return np.asarray(poisson.ppf(tail, means)), np.asarray(poisson.isf(tail, means))


def standing(count: int, expected: float) -> Standing:
    """Where a count lies against the limits for so many expected."""
    return standings([count], [expected])[0]


def standings(counts: Sequence[int], expected: Sequence[float]) -> list[Standing]:
    """The same for each of several counts."""
    far_low, far_high, low, high = (limits for share in (ACTION, WARNING) for limits in control_limits(expected, share))
    return [_standing(*one) for one in zip(counts, far_low, low, high, far_high, strict=True)]


def _standing(count: int, far_low: float, low: float, high: float, far_high: float) -> Standing:
    if count > high:
        return Standing.FAR_ABOVE if count > far_high else Standing.ABOVE
    if count < low:
        return Standing.FAR_BELOW if count < far_low else Standing.BELOW
    return Standing.WITHIN


def outside_by_chance(expected: Sequence[float], share: float) -> float:
    """How many of the places would lie outside the limits by chance alone, if all were alike."""
    from scipy.stats import poisson  # as above

    means = np.asarray(expected, dtype=np.float64)
    low, high = control_limits(means, share)
    return float(np.sum(poisson.cdf(low - 1, means)) + np.sum(poisson.sf(high, means)))
