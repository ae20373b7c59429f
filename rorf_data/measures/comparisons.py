"""Whether two counts differ by more than chance: up, down, no clear change, or too few to say."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

NOTICEABLE = 2
"""The change that a comparison should be able to notice before it says "no clear change": a doubling."""

_UP, _DOWN = 1, -1


class Answer(StrEnum):
    """What a comparison says of the newer count (or of the one place) against the older (or the others)."""

    UP = "up"
    DOWN = "down"
    NO_CLEAR_CHANGE = "no clear change"
    TOO_FEW = "too few to say"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer, the two-sided probability of chance, and the counts at which it would have said more.

    ``up_from``: from this count on it says up, however many others are compared with it; ``down_to``: down to this
    count it says down, None where not even 0 would. Both are for the same older count and the same exposures.
    """

    answer: Answer
    p: float
    up_from: int
    down_to: int | None


def compare(
    now: int,
    before: int,
    *,
    exposure_now: float = 1,
    exposure_before: float = 1,
    significance: float,
    judged_with: int = 1,
    adjusted_p: float | None = None,
) -> Comparison:
    """Whether the newer of two counts, or that of one place, is up or down against the other by more than chance.

    It says up or down where chance alone would bring so large a difference, to either side, with a probability of at
    most the significance (1 in 20, among all towns that are compared). Otherwise it says "no clear change" where even
    twice the expected number would have been told as up, and "too few to say" where it would not.

    For programs: exposures are in any unit, the same for both (person-months); ``ValueError`` where one is not above 0.
    ``adjusted_p`` is the probability after the comparisons of ``judged_with`` places were judged together.

    Numerator: events of the newer period, or of the one place.
    Denominator: none; the older period or the other places, each weighed by its residents and months.
    Source: the exact conditional (binomial) test of Przyborowski and Wilenski (1940), two-sided by doubling the smaller
    tail, as R's package exactci does (Fay 2010).
    Limits: it takes events to be independent of each other, says nothing of why, and nothing of how large a change is;
    with a handful of events nothing but "too few to say" can come of it.
    """
    if min(exposure_now, exposure_before) <= 0:
        raise ValueError("a comparison needs exposures above 0")
    share = exposure_now / (exposure_now + exposure_before)
    upper, lower = _or_more(now, before, share), _or_fewer(now, before, share)
    p = min(1.0, 2 * upper, 2 * lower)
    own = significance / judged_with
    up_from, down_to = _up_from(before, share, own), _down_to(before, share, own)
    if (p if adjusted_p is None else adjusted_p) <= significance:
        return Comparison(Answer.UP if upper < lower else Answer.DOWN, p, up_from, down_to)
    doubled = math.ceil(NOTICEABLE * before * exposure_now / exposure_before)
    return Comparison(Answer.NO_CLEAR_CHANGE if up_from <= doubled else Answer.TOO_FEW, p, up_from, down_to)


def answers(
    now: npt.NDArray[np.int64],
    before: npt.NDArray[np.int64],
    exposure_now: npt.NDArray[np.float64],
    exposure_before: npt.NDArray[np.float64],
    *,
    significance: float,
    judged_with: int = 1,
    adjusted_p: npt.NDArray[np.float64] | None = None,
) -> list[Answer]:
    """The answers of :func:`compare` for one-dimensional arrays, without the counts that it would have taken."""
    share = exposure_now / (exposure_now + exposure_before)
    upper, lower = _tails(now, before, share)
    p = np.minimum(1.0, 2 * np.minimum(upper, lower)) if adjusted_p is None else adjusted_p
    doubled = np.ceil(NOTICEABLE * before * exposure_now / exposure_before)
    would_notice = 2 * _tails(doubled, before, share)[0] <= significance / judged_with
    neither = np.where(would_notice, Answer.NO_CLEAR_CHANGE, Answer.TOO_FEW)
    told = np.where(p <= significance, np.where(upper < lower, Answer.UP, Answer.DOWN), neither)
    return [Answer(word) for word in told]


def p_values(
    now: npt.ArrayLike, before: npt.ArrayLike, exposure_now: npt.ArrayLike = 1, exposure_before: npt.ArrayLike = 1
) -> npt.NDArray[np.float64]:
    """The two-sided probability of :func:`compare` for arrays of counts and exposures, which may be broadcast."""
    share = np.asarray(exposure_now) / (np.asarray(exposure_now) + np.asarray(exposure_before))
    upper, lower = _tails(now, before, share)
    found: npt.NDArray[np.float64] = np.minimum(1.0, 2 * np.minimum(upper, lower))
    return found


def directions(
    now: npt.ArrayLike,
    before: npt.ArrayLike,
    exposure_now: npt.ArrayLike = 1,
    exposure_before: npt.ArrayLike = 1,
    *,
    significance: float,
) -> npt.NDArray[np.int8]:
    """1 where :func:`compare` would say up, -1 where down, 0 where neither; for arrays, each judged by itself."""
    found = p_values(now, before, exposure_now, exposure_before) <= significance
    is_higher = np.asarray(now) * np.asarray(exposure_before) > np.asarray(before) * np.asarray(exposure_now)
    return np.where(found, np.where(is_higher, _UP, _DOWN), 0).astype(np.int8)


def _tails(
    now: npt.ArrayLike, before: npt.ArrayLike, share: npt.ArrayLike
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The chances of so many events or more, and of so many or fewer, among all, when each is "now" with ``share``."""
    from scipy.special import betainc, betaincc  # slow to import; only who compares waits for it

    newer, older, part = (np.asarray(values, dtype=np.float64) for values in (now, before, share))
    upper = np.where(newer > 0, betainc(np.maximum(newer, 1), older + 1, part), 1.0)
    lower = np.where(older > 0, betaincc(newer + 1, np.maximum(older, 1), part), 1.0)
    return upper, lower


def _or_more(now: int, before: int, share: float) -> float:
    """One of :func:`_tails` for plain numbers, for which arrays would cost ten times as much."""
    from scipy.special import betainc  # as above

    return float(betainc(now, before + 1, share)) if now else 1.0


def _or_fewer(now: int, before: int, share: float) -> float:
    from scipy.special import betaincc  # as above

    return float(betaincc(now + 1, before, share)) if before else 1.0


def _up_from(before: int, share: float, significance: float) -> int:
    expected = before * share / (1 - share)
    return _least(lambda now: 2 * _or_more(now, before, share) <= significance, near=expected)


def _down_to(before: int, share: float, significance: float) -> int | None:
    """One less than the least count that is not told as down."""
    expected = before * share / (1 - share)
    found = _least(lambda now: 2 * _or_fewer(now, before, share) > significance, near=expected)
    return found - 1 if found else None


def _least(holds: Callable[[int], bool], *, near: float) -> int:
    """The least whole number from 0 on that a condition holds of, which goes on to hold above it; sought from ``near``
    in steps that begin at its root, since chance reaches about so far.
    """
    step = math.isqrt(int(near)) + 1
    low, high = int(near), int(near)
    while low >= 0 and holds(low):
        low, high, step = low - step, low, 2 * step
    while not holds(high):
        low, high, step = high, high + step, 2 * step
    low = max(low, -1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
