"""Dates as people and programs write them."""

from __future__ import annotations

from datetime import date

import pytest

from rorf_data.intake.dates import date_reader
from rorf_data.intake.refusal import Unclean

FOURTH_OF_MARCH = date(2026, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04", "2026-3-4", "2026/03/04", "2026.03.04", "20260304", "2026-03-04T23:59:59Z", "2026-03-04 23:59",
        "2026/03/04 00:00:00+00", "2026-03-04 23:30:00 UTC", "2026-03-04 23:30:00.123 UTC", "2026-03-04T23:30:00-05:00",
        "3/4/2026", "03/04/2026", "3/4/26", "3-4-2026", "3.4.26", "03/04/2026 12:00:00 AM", "3/4/26 11:00:22",
        "3/4/2026 9:05 p.m.", "3/4/2026, 9:05 PM", "4-Mar-26", "04-MAR-2026", "4 March 2026", "4 Mar. 2026", "4Mar2026",
        "March 4, 2026", "Mar 4 2026", "Mar. 4th, 2026", "Wednesday, March 4, 2026", "Wed 4 Mar 2026", "46085",
        "46085.99",
    ],
)  # fmt: skip
def test_one_day_is_read_from_all_that_people_write_for_it(text: str) -> None:
    """The day is the one written, at any hour and in any time zone."""
    assert FOURTH_OF_MARCH == date_reader()(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7/2/20 11:00:22", date(2020, 7, 2)),
        ("2017/01/03 00:00:00+00", date(2017, 1, 3)),
        ("2020-12-24 00:00:00 UTC", date(2020, 12, 24)),
        ("06/28/2014 12:00:00 AM", date(2014, 6, 28)),
        ("2/29/2024", date(2024, 2, 29)),
        ("1/1/89", date(2089, 1, 1)),
        ("1/1/90", date(1990, 1, 1)),
        ("1/1/91", date(1991, 1, 1)),
        ("32874", date(1990, 1, 1)),
        ("73050", date(2099, 12, 31)),
    ],
)
def test_known_days(text: str, day: date) -> None:
    """Two-digit years from 90 on are of the last century; Excel's numbers are those of its own calendar."""
    assert day == date_reader()(text)


@pytest.mark.parametrize("text", ["2/30/2026", "2/29/2026", "13/1/2026", "2026-13-01", "2026-00-10", "31 April 2026"])
def test_a_day_that_the_calendar_does_not_hold_is_no_date(text: str) -> None:
    """Also a day-first date is not turned round in silence."""
    with pytest.raises(Unclean, match="isn't a day in the calendar"):
        date_reader()(text)


@pytest.mark.parametrize(
    "text",
    ["soon", "2026", "March 2026", "3/2026", "3/4", "32873", "73051", "860-555-0123", "3/4/026", "3/4-2026",
     "2026-03-04 25:00", "5 Foo 2026", "Foo 5 2026", "tomorrow 9:00", "3 4 2026", "2026-03-04 to 2026-03-05"],
)  # fmt: skip
def test_other_texts_are_no_dates(text: str) -> None:
    """And are never quoted."""
    with pytest.raises(Unclean) as problem:
        date_reader()(text)

    assert "This isn't a date that can be read; write it as 2026-03-04 or 3/4/2026 (month first)." == str(problem.value)


def test_a_source_may_have_its_dates_day_first() -> None:
    """Then 4/3/2026 is the fourth of March, and a month-first date is no date."""
    read = date_reader(["%d/%m/%Y", "%d/%m/%Y %H:%M"])

    assert FOURTH_OF_MARCH == read("4/3/2026") == read("4/3/2026 22:30") == read("2026-03-04")
    with pytest.raises(Unclean):
        read("3/14/2026")
