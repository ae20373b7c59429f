"""The regional signal, the town rule and the county's rule, and which calls count as having come on time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from rorf_data.measures.on_time import Reach, Record, first_known, record_of
from rorf_data.measures.signals import (
    Judged,
    Rule,
    baseline_of,
    busy_towns,
    chance_of,
    judge_window,
    most_on_one_day,
    unusual_from,
    weeks_between,
)
from rorf_data.model import Period, add_months

RULE = Rule(significance=0.01, fewest=3, months=12, gap_days=28)
DAY = date(2026, 7, 31)
FIRST = date(2025, 6, 1)
ON_TIME, LATE = datetime.fromisoformat("2026-08-01T06:00"), datetime.fromisoformat("2026-08-09T06:00")
KENT, SHARON = "37280", "68170"

Arrival = tuple[date, str, datetime, int]


@pytest.mark.parametrize(
    ("count", "usual", "chance"),
    [(0, 0.8, 1.0), (1, 0.8, 0.5506710), (3, 0.8, 0.0474226), (4, 0.8, 0.0090799), (5, 0.8, 0.0014113)],
)
def test_the_chance_of_so_many_calls_is_the_upper_tail_of_poisson(count: int, usual: float, chance: float) -> None:
    """Worked by hand: one minus the sum of e^-0.8 0.8^k / k! over all smaller counts."""
    assert float(chance_of(count, usual)) == pytest.approx(chance, abs=1e-7)


@pytest.mark.parametrize("usual", [0.0, 0.01, 0.43, 0.44, 0.82, 0.83, 2.8, 8.4, 30.0, 1000.0])
def test_unusual_begins_at_the_first_count_that_chance_seldom_brings(usual: float) -> None:
    """At that count the probability is under the limit; at one less it isn't, or there are fewer than three."""
    limit = int(unusual_from(usual, RULE))

    assert float(chance_of(limit, usual)) < RULE.significance
    assert limit == RULE.fewest or float(chance_of(limit - 1, usual)) >= RULE.significance


def test_two_calls_are_never_unusual() -> None:
    """However little is usual, at least three calls must have come."""
    assert float(chance_of(2, 0.01)) < RULE.significance
    assert unusual_from(0.01, RULE) == 3
    assert [judge([DAY] * count).is_unusual for count in (2, 3)] == [False, True]


@pytest.mark.parametrize(("count", "days"), [(2, 7), (3, 7), (4, 7), (6, 28)])
def test_weeks_between_are_those_of_a_long_simulation(count: int, days: int) -> None:
    """Counted in 20,000 years of even chance: how often a window that moves on newly reaches the count."""
    daily = np.random.default_rng(7).poisson(0.1, 365 * 20_000)
    window = np.convolve(daily, np.ones(days, dtype=int), "valid")
    newly = ((window[1:] >= count) & (window[:-1] < count)).mean()

    assert weeks_between(count, 0.1 * days, days) == pytest.approx(1 / (7 * newly), rel=0.03)


@pytest.mark.parametrize(("count", "usual"), [(0, 0.8), (2, 2.8), (3, 3.0), (3, 0.0)])
def test_no_weeks_are_given_for_a_count_that_is_not_above_the_usual(count: int, usual: float) -> None:
    """So many calls are there all the time, or nothing is usual and nothing comes by chance."""
    assert weeks_between(count, usual, 28) is None


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [(7, date(2025, 7, 4), date(2026, 7, 3)), (28, date(2025, 7, 4), date(2026, 7, 3))],
)
def test_the_baseline_is_the_year_before_the_window_and_the_last_28_days(days: int, first: date, last: date) -> None:
    """For windows that end on 31 July 2026: 365 days, of which none lies in July 2026 after the 3rd."""
    assert baseline_of(DAY, days, RULE) == Period(first, last)


def test_a_window_longer_than_the_gap_is_no_part_of_its_own_baseline() -> None:
    """A window of 56 days leaves 56 days out."""
    assert baseline_of(DAY, 56, RULE) == Period(date(2025, 6, 6), date(2026, 6, 5))


def test_a_leap_year_has_a_baseline_of_366_days() -> None:
    """The twelve months that end on 28 February 2028 begin on the same day of the year before."""
    found = baseline_of(date(2028, 3, 27), 7, RULE)

    assert found == Period(date(2027, 2, 28), date(2028, 2, 28))


