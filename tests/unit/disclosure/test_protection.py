"""What is told of a number: only what was decided to be shown, put together without gaps and overlaps."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rorf_data.disclosure.families import FAMILIES, MEMBERS, linked_counts, numbers_by_measure
from rorf_data.disclosure.hiding import decide
from rorf_data.disclosure.protection import Decided, Protection, for_sharing
from rorf_data.disclosure.release import Description, Released, release
from rorf_data.disclosure.rests import FREE, INSIDE, Rests, Sum
from rorf_data.disclosure.together import said_together
from rorf_data.errors import DisclosureRefused
from rorf_data.model import Audience, MonthlyTotal, Period, add_months, last_of_month
from rorf_data.policies import Policy

REQUESTS = FAMILIES[3]
SIX = Policy("six", 6, are_zeros_shown=True)
FIRST = date(2026, 1, 1)
MONTHS = [add_months(FIRST, step) for step in range(6)]
KENT, WARREN, SHARON = "40290", "79510", "67960"
TOWNS = (KENT, WARREN, SHARON)


def decided(counts: dict[str, list[int]], groups: dict[str, tuple[str, ...]] | None = None) -> Decided:
    """What is shown of requests in three towns from January to June 2026."""
    named = {MEMBERS: TOWNS, **(groups or {})}
    monthly = [
        MonthlyTotal("requests", month, town, total)
        for town, totals in counts.items()
        for month, total in zip(MONTHS, totals, strict=True)
    ]
    shown = decide(linked_counts(REQUESTS, monthly, TOWNS, MONTHS, MONTHS, named), SIX)
    numbers = numbers_by_measure(REQUESTS, shown)["requests"]
    return Decided(numbers, {name: frozenset(towns) for name, towns in named.items()}, frozenset(MONTHS))


def protection(found: Decided) -> Protection:
    """With calls that stay inside."""
    return Protection(SIX, {"requests": found}, {"calls": "stays inside the programme"})


@given(
    st.lists(st.lists(st.integers(0, 12), min_size=6, max_size=6), min_size=3, max_size=3),
    st.sets(st.sampled_from(TOWNS), min_size=1),
    st.tuples(st.integers(0, 5), st.integers(0, 5)),
)
@settings(deadline=None, max_examples=60)
def test_whatever_is_told_is_the_true_sum(rows, towns, ends):
    """For any towns and any whole months: the true number or nothing."""
    counts = dict(zip(TOWNS, rows, strict=True))
    first, last = sorted(ends)
    told = decided(counts).number(sorted(towns), Period(MONTHS[first], last_of_month(MONTHS[last])))

    assert told in (None, sum(sum(counts[town][first : last + 1]) for town in towns))


def test_a_sum_is_put_together_from_what_is_shown():
    """January and the second quarter: 7 and 30; February alone is small, so no span that needs it is told."""
    found = decided({KENT: [7, 2, 9, 10, 10, 10], WARREN: [20] * 6, SHARON: [20] * 6})

    assert found.number([KENT], Period(date(2026, 4, 1), date(2026, 6, 30))) == 30
    assert found.number([KENT], Period(date(2026, 4, 1), date(2026, 5, 31))) == 20
    assert found.number([KENT], Period(date(2026, 2, 1), date(2026, 2, 28))) is None
    assert found.number([KENT], Period(date(2026, 2, 1), date(2026, 2, 14))) is None
    assert found.number([WARREN, SHARON], Period(date(2026, 4, 1), date(2026, 6, 30))) == 120


def test_a_span_with_a_month_that_was_not_decided_on_is_not_told():
    """July 2026 is on record and not over."""
    found = decided(dict.fromkeys(TOWNS, [20] * 6))
    later = Decided(found.numbers, found.groups, found.on_record, frozenset([date(2026, 7, 1)]))

    assert later.number([KENT], Period(FIRST, date(2026, 6, 30))) == 120
    assert later.number([KENT], Period(FIRST, date(2026, 7, 31))) is None
    assert found.number([KENT], Period(FIRST, date(2026, 7, 31))) == 120


def frame(counts: list[int], rests: Rests) -> Released:
    """A released frame of the three towns with a column for each entry of ``rests``."""
    columns = {"town": ["Kent", "Warren", "Sharon"], "total_requests": pd.array(counts, dtype="Int64")}
    labels = {"town": "Town", "total_requests": "Requests received", "median_days": "Days"}
    about = Description(
        title="Requests by town", period="January 2026", towns="three", source="form", as_of=FIRST, labels=labels,
        notes=("A method.",), inside_notes=("3 requests elsewhere.",),
    )  # fmt: skip
    return release(pd.DataFrame(columns), about, rests=rests)


def test_hidden_is_marked_and_is_neither_a_number_nor_a_missing_record():
    """Kent's 2 is hidden; the notes that tell counts stay behind."""
    found = protection(decided({KENT: [2] * 6, WARREN: [20] * 6, SHARON: [20] * 6}))
    january = Period.of_month(FIRST)
    rests: Rests = {
        "town": [FREE] * 3,
        "total_requests": [(Sum("requests", (town,), january),) for town in TOWNS],
    }
    told = for_sharing(frame([2, 20, 20], rests), found)

    assert told.is_hidden("total_requests")[0]
    assert pd.isna(told.frame["total_requests"][0])
    assert told.audience is Audience.SHARED
    assert "3 requests elsewhere." not in told.facts()["Notes"]
    assert "hidden" in told.facts()["Protection"]


