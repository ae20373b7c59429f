"""When a report is due, how late it is, and what is counted as missing."""

from datetime import date

import pytest

from rorf_data.measures.reporting import (
    MonthReport,
    Received,
    Status,
    assumed,
    due_date,
    in_force,
    month_report,
    reports_in_time,
    tallies,
)
from rorf_data.model import Feed
from rorf_data.store.ledger import Expectation, Reporter

KENT = Reporter(Feed.DISTRIBUTIONS, "", "Kent Ambulance")
SHARON = Reporter(Feed.DISTRIBUTIONS, "", "Sharon Fire")
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
LONG_AGO = date(2020, 1, 1)
MONTHLY = Expectation(KENT, 1, 15, JANUARY)


def months_after(first, count):
    """The first days of ``count`` months from ``first`` on, in one year."""
    return [date(first.year, first.month + step, 1) for step in range(count)]


@pytest.mark.parametrize(
    ("today", "status", "days_late"),
    [
        (date(2026, 2, 14), Status.NOT_YET_DUE, 0),
        (date(2026, 2, 15), Status.NOT_YET_DUE, 0),
        (date(2026, 2, 16), Status.MISSING, 1),
    ],
)
def test_a_report_is_missing_from_the_day_after_it_was_due(today, status, days_late):
    """January's report is due on 15 February: on the 14th and 15th it is not yet late, on the 16th it is by a day."""
    report = month_report(MONTHLY, JANUARY, None, today=today, known_since=LONG_AGO)

    assert (report.status, report.days_late, report.due_date) == (status, days_late, date(2026, 2, 15))


@pytest.mark.parametrize(
    ("day", "days_late", "words"),
    [
        (date(2026, 2, 14), 0, "received"),
        (date(2026, 2, 15), 0, "received"),
        (date(2026, 2, 16), 1, "received, 1 day late"),
        (date(2026, 2, 22), 7, "received, 7 days late"),
    ],
)
def test_a_report_is_late_from_the_day_after_it_was_due(day, days_late, words):
    """A report that came on the due day or before is in time; what today is no longer matters."""
    report = month_report(MONTHLY, JANUARY, Received(day), today=date(2026, 12, 1), known_since=LONG_AGO)

    assert (report.status, report.days_late, report.in_words) == (Status.RECEIVED, days_late, words)


def test_nothing_to_report_is_a_report():
    """It is in, on its day, and late like any other."""
    nothing = Received(date(2026, 2, 18), is_nothing=True)

    report = month_report(MONTHLY, JANUARY, nothing, today=MARCH, known_since=LONG_AGO)

    assert report.is_in
    assert report.in_words == "nothing to report, 3 days late"


def test_the_days_of_a_short_month_count():
    """Due 0 days after the end of February 2026 is 28 February; 15 days after is 15 March."""
    assert due_date(Expectation(KENT, 1, 0, JANUARY), FEBRUARY) == date(2026, 2, 28)
    assert due_date(MONTHLY, FEBRUARY) == date(2026, 3, 15)


def test_what_came_with_the_first_load_is_not_called_late():
    """An old log loaded on 15 February says nothing of lateness; what comes later does, whenever it was due."""
    first_load = date(2026, 2, 15)
    since_2025 = Expectation(KENT, 1, 15, date(2025, 1, 1))

    def late(month, day):
        return month_report(since_2025, month, Received(day), today=date(2026, 6, 1), known_since=first_load).days_late

    assert late(date(2025, 6, 1), first_load) is None
    assert late(JANUARY, first_load) == 0
    assert late(date(2025, 12, 1), date(2026, 2, 16)) == 32
    assert late(FEBRUARY, date(2026, 3, 16)) == 1


def test_the_months_of_a_quarter_are_due_together():
    """Quarters count from the first month expected: February to April, due with the end of April."""
    quarterly = Expectation(KENT, 3, 15, FEBRUARY)

    due = [due_date(quarterly, month) for month in months_after(JANUARY, 5)]

    assert due == [None, *[date(2026, 5, 15)] * 3, date(2026, 8, 15)]


def test_a_year_counts_from_its_first_month_too():
    """A yearly report expected from July 2025 is due after June 2026."""
    assert due_date(Expectation(KENT, 12, 30, date(2025, 7, 1)), MARCH) == date(2026, 7, 30)


