"""Expected and received reports by month: what has come, how late, and what is still missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rorf_data.model import Feed, add_months, last_of_month
from rorf_data.store.ledger import Expectation, Reporter

ASSUMED_DUE_DAYS = 15
YEARLY_OR_NEVER = frozenset({Feed.DEATHS, Feed.STOCK, Feed.SETTLEMENT, Feed.HELP_PLACES})
"""Feeds of which nothing regular is expected until somebody says so."""


class Status(StrEnum):
    """How a month stands with a reporter."""

    RECEIVED = "received"
    NOTHING = "nothing to report"
    MISSING = "missing"
    NOT_YET_DUE = "not yet due"
    NOT_EXPECTED = "not expected"


@dataclass(frozen=True, slots=True)
class Received:
    """A month that is on record: the day (on the programme's calendar) of the first load that reports it, and how."""

    day: date
    is_nothing: bool = False


@dataclass(frozen=True, slots=True)
class MonthReport:
    """One month of one reporter.

    ``due_date`` is the last day on which the report is in time, None where none is expected. ``days_late`` counts from
    that day to the day of receipt, or to today where the month is missing; 0 when in time or not yet due, and None
    where nothing can be said: no report was expected, or it came with the first that was known of the reporter.
    """

    reporter: Reporter
    month: date
    status: Status
    due_date: date | None = None
    received_date: date | None = None
    days_late: int | None = None

    @property
    def is_expected(self) -> bool:
        """Whether a report of this month is or was expected."""
        return self.due_date is not None

    @property
    def is_in(self) -> bool:
        """Whether the month is on record, with rows or as one with nothing to report."""
        return self.received_date is not None

    @property
    def in_words(self) -> str:
        """``received``, ``received, 3 days late``, ``missing, 1 day late`` and so on."""
        return f"{self.status.value}, {days_in_words(self.days_late)} late" if self.days_late else self.status.value


def days_in_words(days: int) -> str:
    """``1 day`` or ``7 days``."""
    return "1 day" if days == 1 else f"{days:,} days"


def assumed(reporter: Reporter, first_month: date) -> Expectation:
    """What is expected of a reporter of whom nobody has said anything: each month from the first on record on.

    Of published deaths, stock and settlements nothing regular is expected.
    """
    every = 0 if reporter.feed in YEARLY_OR_NEVER else 1
    return Expectation(reporter, every, ASSUMED_DUE_DAYS, first_month)


def in_force(
    expected: Iterable[Expectation], received: Mapping[Reporter, Mapping[date, Received]]
) -> dict[Reporter, Expectation]:
    """What is expected of everybody who ever reported or was said to, by feed and name: as set, else as assumed."""
    found = {reporter: assumed(reporter, min(months)) for reporter, months in received.items() if months}
    found |= {expectation.reporter: expectation for expectation in expected}
    return {reporter: found[reporter] for reporter in sorted(found)}


def due_date(expectation: Expectation, month: date) -> date | None:
    """The last day on which a report of ``month`` (a first day) is in time; None where none is expected.

    Months run in spans of ``every_months`` from the first one expected, and a span that would pass the last month
    expected ends with it. All months of a span are due together.
    """
    every = expectation.every_months
    if not every or month < expectation.first_month:
        return None
    if expectation.last_month is not None and month > expectation.last_month:
        return None
    since = (month.year - expectation.first_month.year) * 12 + month.month - expectation.first_month.month
    last = add_months(month, every - 1 - since % every)
    if expectation.last_month is not None:
        last = min(last, expectation.last_month)
    return last_of_month(last) + timedelta(days=expectation.due_days)


def month_report(
    expectation: Expectation, month: date, received: Received | None, *, today: date, known_since: date
) -> MonthReport:
    """How ``month`` stands with a reporter today.

    ``known_since`` is the day on which the reporter was first known here. What came on that day is not called late:
    whoever loads three years of an old log at once was late with none of them.
    """
    due = due_date(expectation, month)
    if received is None:
        return _missing(expectation.reporter, month, due, today)
    status = Status.NOTHING if received.is_nothing else Status.RECEIVED
    late = 0 if due is None else max(0, (received.day - due).days)
    is_told = due is not None and not (late and received.day <= known_since)
    return MonthReport(expectation.reporter, month, status, due, received.day, late if is_told else None)


@dataclass(frozen=True, slots=True)
class MonthTally:
    """How many reports of one month are expected, in, in but late, missing after their day, and still to come."""

    month: date
    expected: int
    received: int
    late: int
    missing: int
    not_yet_due: int
    most_days_missing: int

    @property
    def in_words(self) -> str:
        """``3 of 4 expected reports are in; 1 is missing and 7 days late.``"""
        if not self.expected:
            return "No report is expected."
        parts = [_in_words(self.received, self.expected)]
        if self.missing:
            parts.append(_missing_in_words(self.missing, self.most_days_missing))
        if self.not_yet_due:
            parts.append(f"{self.not_yet_due} {'is' if self.not_yet_due == 1 else 'are'} not yet due")
        return "; ".join(parts) + "."


def tallies(reports: Iterable[MonthReport], months: Sequence[date]) -> list[MonthTally]:
    """The expected reports of each of ``months``, counted; what came without being expected counts nowhere."""
    expected: dict[date, list[MonthReport]] = {month: [] for month in months}
    for report in reports:
        if report.due_date is not None and report.month in expected:
            expected[report.month].append(report)
    return [_tally(expected[month], month) for month in months]


def _tally(expected: Sequence[MonthReport], month: date) -> MonthTally:
    missing = [report.days_late or 0 for report in expected if report.status is Status.MISSING]
    come = [report for report in expected if report.received_date is not None]
    return MonthTally(
        month=month,
        expected=len(expected),
        received=len(come),
        late=len([report for report in come if report.days_late]),
        missing=len(missing),
        not_yet_due=len([report for report in expected if report.status is Status.NOT_YET_DUE]),
        most_days_missing=max(missing, default=0),
    )


def reports_in_time(reports: Iterable[MonthReport], *, today: date) -> tuple[int, int]:
    """How many of the reports that agencies and sources were expected to send came in time.

    Numerator: expected reports that came on the day they were due or before it.
    Denominator: expected reports whose day has passed, without those that were due before anything had come from
    whoever sends them: of these it can't be said.
    Source: the reporting ledger; DHIS2 calls it the reporting rate on time.
    Limits: a report in time can still be incomplete.
    """
    theirs: dict[Reporter, list[MonthReport]] = defaultdict(list)
    for report in reports:
        theirs[report.reporter].append(report)
    due = [
        report
        for own in theirs.values()
        for first in [min((r.received_date for r in own if r.received_date), default=date.min)]
        for report in own
        if report.due_date and first <= report.due_date < today
    ]
    return sum(report.is_in and not report.days_late for report in due), len(due)


def _missing(reporter: Reporter, month: date, due: date | None, today: date) -> MonthReport:
    if due is None:
        return MonthReport(reporter, month, Status.NOT_EXPECTED)
    if today <= due:
        return MonthReport(reporter, month, Status.NOT_YET_DUE, due, days_late=0)
    return MonthReport(reporter, month, Status.MISSING, due, days_late=(today - due).days)


def _in_words(received: int, expected: int) -> str:
    if expected == 1:
        return f"The one expected report is {'in' if received else 'not in'}"
    return f"{received} of {expected} expected reports {'is' if received == 1 else 'are'} in"


def _missing_in_words(missing: int, most_days: int) -> str:
    if missing == 1:
        return f"1 is {days_in_words(most_days)} late"
    return f"{missing} are late, the longest by {days_in_words(most_days)}"
