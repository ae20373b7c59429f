"""How far a count may lie from what it stands for, and whether a rate may be said at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, both included."""

    low: float
    high: float


class Reliability(StrEnum):
    """What may be said of a rate: nothing but its count, the rate with a mark, or the rate."""

    COUNT_ONLY = "count only"
    UNSTABLE = "unstable"
    SHOWN = "shown"


def count_limits(count: int, confidence: float) -> Interval:
    """The exact interval of a count of events that happen independently of each other (Garwood).

    From the least to the greatest mean that the count does not speak against: were the true mean any lower, so many
    events or more would come with a chance of less than 2.5 percent; were it any higher, so few or fewer would.

    For programs: 2.5 percent is half of what ``confidence`` leaves to 1; ``low`` of 0 is 0. ``ValueError`` for a count
    below 0 and a confidence that is not between 0 and 1.

    Numerator: the events themselves.
    Denominator: none; it is the interval of a count.
    Source: Garwood (1936), the exact interval of a Poisson count; chi-squared quantiles, ``chi2(a/2, 2k)/2`` to
    ``chi2(1-a/2, 2k+2)/2``.
    Limits: events that come together, as kits that are left at one visit, vary more than this says; so it is given for
    visits and not for kits.
    """
    if count < 0 or not 0 < confidence < 1:
        raise ValueError(f"no interval of {count} events at the confidence {confidence}")
    from scipy.special import gammainccinv, gammaincinv  # slow to import; only who asks for an interval waits for it

    tail = (1 - confidence) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    return Interval(low, float(gammainccinv(count + 1, tail)))


def rate_limits(count: int, exposure: float, confidence: float, *, per: float = 1) -> Interval:
    """The exact interval of ``per * count / exposure``: that of the count, divided as the count is.

    Numerator: the events.
    Denominator: the exposure, such as residents, taken as known exactly. ``ValueError`` where there is none.
    Source: as the interval of a count; the exposure is a constant.
    Limits: as the interval of a count; that the census itself may err is not in it.
    """
    if exposure <= 0:
        raise ValueError("a rate needs an exposure above 0")
    limits = count_limits(count, confidence)
    return Interval(per * limits.low / exposure, per * limits.high / exposure)


def reliability(count: int, *, fewest_for_a_rate: int, fewest_for_a_stable_rate: int) -> Reliability:
    """Whether so many events bear a rate: under the first limit a count only, under the second a rate with a mark.

    Numerator: the events that the rate rests on; for kits these are visits.
    Denominator: none; it is a rule about counts.
    Source: close to the standard of the National Center for Health Statistics (at least 10 events) and to WISQARS of
    the Centers for Disease Control and Prevention (20 or fewer are unstable).
    Limits: a convention; at 20 events the interval is still as wide as nine tenths of the rate.
    """
    if count < fewest_for_a_rate:
        return Reliability.COUNT_ONLY
    return Reliability.UNSTABLE if count < fewest_for_a_stable_rate else Reliability.SHOWN
