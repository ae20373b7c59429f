"""Periods, fiscal years and leap years, checked against the calendar."""

from datetime import date

import pytest

from rorf_data.model import Grain, Period, add_months, end_of, name_of, start_of


def test_a_period_holds_both_of_its_ends():
    """A period of one day is that day, and a period can't end before it begins."""
    day = date(2026, 3, 4)

    assert Period(day, day).first == Period(day, day).last
    with pytest.raises(ValueError, match="can't end"):
        Period(day, date(2026, 3, 3))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2026, 10, 31), -12, date(2025, 10, 31)),
    ],
)
def test_a_month_later_is_never_past_the_end_of_that_month(day, months, expected):
    """The 31st becomes the last day of a shorter month, 29 February only in leap years."""
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("day", "fiscal_year"),
    [(date(2026, 6, 30), "FY 2025-26"), (date(2026, 7, 1), "FY 2026-27"), (date(2099, 12, 31), "FY 2099-00")],
)
def test_the_fiscal_year_turns_on_the_first_of_july(day, fiscal_year):
    """30 June belongs to the year before, 1 July to the new one."""
    start = start_of(Grain.FISCAL_YEAR, day)

    assert name_of(Grain.FISCAL_YEAR, start) == fiscal_year
    assert start <= day <= end_of(Grain.FISCAL_YEAR, start)


@pytest.mark.parametrize(
    ("day", "first_month", "start", "name"),
    [
        (date(2026, 9, 30), 10, date(2025, 10, 1), "FY 2025-26 (October to September)"),
        (date(2026, 10, 1), 10, date(2026, 10, 1), "FY 2026-27 (October to September)"),
        (date(2026, 6, 30), 7, date(2025, 7, 1), "FY 2025-26"),
        (date(2026, 12, 31), 1, date(2026, 1, 1), "2026"),
    ],
)
def test_a_funders_fiscal_year_turns_with_its_own_month_and_says_so(day, first_month, start, name):
    """The federal year begins on 1 October; one that begins in January is the calendar year."""
    found = start_of(Grain.FISCAL_YEAR, day, fiscal_from=first_month)

    assert found == start
    assert name_of(Grain.FISCAL_YEAR, found, fiscal_from=first_month) == name
    assert found <= day <= end_of(Grain.FISCAL_YEAR, found)


@pytest.mark.parametrize(
    ("month", "first_month", "name"), [(1, 1, "2026 Q1"), (3, 1, "2026 Q1"), (4, 4, "2026 Q2"), (12, 10, "2026 Q4")]
)
def test_quarters_are_those_of_the_calendar(month, first_month, name):
    """January to March is the first quarter, October to December the fourth."""
    start = start_of(Grain.QUARTER, date(2026, month, 15))

    assert start == date(2026, first_month, 1)
    assert name_of(Grain.QUARTER, start) == name


def test_twelve_months_that_end_in_october_begin_in_november():
    """The last 12 months hold twelve whole months, both ends included."""
    year = Period.of_months(date(2026, 10, 15), 12)

    assert (year.first, year.last) == (date(2025, 11, 1), date(2026, 10, 31))
    assert len(list(year.months())) == 12


def test_a_period_is_told_in_words():
    """Whole months are named; other periods name their days."""
    assert str(Period.of_month(date(2026, 2, 3))) == "February 2026"
    assert str(Period(date(2025, 11, 1), date(2026, 10, 31))) == "November 2025 to October 2026"
    assert str(Period(date(2026, 1, 5), date(2026, 2, 9))) == "5 January 2026 to 9 February 2026"
