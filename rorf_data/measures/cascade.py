"""The leave-behind cascade: what became of kits at overdose calls, step by step, and the three rates made of it.

A *step* is a number of overdose calls, named as in :data:`STEPS`. The three rates have three names and three
denominators; none is ever given under another's name, and a share of calls only where kits and calls are linked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rorf_data.measures.intervals import Interval, Reliability, reliability

STEPS = {
    "calls": "total_calls",
    "linkable": "linkable_calls",
    "offered": "offered_calls",
    "left": "kit_left_calls",
    "refused": "kit_refused_calls",
    "eligible": "eligible_calls",
    "eligible_linkable": "eligible_linkable_calls",
    "eligible_offered": "eligible_offered_calls",
    "eligible_left": "eligible_kit_left_calls",
    "eligible_refused": "eligible_kit_refused_calls",
}
"""The steps as the store names them, and the columns that hold them; what begins with ``eligible_`` is among those
eligible.
"""

NOT_ON_RECORD = ("no_kit_recorded_calls", "eligible_no_kit_recorded_calls")
"""What is left of the calls, and of those eligible, when those with a kit left or refused are taken away."""

Counts = dict[str, int]
"""Calls by the columns of :data:`STEPS` and :data:`NOT_ON_RECORD`."""


@dataclass(frozen=True, slots=True)
class Part:
    """One count out of, or for each of, another: both of them, what they come to, and how far chance may carry that.

    ``value`` and ``limits`` are missing where the counts bear no rate.
    """

    numerator: int
    denominator: int
    value: float | None
    limits: Interval | None
    reliability: Reliability


@dataclass(frozen=True, slots=True)
class Bar:
    """What a figure must rest on: the confidence of its interval, and the counts for a rate and for a stable one."""

    confidence: float
    fewest_for_a_rate: int
    fewest_for_a_stable_rate: int

    def reliability_of(self, count: int) -> Reliability:
        """What may be said of a rate that rests on so many."""
        return reliability(
            count,
            fewest_for_a_rate=self.fewest_for_a_rate,
            fewest_for_a_stable_rate=self.fewest_for_a_stable_rate,
        )


def cascade(steps: pd.DataFrame, by: Sequence[str] = ()) -> dict[tuple[Any, ...], Counts]:
    """How many overdose calls reached each step: a kit record can be told, a kit was offered, left, or refused; and the
    same among the eligible calls, those after which nobody was taken to hospital and nobody had died.

    "No kit recorded" is what remains of the calls. It is never called missed: whether a kit would have been right, or
    was left and not written down, isn't known.

    For programs: ``steps`` has step, total and the columns ``by``, any number of rows for each; the answer has the
    counts of each combination of ``by`` that occurs, in order (without ``by`` of ``()``), under the names of
    :data:`STEPS` and :data:`NOT_ON_RECORD`.

    Numerator: overdose calls that reached the step. A kit record can be told where the call's own record says whether a
    kit was left, where a kit log has a row of it, or where it has an incident number and a kit log that records such
    numbers covers its month.
    Denominator: none; each step is a count.
    Source: the steps of Vermont's first year (Naumann and others 2024), with "no kit recorded" in place of "missed";
    kits and calls are linked by the incident number, with days at most one apart.
    Limits: a call without transport on record is not among the eligible. A call at which a kit was left without its
    number written down stands under "no kit recorded"; so do all calls of an agency whose own log has no numbers, in
    months that the log of another covers.
    """
    keys = list(zip(*(steps[column] for column in by), strict=True)) if by else [()] * len(steps)
    found: dict[tuple[Any, ...], Counter[str]] = {} if by else {(): Counter()}
    for key, step, total in zip(keys, steps["step"], steps["total"], strict=True):
        found.setdefault(key, Counter())[step] += int(total)
    return {key: with_the_rest({column: found[key][step] for step, column in STEPS.items()}) for key in sorted(found)}


def with_the_rest(reached: Mapping[str, int]) -> Counts:
    """The counts of :data:`STEPS` with what remains of the calls, and of those eligible, when those with a kit left or
    refused are taken away.
    """
    rest, eligible_rest = NOT_ON_RECORD
    return {
        **reached,
        rest: reached["total_calls"] - reached["kit_left_calls"] - reached["kit_refused_calls"],
        eligible_rest: (
            reached["eligible_calls"] - reached["eligible_kit_left_calls"] - reached["eligible_kit_refused_calls"]
        ),
    }


def is_linked(linkable: int, calls: int, *, fewest_linked_share: float) -> bool:
    """Whether a share of these calls may be given: there are some, and for enough of them a kit record can be told."""
    return calls > 0 and linkable >= fewest_linked_share * calls


def calls_with_a_kit_left(left: int, calls: int, bar: Bar) -> Part:
    """The share of overdose calls after which at least one kit was left.

    Numerator: overdose calls with at least one kit left, by the call's own record or by a kit log with its incident
    number.
    Denominator: all suspected-overdose calls of the same places and time, those with a death and those with somebody
    taken to hospital among them, since a kit can be left with family.
    Source: a share of calls with its exact interval (Clopper and Pearson 1934).
    Limits: it is given only where kits and calls are linked by incident; of fewer than 10 calls only the counts are
    given, and of 10 to 19 the share is unstable.
    """
    return _share(left, calls, bar)


def eligible_calls_with_a_kit_left(left: int, eligible: int, bar: Bar) -> Part:
    """The share of eligible calls after which at least one kit was left. Eligible are the calls after which nobody was
    taken to hospital, because that was refused or not done, and nobody had died.

    Numerator: eligible calls with at least one kit left, as in calls with a kit left.
    Denominator: eligible calls of the same places and time.
    Source: Vermont's first year counts so (141 kits left with 793 people at risk who refused to be taken to hospital;
    Naumann and others 2024), with its exact interval (Clopper and Pearson 1934).
    Limits: Vermont counted everybody at risk, found by reading every record; here it is overdose calls with transport
    on record. It is given only where kits and calls are linked, and of fewer than 10 calls only the counts are given.
    """
    return _share(left, eligible, bar)


def kits_per_overdose_call(kits: int, visits: int, calls: int, bar: Bar) -> tuple[Part, Part]:
    """Kits left for each overdose call, and visits at which kits were left for each overdose call.

    Numerator: all kits left, at an overdose or not; for the interval the visits at which they were left.
    Denominator: all suspected-overdose calls of the same places and time.
    Source: Howard County, Maryland, gives it so (120 kits on 239 calls, June 2018 to June 2019; Scharf and others
    2020). The interval is the exact one of the ratio of two counts: Clopper and Pearson's, of the visits among visits
    and calls together.
    Limits: it is no share of calls and may exceed 1. Several kits can be left at one visit, so the interval is that of
    the visits; it takes visits and calls to come independently of each other, so it is rather too wide where most kits
    are left at calls. With fewer than 10 visits or 10 calls there are only the counts.
    """
    bears = bar.reliability_of(min(visits, calls))
    if bears is Reliability.COUNT_ONLY:
        return Part(kits, calls, None, None, bears), Part(visits, calls, None, None, bears)
    limits = ratio_limits(visits, calls, bar.confidence)
    return Part(kits, calls, kits / calls, None, bears), Part(visits, calls, visits / calls, limits, bears)


def share_limits(part: int, whole: int, confidence: float) -> Interval:
    """The exact interval of ``part / whole`` (Clopper and Pearson): the shares that the counts do not speak against.

    ``ValueError`` where the whole is 0 or the part is not within it.
    """
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(f"{part} of {whole} is no share")
    from scipy.special import betaincinv  # slow to import; only who asks for an interval waits for it

    tail = (1 - confidence) / 2
    low = float(betaincinv(part, whole - part + 1, tail)) if part else 0.0
    high = float(betaincinv(part + 1, whole - part, 1 - tail)) if part < whole else 1.0
    return Interval(low, high)


def ratio_limits(count: int, other: int, confidence: float) -> Interval:
    """The exact interval of the ratio of two counts, from the share of the first in both together.

    ``ValueError`` where the other count is 0: no ratio is known then.
    """
    if other <= 0:
        raise ValueError("a ratio to no events has no interval")
    share = share_limits(count, count + other, confidence)
    return Interval(share.low / (1 - share.low), share.high / (1 - share.high))


def _share(part: int, whole: int, bar: Bar) -> Part:
    bears = bar.reliability_of(whole)
    if bears is Reliability.COUNT_ONLY or not whole:
        return Part(part, whole, None, None, bears)
    return Part(part, whole, part / whole, share_limits(part, whole, bar.confidence), bears)
