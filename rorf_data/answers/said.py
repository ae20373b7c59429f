"""What rates and comparisons say, in the few words that stand in a cell of a table."""

from __future__ import annotations

from rorf_data.measures.comparisons import Answer, Comparison
from rorf_data.measures.intervals import Interval, Reliability
from rorf_data.measures.rates import Rate

UNSTABLE = "unstable"
SO_FAR = "so far"
NOT_COMPARED = "nothing to compare with"
_OF_TIMES = {Answer.UP: "up", Answer.DOWN: "down"}
_OF_PLACES = {Answer.UP: "higher", Answer.DOWN: "lower"}


def count_said(count: int, limits: Interval) -> str:
    """``12 (6 to 21)``: a count with its interval in whole events."""
    return f"{count:,} ({limits.low:,.0f} to {limits.high:,.0f})"


def rate_said(rate: Rate, *, events: str, fewest: int) -> str:
    """``3.4 (1.8 to 5.9)``, marked where it is unstable; in place of a rate that can't be said, why."""
    if rate.reliability is Reliability.COUNT_ONLY:
        return f"fewer than {fewest} {events}"
    if rate.per_1000 is None or rate.limits is None:
        return "nobody counted among"
    said = f"{rate.per_1000:,.1f} ({rate.limits.low:,.1f} to {rate.limits.high:,.1f})"
    return f"{said}, {UNSTABLE}" if rate.reliability is Reliability.UNSTABLE else said


def change_said(comparison: Comparison | None, *, events: str = "", is_open: bool = False) -> str:
    """Up, down, no clear change, or too few to say with the counts at which it could; of two times.

    ``events`` names what is counted where that isn't plain from what stands beside it. ``is_open``: more records of the
    newer time are expected, so that a "down" may not last.
    """
    said = _said(comparison, _OF_TIMES, "no clear change", events=events)
    return f"{said} {SO_FAR}" if is_open and said == Answer.DOWN else said


def difference_said(comparison: Comparison | None) -> str:
    """Higher, lower, no clear difference, or too few to say with the counts at which it could; of two places."""
    return _said(comparison, _OF_PLACES, "no clear difference")


def answer_said(answer: Answer | None, *, is_open: bool = False) -> str:
    """The bare word for two times, where there is no room for more; ``is_open`` as for :func:`change_said`."""
    if answer is None:
        return NOT_COMPARED
    return f"{answer.value} {SO_FAR}" if is_open and answer is Answer.DOWN else answer.value


def _said(comparison: Comparison | None, words: dict[Answer, str], neither: str, *, events: str = "") -> str:
    if comparison is None:
        return NOT_COMPARED
    if comparison.answer is Answer.NO_CLEAR_CHANGE:
        return neither
    if comparison.answer is Answer.TOO_FEW:
        return f"{Answer.TOO_FEW}: {_would_take(comparison, events)}"
    return words[comparison.answer]


def _would_take(comparison: Comparison, events: str) -> str:
    """``would take 18 or more``, and where so few could be, ``or 1 or fewer``."""
    taken = f"would take {comparison.up_from:,} {events}".rstrip() + " or more"
    if comparison.down_to is None:
        return taken
    return f"{taken}, or {'none' if comparison.down_to == 0 else f'{comparison.down_to:,} or fewer'}"
