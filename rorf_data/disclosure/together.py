"""What can be shown together where it can't be shown alone: neighbouring towns, and months of one quarter or year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rorf_data.disclosure.linked import GRAINS
from rorf_data.disclosure.protection import Protection
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import Sum
from rorf_data.model import Period, end_of, start_of
from rorf_data.towns import gazetteer

COUNTS = ("total_calls", "fatal_calls", "total_requests", "kits_at_overdose", "total_deaths", "opioid_deaths")
"""The columns that are the sum itself; others that rest on one, such as rates, can't be added up."""

_MOST_SAID = 8


def said_together(released: Released, protection: Protection) -> tuple[str, ...]:
    """For each count of which something is hidden, a sentence with what can be shown of it together, if anything can.

    Of a frame of towns these are the groups of towns that were put together; of one over time the shortest quarters and
    years within it that hold what is hidden and more.
    """
    return tuple(
        sentence
        for column, sums in _counts(released).items()
        if (sentence := _sentence(released.about.labels[column], [*_merges(sums, protection)]))
    )


def _counts(released: Released) -> Mapping[str, Sequence[Sum]]:
    """The columns that are the sum of one measure in every row."""
    found = {}
    for column in released.frame.columns.intersection(list(COUNTS)):
        rests = released.rests.get(column, ())
        sums = [one for each in rests if each for one in each]
        if len(sums) == len(rests) == len(released.frame) and len({one.measure for one in sums}) == 1:
            found[column] = sums
    return found


def _merges(sums: Sequence[Sum], protection: Protection) -> Iterator[tuple[str, int]]:
    hidden = {one for one in sums if protection.number(one) is None}
    if not hidden or sums[0].measure not in protection.decided:
        return
    if len({one.span for one in sums}) == 1:
        yield from _towns(sums, hidden, protection)
    elif len({one.areas for one in sums}) == 1:
        yield from _spans(sums, hidden, protection)


def _towns(sums: Sequence[Sum], hidden: set[Sum], protection: Protection) -> Iterator[tuple[str, int]]:
    measure, span = sums[0].measure, sums[0].span
    every = {area for one in sums for area in one.areas}
    small = {area for one in hidden for area in one.areas}
    for areas in protection.decided[measure].groups.values():
        number = protection.number(Sum(measure, tuple(sorted(areas)), span))
        if areas < every and areas & small and number is not None:
            yield _named([gazetteer.area_label(area) for area in areas]), number


def _spans(sums: Sequence[Sum], hidden: set[Sum], protection: Protection) -> Iterator[tuple[str, int]]:
    measure, areas = sums[0].measure, sums[0].areas
    months = {month for one in sums if one.span.is_whole_months for month in one.span.months()}
    told: set[Period] = set()
    for one in sorted(hidden, key=lambda one: one.span):
        for grain in GRAINS:
            start = start_of(grain, one.span.first)
            span = Period(start, end_of(grain, start))
            is_longer = span.first <= one.span.first and one.span.last <= span.last and span != one.span
            if not is_longer or not months.issuperset(span.months()):
                continue
            number = protection.number(Sum(measure, areas, span))
            if number is not None:
                if span not in told:
                    told.add(span)
                    yield str(span), number
                break


def _sentence(label: str, merges: Sequence[tuple[str, int]]) -> str:
    if not merges:
        return ""
    said = "; ".join(f"{name}: {number:,}" for name, number in merges[:_MOST_SAID])
    more = f"; and {len(merges) - _MOST_SAID} more" if len(merges) > _MOST_SAID else ""
    return f"{label} that can be shown together: {said}{more}."


def _named(names: Sequence[str]) -> str:
    ordered = sorted(names)
    return f"{', '.join(ordered[:-1])} and {ordered[-1]}"