def test_after_the_last_month_nothing_is_expected():
    """An agency that stopped in February owes nothing for March, and a quarter that it cut is due with February."""
    stopped = Expectation(KENT, 3, 15, JANUARY, FEBRUARY)

    assert [due_date(stopped, month) for month in (JANUARY, FEBRUARY, MARCH)] == [
        date(2026, 3, 15),
        date(2026, 3, 15),
        None,
    ]
    report = month_report(stopped, MARCH, None, today=date(2026, 12, 1), known_since=LONG_AGO)
    assert report.status is Status.NOT_EXPECTED


def test_a_month_that_came_without_being_expected_is_received():
    """It counts as in, and nothing is said of lateness."""
    report = month_report(
        Expectation(KENT, 0, 15, JANUARY), MARCH, Received(date(2026, 12, 1)), today=MARCH, known_since=LONG_AGO
    )

    assert (report.status, report.is_expected, report.days_late) == (Status.RECEIVED, False, None)


def test_nobody_said_anything_means_monthly_from_the_first_month_on_record():
    """What was set goes before what is assumed, and of published deaths nothing regular is assumed."""
    deaths = Reporter(Feed.DEATHS, "ct-deaths", "")
    received = {who: {FEBRUARY: Received(MARCH), JANUARY: Received(MARCH)} for who in (KENT, SHARON, deaths)}
    quarterly = Expectation(SHARON, 3, 30, FEBRUARY)

    found = in_force([quarterly], received)

    assert found == {KENT: assumed(KENT, JANUARY), SHARON: quarterly, deaths: Expectation(deaths, 0, 15, JANUARY)}
    assert (found[KENT].every_months, found[KENT].due_days, found[KENT].is_assumed) == (1, 15, True)


def test_an_agency_that_never_sent_anything_can_be_missing():
    """It is expected from January on and has not come."""
    expected = Expectation(SHARON, 1, 15, JANUARY)

    report = month_report(expected, JANUARY, None, today=date(2026, 2, 20), known_since=date(2026, 2, 20))

    assert report.in_words == "missing, 5 days late"


def test_the_reports_of_a_month_are_counted():
    """Of four expected one is in time, one is in late, one is missing and one is not yet due; a fifth just came."""
    others = [Reporter(Feed.CALLS, f"calls-{number}", "") for number in range(3)]
    come = [
        (MONTHLY, Received(date(2026, 2, 1))),
        (Expectation(SHARON, 1, 15, JANUARY), Received(date(2026, 2, 20))),
        (Expectation(others[0], 1, 15, JANUARY), None),
        (Expectation(others[1], 3, 15, JANUARY), None),
        (Expectation(others[2], 0, 15, JANUARY), Received(date(2026, 2, 20))),
    ]
    reports = [
        month_report(expected, JANUARY, received, today=date(2026, 2, 22), known_since=LONG_AGO)
        for expected, received in come
    ]

    counted = tallies(reports, [JANUARY])[0]

    assert (counted.expected, counted.received, counted.late, counted.missing, counted.not_yet_due) == (4, 2, 1, 1, 1)
    assert counted.in_words == "2 of 4 expected reports are in; 1 is 7 days late; 1 is not yet due."
    assert tallies(reports, [MARCH])[0].in_words == "No report is expected."


def test_reports_in_time_are_counted_among_those_that_could_have_been():
    """Of four months due, one came with the first load, one in time, one late and one not at all: 1 of 3."""
    may, june, july, august = (date(2026, month, 1) for month in (5, 6, 7, 8))
    reports = [
        MonthReport(KENT, may, Status.RECEIVED, date(2026, 6, 15), date(2026, 7, 1), None),
        MonthReport(KENT, june, Status.RECEIVED, date(2026, 7, 15), date(2026, 7, 15), 0),
        MonthReport(KENT, july, Status.RECEIVED, date(2026, 8, 15), date(2026, 8, 16), 1),
        MonthReport(KENT, august, Status.MISSING, date(2026, 9, 15), None, 3),
    ]

    assert reports_in_time(reports, today=date(2026, 9, 18)) == (1, 3)
    assert reports_in_time(reports, today=date(2026, 9, 15)) == (1, 2)
