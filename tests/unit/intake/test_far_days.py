"""Days that are far from every other one of a file."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rorf_data.intake.far_days import far_days

BASE = date(2026, 1, 1)


def found(days: dict[date, int]) -> set[date]:
    """The far days among these."""
    far = far_days(days)
    return {day for day in days if day.toordinal() in far}


@pytest.mark.parametrize(("gap", "is_far"), [(365, False), (366, False), (367, True)])
def test_a_lone_row_is_far_when_more_than_366_days_lie_between(gap: int, is_far: bool) -> None:
    """Before or after the others."""
    for day in (BASE - timedelta(days=gap), BASE + timedelta(days=gap)):
        assert ({day} if is_far else set()) == found({BASE: 60, day: 1})


@pytest.mark.parametrize(("others", "is_far"), [(1, False), (2, False), (49, False), (50, True), (51, True)])
def test_fifty_other_rows_are_needed_to_call_one_far(others: int, is_far: bool) -> None:
    """Of two rows two years apart nobody can say which is wrong."""
    assert is_far == bool(found({BASE: others, date(2016, 1, 1): 1}))


@pytest.mark.parametrize(("few", "is_far"), [(1, True), (2, True), (3, True), (4, False)])
def test_at_most_one_row_in_a_hundred_is_a_few(few: int, is_far: bool) -> None:
    """Three of three hundred may be slips of the pen; four are a season."""
    assert is_far == bool(found({BASE: 300 - few, date(2016, 1, 1): few}))


@pytest.mark.parametrize(("lone", "is_far"), [(4, True), (5, True), (6, False)])
def test_together_the_far_rows_are_at_most_one_in_twenty(lone: int, is_far: bool) -> None:
    """A file that is spread thinly over many years has no far days."""
    days = {date(1994 + 3 * number, 1, 1): 1 for number in range(lone)}

    assert (set(days) if is_far else set()) == found(days | {BASE: 100})


def test_a_quiet_village_in_ten_years_has_no_far_days() -> None:
    """One row every two years beside a busy season is what such files hold."""
    assert set() == found({date(year, 6, 1): 1 for year in range(1992, 2026, 2)} | {BASE: 55})


def test_the_last_days_of_the_calendar_are_no_error() -> None:
    """A typing error may be of the year 9999."""
    assert {date.max} == found({BASE: 60, date.max: 1})
    assert {date.min} == found({BASE: 60, date.min: 1})
    assert set() == found({})


def test_the_days_beside_a_far_one_are_given_with_it() -> None:
    """A time in another zone may fall on either."""
    day = date(2016, 1, 1)

    assert {day.toordinal() - 1, day.toordinal(), day.toordinal() + 1} == far_days({BASE: 60, day: 1})
