"""What must hold of signals for any calls and any loads: late reports raise no alarm, and more calls are never less."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.measures.on_time import Reach, record_of
from rorf_data.measures.signals import Judged, Rule, judge_days, judge_window
from rorf_data.model import Period, add_months

RULE = Rule(significance=0.01, fewest=3, months=12, gap_days=28)
DAY = date(2026, 7, 31)
FIRST = date(2025, 5, 1)
LENGTH = (DAY - FIRST).days
AREA = "37280"
FIRST_KNOWN = datetime.fromisoformat("2026-08-01")
KNOWN = {add_months(FIRST, step): datetime.fromisoformat("2026-01-01") for step in range(20)}

Arrival = tuple[date, str, datetime, int]

days_back = st.integers(0, LENGTH)
totals = st.integers(1, 6)
times_before = st.integers(0, 400).map(lambda hours: FIRST_KNOWN - timedelta(hours=hours))
times_after = st.integers(1, 400).map(lambda hours: FIRST_KNOWN + timedelta(hours=hours))
windows = st.sampled_from([7, 28])


def arrivals(moments: st.SearchStrategy[datetime]) -> st.SearchStrategy[list[Arrival]]:
    """Calls of any days that came in at any of these moments."""
    one = st.tuples(days_back.map(lambda back: DAY - timedelta(back)), st.just(AREA), moments, totals)
    return st.lists(one, max_size=40)


@given(arrivals(times_before), arrivals(times_after), windows)
def test_a_late_batch_changes_no_judgement(on_time: list[Arrival], late: list[Arrival], days: int) -> None:
    """Whatever comes in after the window's last day was on record, before or in the window, only adds to what is late:
    so it can never turn a quiet state into an alarm.
    """
    before, after = judged(on_time, days), judged([*on_time, *late], days)

    assert after.is_unusual == before.is_unusual
    assert (after.on_time, after.usual, after.chance) == (before.on_time, before.usual, before.chance)
    assert after.late >= before.late == 0


@given(arrivals(times_before), st.lists(st.integers(0, LENGTH), max_size=20), windows)
def test_a_late_month_changes_no_judgement(on_time: list[Arrival], gaps: list[int], days: int) -> None:
    """Months that come on record afterwards leave it as too few to say."""
    missing = {(DAY - timedelta(back)).replace(day=1) for back in gaps}
    known = {month: moment for month, moment in KNOWN.items() if month not in missing}
    filled = known | dict.fromkeys(missing, FIRST_KNOWN + timedelta(1))

    assert judged(on_time, days, known) == judged(on_time, days, filled)


@given(arrivals(times_before), st.integers(1, 9), st.integers(0, 27), windows)
def test_more_calls_on_time_are_never_more_usual(on_time: list[Arrival], more: int, back: int, days: int) -> None:
    """Calls added to the window on time never raise the probability of so many, and never silence an alarm."""
    added = (DAY - timedelta(back % days), AREA, FIRST_KNOWN, more)

    before, after = judged(on_time, days), judged([*on_time, added], days)

    assert after.chance is not None
    assert before.chance is not None
    assert after.chance <= before.chance
    assert after.is_unusual or not before.is_unusual


@given(arrivals(times_before), st.integers(1, 9), st.integers(28, 365), windows)
def test_more_usual_calls_never_lower_the_probability(on_time: list[Arrival], more: int, back: int, days: int) -> None:
    """Calls added to the year before never make the same window less likely."""
    added = (DAY - timedelta(back), AREA, FIRST_KNOWN, more)

    before, after = judged(on_time, days), judged([*on_time, added], days)

    assert after.chance is not None
    assert before.chance is not None
    assert after.chance >= before.chance
    assert before.is_unusual or not after.is_unusual


@given(arrivals(times_before), arrivals(times_after), windows)
def test_what_is_on_time_and_what_is_late_add_up(on_time: list[Arrival], late: list[Arrival], days: int) -> None:
    """Together they are the calls on record in the window, as every other page counts them."""
    found = judged([*on_time, *late], days)
    in_window = [total for day, _, _, total in [*on_time, *late] if day >= found.window.first]

    assert found.on_time + found.late == sum(in_window)


@given(arrivals(times_before), arrivals(times_after), st.integers(0, 60), st.integers(0, 3), windows)
def test_many_days_are_judged_as_each_of_them_alone(
    on_time: list[Arrival], late: list[Arrival], length: int, gap: int, days: int
) -> None:
    """The picture over time and the sentence about one day can't disagree."""
    rows, period = [*on_time, *late], Period(DAY - timedelta(length), DAY)
    reaches = [Reach(moment, day) for day, _, moment, _ in rows]
    known = {month: moment for month, moment in KNOWN.items() if month != add_months(FIRST, gap)}
    record = record_of(totals_of(rows), arrivals_of(rows), [AREA], Period(FIRST - timedelta(90), DAY))

    found = judge_days(record, period, days, RULE, reaches=reaches, covered=known)

    alone = [
        judge_window(record, period.first + timedelta(step), days, RULE, reaches=reaches, covered=known)
        for step in range(length + 1)
    ]
    assert found["on_time"].tolist() == [one.on_time for one in alone]
    assert found["late"].tolist() == [one.late for one in alone]
    for column in ("usual", "unusual_from", "is_unusual"):
        told = [None if value is pd.NA else value for value in found[column].tolist()]
        assert told == [getattr(one, column) for one in alone]


def judged(rows: list[Arrival], days: int, known: dict[date, datetime] | None = None) -> Judged:
    """The window that ends with DAY, which a load of FIRST_KNOWN was the first to reach."""
    period = Period(FIRST, DAY)
    record = record_of(totals_of(rows), arrivals_of(rows), [AREA], period)
    reaches = [Reach(FIRST_KNOWN, DAY)]
    return judge_window(record, DAY, days, RULE, reaches=reaches, covered=KNOWN if known is None else known)


def totals_of(rows: list[Arrival]) -> pd.DataFrame:
    """What stands now, where everything that came still does."""
    return pd.DataFrame([(day, area, total) for day, area, _, total in rows], columns=["day", "area", "total"])


def arrivals_of(rows: list[Arrival]) -> pd.DataFrame:
    """The rows as the store gives arrivals."""
    return pd.DataFrame(rows, columns=["day", "area", "received_at", "total"])