def test_calls_are_compared_with_the_year_before() -> None:
    """42 calls in the baseline's 365 days are 0.8 in seven; five in the last seven are unusual, three are not."""
    usual = [date(2025, 7, 10) + timedelta(8 * number) for number in range(42)]

    judged = judge([*usual, *[DAY] * 5])

    assert judged.on_time == 5
    assert judged.usual == pytest.approx(42 * 7 / 365)
    assert judged.is_unusual
    assert judged.unusual_from == 4
    assert judged.weeks == pytest.approx(weeks_between(5, 42 * 7 / 365, 7))
    assert not judge([*usual, *[DAY] * 3]).is_unusual


def test_the_first_and_the_last_day_of_a_window_count() -> None:
    """Both ends are included; the day before the window and the day after are not."""
    days = [DAY - timedelta(7), DAY - timedelta(6), DAY, DAY + timedelta(1)]

    assert judge(days).on_time == 2


def test_a_late_report_raises_no_alarm_and_is_told() -> None:
    """Two calls were on record in time; three more of the same days came a week later."""
    arrivals = [*calls([DAY, DAY]), *calls([DAY - timedelta(1)] * 3, at=LATE)]

    judged = judge_arrivals(arrivals, reaches=[Reach(ON_TIME, DAY), Reach(LATE, DAY - timedelta(1))])

    assert (judged.on_time, judged.late, judged.is_unusual) == (2, 3, False)


def test_the_same_calls_on_time_raise_one() -> None:
    """It is the lateness that keeps the others quiet and nothing else."""
    arrivals = [*calls([DAY, DAY]), *calls([DAY - timedelta(1)] * 3)]

    assert judge_arrivals(arrivals).is_unusual


def test_a_late_call_counts_for_later_days_as_any_other() -> None:
    """What came late for one day was on record when the next one first was."""
    next_day = DAY + timedelta(1)
    reaches = [Reach(ON_TIME, DAY), Reach(LATE, next_day)]
    arrivals = [*calls([DAY, DAY]), *calls([DAY, next_day], at=LATE)]

    judged = judge_arrivals(arrivals, day=next_day, reaches=reaches)

    assert (judged.on_time, judged.late, judged.is_unusual) == (4, 0, True)


def test_a_call_that_was_withdrawn_counts_nowhere() -> None:
    """Three came on time and one of them was taken back: two are on record, and none is late."""
    record = record_of(
        pd.DataFrame([(DAY, KENT, 2)], columns=["day", "area", "total"]),
        arrivals_of(calls([DAY] * 3)),
        [KENT],
        Period(FIRST, DAY),
    )

    judged = judge_record(record)

    assert (judged.on_time, judged.late) == (2, 0)


def test_a_month_that_was_not_on_record_leaves_too_few_to_say() -> None:
    """Twelve months before the window and the window's own must all be there; the missing ones are named."""
    gap = date(2025, 11, 1)
    covered = {month: moment for month, moment in every_month().items() if month != gap}

    judged = judge([DAY] * 9, covered=covered)

    assert judged.missing == (gap,)
    assert (judged.is_unusual, judged.usual, judged.chance, judged.unusual_from) == (None, None, None, None)
    assert judged.on_time == 9


def test_a_month_that_came_in_later_was_not_on_record() -> None:
    """A baseline filled in afterwards turns no past silence into an alarm."""
    covered = every_month() | {date(2025, 11, 1): LATE}

    assert judge([DAY] * 9, covered=covered).missing == (date(2025, 11, 1),)


def test_a_month_before_the_baseline_need_not_be_there() -> None:
    """The baseline of July 2026 begins in July 2025."""
    covered = {month: moment for month, moment in every_month().items() if month >= date(2025, 7, 1)}

    assert judge([DAY] * 9, covered=covered).is_unusual


def test_a_day_that_no_load_reaches_was_never_on_record() -> None:
    """Nothing is known of it, so nothing is said."""
    judged = judge_arrivals(calls([DAY]), reaches=[Reach(ON_TIME, DAY - timedelta(1))])

    assert (judged.on_time, judged.is_unusual) == (0, None)
    assert first_known(DAY, [Reach(ON_TIME, DAY - timedelta(1))]) is None


