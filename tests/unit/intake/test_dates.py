"""Dates as people and programs write them."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from rorf_data.intake.dates import date_reader, month_reader
from rorf_data.intake.refusal import Unclean, Withheld
from rorf_data.intake.written_dates import clock_of, could_be, days_of, latest_year, split, without_times

FOURTH_OF_MARCH = date(2026, 3, 4)
NEW_YORK = ZoneInfo("America/New_York")
ONLY_A_MONTH = "This names a month, not a day; write it as 2026-03-04 or 3/4/2026 (month first)."


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04", "2026-3-4", "2026/03/04", "2026.03.04", "20260304", "2026-03-04T23:59:59Z", "2026-03-04 23:59",
        "2026/03/04 00:00:00+00", "2026-03-04 23:30:00 UTC", "2026-03-04 23:30:00.123 UTC", "2026-03-04T23:30:00-05:00",
        "3/4/2026", "03/04/2026", "3/4/26", "3-4-2026", "3.4.26", "03/04/2026 12:00:00 AM", "3/4/26 11:00:22",
        "3/4/2026 9:05 p.m.", "3/4/2026, 9:05 PM", "4-Mar-26", "04-MAR-2026", "4 March 2026", "4 Mar. 2026", "4Mar2026",
        "March 4, 2026", "Mar 4 2026", "Mar. 4th, 2026", "Wednesday, March 4, 2026", "Wed 4 Mar 2026", "46085",
        "46085.99", "March 4, 2026 9:05 PM", "2026-03-04 24:00", "2026-03-04T24:00:00", "3/4/2026 9:05 PM EST",
        "3/4/2026 13:05 PM", "20260304 09:05",
    ],
)  # fmt: skip
def test_one_day_is_read_from_all_that_people_write_for_it(text: str) -> None:
    """The day is the one written, at any hour and in any time zone; 24:00 ends the day that it stands with."""
    assert FOURTH_OF_MARCH == date_reader()(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7/2/20 11:00:22", date(2020, 7, 2)),
        ("2017/01/03 00:00:00+00", date(2017, 1, 3)),
        ("2020-12-24 00:00:00 UTC", date(2020, 12, 24)),
        ("06/28/2014 12:00:00 AM", date(2014, 6, 28)),
        ("2/29/2024", date(2024, 2, 29)),
        ("32874", date(1990, 1, 1)),
        ("73050", date(2099, 12, 31)),
    ],
)
def test_known_days(text: str, day: date) -> None:
    """Excel's numbers are those of its own calendar."""
    assert day == date_reader()(text)


@pytest.mark.parametrize(
    ("today", "text", "year"),
    [
        (date(2026, 11, 22), "1/1/26", 2026),
        (date(2026, 11, 22), "1/1/35", 2035),
        (date(2026, 11, 22), "1/1/36", 2036),
        (date(2026, 11, 22), "1/1/37", 1937),
        (date(2026, 11, 22), "1/1/99", 1999),
        (date(2026, 11, 22), "1-Jan-00", 2000),
        (date(2026, 11, 22), "1-Jan-62", 1962),
        (date(2091, 1, 1), "1/1/01", 2101),
        (date(2091, 1, 1), "1/1/02", 2002),
    ],
)
def test_a_two_digit_year_lies_at_most_ten_years_ahead(today: date, text: str, year: int) -> None:
    """A slip of the pen is then still seen as a day in the future, and no row lands generations ahead."""
    assert date(year, 1, 1) == date_reader(latest_year=latest_year(today))(text)


@pytest.mark.parametrize(
    "text", ["2/30/2026", "2/29/2026", "13/1/2026", "2026-13-01", "2026-00-10", "31 April 2026", "0000-01-01", "0/0/00"]
)
def test_a_day_that_the_calendar_does_not_hold_is_no_date(text: str) -> None:
    """Also a day-first date is not turned round in silence."""
    with pytest.raises(Unclean, match="isn't a day in the calendar"):
        date_reader()(text)


@pytest.mark.parametrize(
    "text",
    ["soon", "2026", "3/4", "32873", "73051", "860-555-0123", "3/4/026", "3/4-2026", "2026-03-04 25:00", "5 Foo 2026",
     "Foo 5 2026", "tomorrow 9:00", "3 4 2026", "2026-03-04 to 2026-03-05", "2026-03-04 24:01", "2026-03-04 9:60",
     "2026-W10-3", "2026-063", "March 4", "26-Mar", "9:05", ":", "T:", "2026-03-04 123:05", "2026-03-0412:05"],
)  # fmt: skip
def test_other_texts_are_no_dates(text: str) -> None:
    """And are never quoted. Weeks and days of the year are read by nobody here, and nothing missing is made up."""
    with pytest.raises(Unclean) as problem:
        date_reader()(text)

    assert "This isn't a date that can be read; write it as 2026-03-04 or 3/4/2026 (month first)." == str(problem.value)


