"""Residents are counted for the days on which somebody looked, and for no others."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.measures.person_time import memberships_within, person_months
from rorf_data.model import Period, add_months, last_of_month

CANAAN = 1080
EVER = [Period(date(2000, 1, 1), date(2099, 12, 31))]


def always(_: date) -> int:
    """A town that never changes."""
    return CANAAN


def counted(period: Period, *, memberships=EVER, residents_on=always) -> dict[date, float]:
    """The person-months of a period all of whose months are on record."""
    return person_months(period, set(period.months()), memberships, residents_on)


@pytest.mark.parametrize("year", [2023, 2024])
def test_a_year_is_twelve_months_in_a_leap_year_too(year: int) -> None:
    """February 2024 has 29 days and is one month all the same."""
    whole = counted(Period(date(year, 1, 1), date(year, 12, 31)))

    assert set(whole.values()) == {CANAAN}
    assert len(whole) == 12


def test_a_fiscal_year_runs_from_july_to_june() -> None:
    """Both its ends are in it: the first of July and the thirtieth of June."""
    year = counted(Period(date(2023, 7, 1), date(2024, 6, 30)))

    assert (min(year), max(year), sum(year.values())) == (date(2023, 7, 1), date(2024, 6, 1), 12 * CANAAN)


def test_both_ends_of_a_period_are_counted() -> None:
    """From the 11th to the 20th of June are ten days of thirty; a single day is one of thirty."""
    assert sum(counted(Period(date(2026, 6, 11), date(2026, 6, 20))).values()) == CANAAN / 3
    assert sum(counted(Period(date(2026, 6, 11), date(2026, 6, 11))).values()) == CANAAN / 30


def test_a_town_that_joined_in_mid_year_brings_nobody_before() -> None:
    """Joined on 1 March: nothing of January and February, ten whole months after it."""
    joined = counted(Period(date(2025, 1, 1), date(2025, 12, 31)), memberships=[Period(date(2025, 3, 1), date.max)])

    assert list(joined.values()) == [0, 0, *([CANAAN] * 10)]


def test_a_town_that_joined_in_mid_month_brings_the_days_from_then_on() -> None:
    """Joined on 16 April: fifteen of thirty days."""
    april = Period(date(2025, 4, 1), date(2025, 4, 30))

    assert counted(april, memberships=[Period(date(2025, 4, 16), date.max)]) == {april.first: CANAAN / 2}


def test_a_town_that_left_and_came_back_is_counted_for_both_times() -> None:
    """In June from the 1st to the 10th and from the 21st on: twenty of thirty days."""
    june = Period(date(2025, 6, 1), date(2025, 6, 30))
    times = [Period(date(2024, 1, 1), date(2025, 6, 10)), Period(date(2025, 6, 21), date.max)]

    assert sum(counted(june, memberships=times).values()) == pytest.approx(CANAAN * 20 / 30)
    assert memberships_within(june, times) == [
        Period(june.first, date(2025, 6, 10)),
        Period(date(2025, 6, 21), june.last),
    ]


def test_a_month_that_no_file_covers_is_not_counted() -> None:
    """Of three months the middle one never came."""
    spring = Period(date(2026, 3, 1), date(2026, 5, 31))

    found = person_months(spring, {date(2026, 3, 1), date(2026, 5, 1)}, EVER, always)

    assert list(found.values()) == [CANAAN, 0, CANAAN]


def test_a_population_that_changes_in_the_year_is_weighed_by_its_months() -> None:
    """1,080 people up to June, 1,140 from July: six months of each."""
    newer = date(2025, 7, 1)

    found = counted(Period(date(2025, 1, 1), date(2025, 12, 31)), residents_on=lambda d: 1140 if d >= newer else CANAAN)

    assert sum(found.values()) == 6 * 1080 + 6 * 1140


@given(st.dates(date(2019, 1, 1), date(2026, 1, 1)), st.integers(0, 40), st.integers(0, 40))
def test_two_periods_that_follow_each_other_add_up(first: date, months: int, more: int) -> None:
    """Nobody is lost or counted twice where a period is cut in two at the end of a month."""
    cut, last = last_of_month(add_months(first, months)), last_of_month(add_months(first, months + more + 1))

    whole = sum(counted(Period(first, last)).values())
    parts = [counted(Period(first, cut)), counted(Period(add_months(cut.replace(day=1), 1), last))]

    assert sum(sum(part.values()) for part in parts) == pytest.approx(whole)