@pytest.mark.parametrize("ground", [INSIDE, (Sum("calls", (KENT,), Period.of_month(FIRST)),)])
def test_what_stays_inside_is_hidden_everywhere(ground):
    """Whether nobody says what it rests on, or its measure never leaves."""
    found = protection(decided({KENT: [20] * 6, WARREN: [20] * 6, SHARON: [20] * 6}))
    told = for_sharing(frame([20, 20, 20], {"town": [FREE] * 3, "total_requests": [ground, FREE, FREE]}), found)

    assert told.is_hidden("total_requests") == [True, False, False]


def test_whether_a_number_that_stays_inside_is_on_record_stays_inside_too():
    """A missing one would say that nobody waited; it reads hidden as any other, and the sentence says so."""
    found = protection(decided(dict.fromkeys(TOWNS, [20] * 6)))
    rests: Rests = {"town": [FREE] * 3, "total_requests": [FREE] * 3, "median_days": [INSIDE] * 3}
    requests = frame([20, 20, 20], rests)
    waits = requests.frame.assign(median_days=[3.0, 4.0, float("nan")])
    told = for_sharing(release(waits, requests.about, rests=rests), found)

    assert told.is_hidden("median_days") == [True] * 3
    assert "be it on record or not" in told.about.protection


def test_a_column_without_a_ground_is_left_out_and_a_frame_without_any_refused():
    """Only names are left, and names are nothing to share."""
    found = protection(decided(dict.fromkeys(TOWNS, [20] * 6)))
    with pytest.raises(DisclosureRefused, match="stays inside the programme"):
        for_sharing(frame([1, 2, 3], {"town": [FREE] * 3}), found)
    with pytest.raises(DisclosureRefused):
        for_sharing(frame([1, 2, 3], {}), found)


def test_towns_and_months_that_can_be_shown_together_are_named():
    """Kent and Warren have 2 and 5 in January: 7 together; Kent's months are 6 in the quarter."""
    found = protection(decided({KENT: [2] * 6, WARREN: [5] * 6, SHARON: [20] * 6}, {"Kent + Warren": (KENT, WARREN)}))
    january = Period.of_month(FIRST)
    by_town = {"total_requests": [(Sum("requests", (town,), january),) for town in TOWNS]}
    by_month = {"total_requests": [(Sum("requests", (KENT,), Period.of_month(month)),) for month in MONTHS[:3]]}

    assert said_together(frame([2, 5, 20], by_town), found) == (
        "Requests received that can be shown together: Kent and Warren: 7.",
    )
    assert said_together(frame([2, 2, 2], by_month), found) == (
        "Requests received that can be shown together: January 2026 to March 2026: 6.",
    )


def test_a_month_of_a_hidden_quarter_is_not_said_in_its_place():
    """Kent's quarter is 3, of which January is none: that is less than was asked for, and no merge."""
    found = protection(decided({KENT: [0, 2, 1, 20, 20, 20], WARREN: [20] * 6, SHARON: [20] * 6}))
    times = [Period(MONTHS[0], last_of_month(MONTHS[2])), Period(MONTHS[3], last_of_month(MONTHS[5]))]
    times.append(Period(MONTHS[0], last_of_month(MONTHS[5])))
    over_time = {"total_requests": [(Sum("requests", (KENT,), time),) for time in times]}

    assert found.number(Sum("requests", (KENT,), Period.of_month(FIRST))) == 0
    assert said_together(frame([3, 60, 63], over_time), found) == ()