def test_the_first_load_to_reach_a_day_puts_it_on_record() -> None:
    """A load that reaches further puts the days before on record too, whichever came first."""
    reaches = [Reach(LATE, DAY), Reach(ON_TIME, DAY + timedelta(3)), Reach(ON_TIME - timedelta(31), date(2026, 6, 30))]

    assert first_known(DAY, reaches) == ON_TIME


def test_other_areas_and_days_are_left_out_of_a_record() -> None:
    """A record holds its own areas and its own days."""
    totals = pd.DataFrame(
        [(DAY, KENT, 2), (DAY, SHARON, 4), (DAY + timedelta(1), KENT, 8)], columns=["day", "area", "total"]
    )

    record = record_of(totals, arrivals_of([]), [KENT], Period(DAY, DAY))

    assert record.now.tolist() == [2]


def test_a_record_does_not_answer_for_days_it_does_not_hold() -> None:
    """A period that reaches out of it is a wrong call."""
    record = record_of(totals_of([]), arrivals_of([]), [KENT], Period(DAY, DAY))

    with pytest.raises(ValueError, match="hold every"):
        record.within(record.now, Period(DAY - timedelta(1), DAY))


@pytest.mark.parametrize(("total", "is_told"), [(2, False), (3, True), (4, True)])
def test_a_town_is_told_from_three_calls_on(total: int, is_told: bool) -> None:
    """Nothing else is ever said of a town."""
    assert busy_towns({"Kent": total, "Sharon": 0}, 3) == ({"Kent": total} if is_told else {})


def test_the_county_rule_looks_at_the_fullest_day() -> None:
    """Two calls on one day and one on the next are two."""
    record = record_of_days([DAY, DAY, DAY - timedelta(1), DAY - timedelta(7)] + [DAY - timedelta(8)] * 5)

    assert most_on_one_day(record, Period(DAY - timedelta(6), DAY), record.now) == 2


def judge(days: Iterable[date], covered: Mapping[date, datetime] | None = None) -> Judged:
    """The week that ends with DAY, all calls on time."""
    return judge_arrivals(calls(days), covered=covered)


def judge_arrivals(
    arrivals: Iterable[Arrival],
    *,
    day: date = DAY,
    reaches: Iterable[Reach] = (Reach(ON_TIME, DAY),),
    covered: Mapping[date, datetime] | None = None,
) -> Judged:
    """The week that ends with ``day``; what stands now is all that ever came."""
    rows = list(arrivals)
    record = record_of(totals_of(rows), arrivals_of(rows), [KENT], Period(FIRST, day))
    return judge_record(record, day=day, reaches=reaches, covered=covered)


def judge_record(
    record: Record,
    *,
    day: date = DAY,
    reaches: Iterable[Reach] = (Reach(ON_TIME, DAY),),
    covered: Mapping[date, datetime] | None = None,
) -> Judged:
    """The week that ends with ``day`` by this record, every month on record unless told otherwise."""
    months = every_month() if covered is None else covered
    return judge_window(record, day, 7, RULE, reaches=list(reaches), covered=months)


def record_of_days(days: Iterable[date]) -> Record:
    """A record with a call on each of these days."""
    rows = calls(days)
    return record_of(totals_of(rows), arrivals_of(rows), [KENT], Period(FIRST, DAY))


def every_month() -> dict[date, datetime]:
    """Every month around DAY, on record in time."""
    return {add_months(FIRST, step): ON_TIME for step in range(20)}


def calls(days: Iterable[date], *, at: datetime = ON_TIME) -> list[Arrival]:
    """One call in Kent on each of these days, come in at this moment."""
    return [(day, KENT, at, 1) for day in days]


def arrivals_of(rows: Iterable[Arrival]) -> pd.DataFrame:
    """Arrivals as the store gives them."""
    return pd.DataFrame(list(rows), columns=["day", "area", "received_at", "total"])


def totals_of(rows: Iterable[Arrival]) -> pd.DataFrame:
    """What stands now where everything that came still does."""
    return pd.DataFrame([(day, area, total) for day, area, _, total in rows], columns=["day", "area", "total"])