@pytest.mark.parametrize("text", ["March 2026", "3/2026", "2026-03", "Mar-26", "Mar. 2026", "2026 March", "Mar '26"])
def test_a_month_is_no_day(text: str) -> None:
    """A row that counts on a day needs all of it."""
    with pytest.raises(Unclean) as problem:
        date_reader()(text)

    assert ONLY_A_MONTH == str(problem.value)


@pytest.mark.parametrize(
    "text",
    ["2026-03", "2026/3", "3/2026", "03-2026", "March 2026", "march, 2026", "Mar-26", "Mar/26", "Mar '26", "Mar. 2026",
     "2026 March", "2026-Mar", "202603", "2026-03-04", "3/1/2026", "3/31/2026 9:05 AM", "4-Mar-26", "46085"],
)  # fmt: skip
def test_a_summary_may_write_its_month_in_any_of_these_ways(text: str) -> None:
    """A day stands for the month that it lies in."""
    assert date(2026, 3, 1) == month_reader(date_reader())(text)


@pytest.mark.parametrize(
    "text", ["March", "3/26", "26-Mar", "March 26", "13/2026", "2026-13", "202613", "Foo 2026", "spring 2026", "2026"]
)
def test_what_names_no_month_of_a_year_is_no_month(text: str) -> None:
    """ "March 26" may be a day or a year."""
    with pytest.raises(Unclean) as problem:
        month_reader(date_reader())(text)

    assert "This isn't a month that can be read; write it as 2026-03 or March 2026." == str(problem.value)


def test_a_month_written_as_a_day_that_could_be_two_waits_as_any_other_date() -> None:
    """4/3/2026 lies in April or in March."""
    read = month_reader(date_reader(order="mixed"))

    assert date(2026, 3, 1) == read("3/3/2026") == read("3/25/2026")
    with pytest.raises(Withheld, match="4/3/2026 could be 3 April or 4 March"):
        read("4/3/2026")


@pytest.mark.parametrize(
    ("order", "text", "day"),
    [
        ("month-first", "4/3/2026", date(2026, 4, 3)),
        ("day-first", "4/3/2026", date(2026, 3, 4)),
        ("day-first", "25/3/26 9:05", date(2026, 3, 25)),
        ("mixed", "25/3/2026", date(2026, 3, 25)),
        ("mixed", "3/25/2026", date(2026, 3, 25)),
        ("mixed", "3/3/2026", date(2026, 3, 3)),
        ("open", "3/3/2026", date(2026, 3, 3)),
        ("day-first", "2026-03-04", FOURTH_OF_MARCH),
        ("mixed", "4-Mar-26", FOURTH_OF_MARCH),
    ],
)
def test_the_order_of_the_column_decides_of_dates_in_digits_alone(order: str, text: str, day: date) -> None:
    """Year-first dates and named months say themselves what they are."""
    assert day == date_reader(order=order)(text)


@pytest.mark.parametrize(
    ("order", "text"), [("day-first", "3/25/2026"), ("month-first", "25/3/2026"), ("mixed", "13/13/2026")]
)
def test_a_date_against_the_order_is_not_turned_round(order: str, text: str) -> None:
    """The sentence says how to write it."""
    with pytest.raises(Unclean, match=r"isn't a day in the calendar; write it as 2026-03-04"):
        date_reader(order=order)(text)


def test_a_date_that_could_be_two_waits_with_its_question() -> None:
    """What it is told apart by is the date as written; it has no value."""
    with pytest.raises(Withheld) as mixed:
        date_reader(order="mixed")("04/03/2026 10:15")
    with pytest.raises(Withheld) as unsettled:
        date_reader(order="open", question="Which?")("04/03/2026 10:15")

    assert str(mixed.value) == (
        "This column has dates with the month first and dates with the day first; "
        "04/03/2026 could be 3 April or 4 March."
    )
    assert ("Which?", "04/03/2026") == (str(unsettled.value), unsettled.value.text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3/4/2026", "3/4/2026 could be 4 March or 3 April"),
        ("25/03/26", "25/03/26 could be 25 March 2026 or 26 March 2025"),
        ("27/03/26", "27/03/26 could be 27 March"),
        ("99/03/26", "99/03/26 could be 26 March"),
    ],
)
def test_the_days_that_a_date_could_be_are_named(text: str, words: str) -> None:
    """A two-digit year may come first where there can't be a month, but no year after this one."""
    days = days_of(text, latest_year(date(2026, 11, 22)))

    assert days is not None
    assert words == could_be(days, text)


