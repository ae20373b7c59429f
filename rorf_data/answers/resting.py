"""What the numbers of answers rest on, in the shapes that most of them have; and the notes that tell counts.

A number may be said to rest on sums only if it is worked out from them and from what tells nothing of anybody: never
from days inside a month, from months beside it, from how late records came, or from whether a row is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from rorf_data.answers.reader import Reader
from rorf_data.answers.watched import memberships
from rorf_data.disclosure.families import FAMILIES
from rorf_data.disclosure.rests import FREE, INSIDE, RestsOn, Sum
from rorf_data.measures.lateness import LONGEST_DELAY
from rorf_data.measures.person_time import memberships_within
from rorf_data.model import Grain, Period, end_of

PROTECTED = frozenset(measure for family in FAMILIES for measure in family.shown)
"""The measures whose sums are hidden where they are small."""
NEVER_SHARED = frozenset(measure for family in FAMILIES for measure in family.inside)


def resting_on(measure: str, areas: Sequence[str], span: Period) -> RestsOn:
    """The sum of the measure over these areas and days; nothing of a measure that tells of nobody."""
    if measure in NEVER_SHARED:
        return INSIDE
    return (Sum(measure, tuple(areas), span),) if measure in PROTECTED else FREE


def each_of(measure: str, areas: Iterable[str], span: Period) -> list[RestsOn]:
    """The same for one row for each of these areas."""
    return [resting_on(measure, [area], span) for area in areas]


def every_of(measure: str, areas: Sequence[str], spans: Iterable[Period]) -> list[RestsOn]:
    """The same for one row for each of these spans, the areas together."""
    return [resting_on(measure, areas, span) for span in spans]


def together(*parts: RestsOn) -> RestsOn:
    """What rests on all of these."""
    known = [part for part in parts if part is not None]
    return INSIDE if len(known) < len(parts) else tuple(dict.fromkeys(one for part in known for one in part))


def months_within(period: Period) -> list[Period]:
    """Every month that the period touches, without its days outside the period."""
    return [cut(period, Period.of_month(month)) for month in period.months()]


def span_within(period: Period, grain: Grain, start: date) -> Period:
    """The span of this grain that begins on ``start``, without its days outside the period."""
    return cut(period, Period(start, end_of(grain, start)))


def cut(period: Period, span: Period) -> Period:
    """The days of the span that lie within the period."""
    return Period(max(period.first, span.first), min(period.last, span.last))


def whole_sum(reader: Reader, measure: str, towns: Sequence[str], span: Period) -> RestsOn:
    """A sum of these towns together that is missing where one of its months is.

    A month in which none of them was a member is missing when nothing was found in it, so the sum tells of that month
    by itself.
    """
    times = frozenset(time for town in towns for time in memberships(reader, town))
    unwatched = (month for month in _months_within(span) if not _is_watched(month, times))
    return together(*(resting_on(measure, towns, one) for one in (span, *unwatched)))


@lru_cache(maxsize=1024)
def _months_within(period: Period) -> tuple[Period, ...]:
    return tuple(months_within(period))


@lru_cache(maxsize=8192)
def _is_watched(month: Period, times: frozenset[Period]) -> bool:
    return bool(memberships_within(month, list(times)))


def watched_on(reader: Reader, measure: str, towns: Sequence[str], span: Period) -> RestsOn:
    """What was counted of these towns together on the days of the span on which each was a member."""
    alike: dict[tuple[Period, ...], list[str]] = defaultdict(list)
    for town in towns:
        alike[tuple(memberships_within(span, memberships(reader, town)))].append(town)
    return together(*(resting_on(measure, codes, part) for parts, codes in alike.items() for part in parts))


def judged_on(reader: Reader, measure: str, places: Iterable[Sequence[str]], *spans: Period) -> RestsOn:
    """A comparison of these places, each a town or several together, judged with one another over these spans.

    Where one of them is so recent that records are still on their way, it also rests on how late others came, and that
    stays inside.
    """
    if measure in PROTECTED and any(is_judged_by_arrivals(reader, span) for span in spans):
        return INSIDE
    return together(*(watched_on(reader, measure, place, span) for place in places for span in spans))


def is_judged_by_arrivals(reader: Reader, span: Period) -> bool:
    """Whether comparisons weigh any month of the span by how much of its records usually is in by now."""
    return span.last >= (reader.today - timedelta(LONGEST_DELAY)).replace(day=1)


def telling(measures: Iterable[str]) -> tuple[list[str], list[str]]:
    """The measures that tell of nobody, and the others, whose counts no note may tell outside the programme."""
    every = list(measures)
    sensitive = PROTECTED | NEVER_SHARED
    return [name for name in every if name not in sensitive], [name for name in every if name in sensitive]
