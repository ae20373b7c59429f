"""Many places compared at once: what chance alone would bring, and how they are judged together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def judged_together(p_values: Sequence[float | None]) -> list[float | None]:
    """The probabilities of chance of several comparisons, adjusted for being made at once.

    Of all that are named up or down by them, in the long run no larger share is named by chance than the significance,
    1 in 20.

    For programs: what couldn't be compared is None, and stays so.

    Numerator: comparisons named up or down although nothing differs.
    Denominator: all comparisons named up or down.
    Source: Benjamini and Hochberg (1995), as scipy computes it.
    Limits: it holds over many tables, not for each one; and a true change of one town among many is named later than it
    would be alone.
    """
    known = [p for p in p_values if p is not None]
    if not known:
        return [None] * len(p_values)
    from scipy.stats import false_discovery_control  # slow to import; only who compares several places waits for it

    adjusted = iter(false_discovery_control(known).tolist())
    return [None if p is None else next(adjusted) for p in p_values]


def findings_by_chance(totals: npt.ArrayLike, shares: npt.ArrayLike, significance: float) -> float:
    """How many of these comparisons would say up or down if nothing differed and each were judged by itself.

    It is counted out for the counts that there are; where these are small, it is far less than 1 in 20.

    For programs: ``totals`` are the two counts of each comparison together, ``shares`` the part of its exposure that
    belongs to the first.

    Numerator: comparisons that chance alone would name.
    Denominator: none; it is an expected number of comparisons.
    Source: the size of the exact conditional test, summed over the comparisons.
    Limits: comparisons of one place over overlapping times, or against others that are compared too, are not
    independent; their expected number holds all the same.
    """
    counts, parts = np.asarray(totals, dtype=np.float64), np.asarray(shares, dtype=np.float64)
    tails = [_chance_below(counts, part, significance / 2) for part in (parts, 1 - parts)]
    return float(np.sum(tails))


def _chance_below(
    totals: npt.NDArray[np.float64], shares: npt.NDArray[np.float64], tail: float
) -> npt.NDArray[np.float64]:
    """The chance of a count so low that so low a one, or a lower, has at most the chance ``tail``."""
    from scipy.stats import binom  # as above

    quantile = np.asarray(binom.ppf(tail, totals, shares))
    at = np.asarray(binom.cdf(quantile, totals, shares))
    return np.where(at <= tail, at, np.asarray(binom.cdf(quantile - 1, totals, shares)))