def test_a_source_may_have_its_dates_day_first() -> None:
    """Then 4/3/2026 is the fourth of March, and a month-first date is no date."""
    read = date_reader(["%d/%m/%Y", "%d/%m/%Y %H:%M"])

    assert FOURTH_OF_MARCH == read("4/3/2026") == read("4/3/2026 22:30") == read("2026-03-04")
    with pytest.raises(Unclean):
        read("3/14/2026")


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ("%y/%m/%d", "26/03/04"),
        ("%d%m%Y", "04032026"),
        ("%d.%m.%Y um %H Uhr", "4.3.2026 um 9 Uhr"),
        ("%Y%j", "2026063"),
    ],
)
def test_a_format_of_the_sources_own_is_read(own: str, text: str) -> None:
    """Whatever it would be otherwise; only day and month in digits are left to what the column shows."""
    assert FOURTH_OF_MARCH == date_reader([own])(text)


def test_an_order_found_in_the_file_goes_before_that_of_a_format() -> None:
    """The column itself knows best."""
    assert FOURTH_OF_MARCH == date_reader(["%d/%m/%Y"], order="month-first")("3/4/2026")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-04T23:59:59Z", date(2026, 3, 4)),
        ("2026-03-04T04:59:00Z", date(2026, 3, 3)),
        ("2026-03-04T05:00:00Z", date(2026, 3, 4)),
        ("2026-07-04T03:59:00Z", date(2026, 7, 3)),
        ("2026-07-04T04:00:00Z", date(2026, 7, 4)),
        ("2026-03-04 00:00:00+00", date(2026, 3, 3)),
        ("2026-03-04 00:00 UTC", date(2026, 3, 3)),
        ("2026-03-04 11:30 PM PST", date(2026, 3, 5)),
        ("2026-03-04 12:30 AM EST", date(2026, 3, 4)),
        ("2026-03-04 23:30-05:00", date(2026, 3, 4)),
        ("2026-03-04 22:30-06", date(2026, 3, 4)),
        ("2026-03-04 23:30-0600", date(2026, 3, 5)),
        ("2026-03-04 09:00+14:00", date(2026, 3, 3)),
        ("2026-03-04 03:00", date(2026, 3, 4)),
        ("2026-03-04", date(2026, 3, 4)),
    ],
)
def test_a_source_may_have_its_times_moved_to_the_programmes_time_zone(text: str, day: date) -> None:
    """Only where a zone is written, and by the clocks of that day."""
    assert day == date_reader(time_marks="convert", time_zone=NEW_YORK)(text)


@pytest.mark.parametrize(
    "text", ["2026-03-04 23:30 PKT", "2026-03-04 23:30+14:01", "0001-01-01 00:00+14:00", "9999-12-31 23:00-05:00"]
)
def test_a_time_that_cannot_be_moved_is_said_to_be_so(text: str) -> None:
    """An unknown zone, or a day at the end of all calendars."""
    with pytest.raises(Unclean):
        date_reader(time_marks="convert", time_zone=ZoneInfo("Asia/Tokyo"))(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("3/4/2026 9:05 PM", ("3/4/2026", "9:05 PM")),
        ("3/4/2026, 19:05", ("3/4/2026", "19:05")),
        ("2026-03-04T19:05Z", ("2026-03-04", "19:05Z")),
        ("March 4, 2026", ("March 4, 2026", "")),
        ("119:05", ("119:05", "")),
        ("", ("", "")),
    ],
)
def test_day_and_time_are_told_apart(text: str, parts: tuple[str, str]) -> None:
    """By the first colon and the digits before it."""
    assert parts == split(text)


@pytest.mark.parametrize(
    ("text", "minute"),
    [("0:00", 0), ("12:00 AM", 0), ("12:30 pm", 750), ("1:00 p.m.", 780), ("23:59:59.9", 1439), ("24:00", 1439)],
)
def test_the_minute_of_the_day(text: str, minute: int) -> None:
    """As the clock shows it."""
    clock = clock_of(text)

    assert clock is not None
    assert (minute, False) == (clock.minute, clock.is_marked)


def test_times_that_say_nothing_are_left_out_where_nearly_every_cell_differs() -> None:
    """So that each day is read once; whatever a zone, a blank or anything else is about stays as it is."""
    cells = [f"3/{day}/2026 {hour}:05" for day in range(1, 29) for hour in range(24)]
    others = ["", "soon", "3/4/2026", "3/4/2026 9:05 UTC", "3/4/2026 25:00", "2026-03-04T09:05", "3/4/2026 ", "x 9:05"]

    assert [*(cell.partition(" ")[0] for cell in cells), *others] == list(without_times([*cells, *others]))
    assert ["2026-03-04"] * 24 == list(without_times([f"2026-03-04T{hour:02}:05:06.7" for hour in range(24)]))
    assert [*["3/4/2026"] * 23, "3/4/2026 9:05\n9:06"] == list(
        without_times([*(f"3/4/2026 {hour}:05 PM" for hour in range(23)), "3/4/2026 9:05\n9:06"])
    )
    assert ["3/4/2026 9:05"] * 3 == list(without_times(["3/4/2026 9:05"] * 3))
    assert [] == list(without_times([]))
