"""What has come and when, as every answer needs it: the reporting ledger, and the months that are not complete yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache

import pandas as pd
import sqlalchemy as sa

from rorf_data.disclosure.over_time import Provisional
from rorf_data.measures.lateness import LONGEST_DELAY, ExpectedCompleteness, FirstFile, expected_completeness
from rorf_data.measures.reporting import MonthReport, Received, in_force, month_report, tallies
from rorf_data.model import Feed, Period, add_months, last_of_month
from rorf_data.store.kept import kept
from rorf_data.store.ledger import Expectation, Reporter, load_expected, load_reported
from rorf_data.store.queries_lateness import load_first_files, load_month_arrivals

MONTHS_WATCHED = 36
"""How far back what was usual is looked for."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Today, and the time zone in which days begin."""

    today: date
    zone: tzinfo

    def day_of(self, moment: datetime) -> date:
        """The day here of a moment kept in UTC without mark."""
        return _day_in(self.zone, moment)


def month_reports_of(
    connection: sa.Connection, months: Sequence[date], feeds: Collection[Feed], calendar: Calendar
) -> list[MonthReport]:
    """One report for each reporter of these feeds and each of ``months`` (first days), by feed and name."""
    reporters = _reporters(connection, calendar)
    return [reporter.report(month) for reporter in reporters if reporter.feed in feeds for month in months]


@dataclass(frozen=True, slots=True, eq=False)
class _Reporter:
    """One reporter, what is expected and what has come; how a month stands is worked out once."""

    expectation: Expectation
    received: Mapping[date, Received]
    known_since: date
    today: date
    _reports: dict[date, MonthReport] = field(default_factory=dict)

    @property
    def feed(self) -> Feed:
        """What the reporter sends."""
        return self.expectation.reporter.feed

    def report(self, month: date) -> MonthReport:
        """How ``month`` (a first day) stands today."""
        if month not in self._reports:
            received = self.received.get(month)
            self._reports[month] = month_report(
                self.expectation, month, received, today=self.today, known_since=self.known_since
            )
        return self._reports[month]


@kept
def _reporters(connection: sa.Connection, calendar: Calendar) -> tuple[_Reporter, ...]:
    """Everybody who ever reported or is expected to, by feed and name."""
    received: dict[Reporter, dict[date, Received]] = defaultdict(dict)
    for one in load_reported(connection):
        received[one.reporter][one.month] = Received(calendar.day_of(one.received_at), one.is_nothing)
    expected = load_expected(connection)
    known_since = {reporter: min(one.day for one in theirs.values()) for reporter, theirs in received.items()}
    for asked in expected:
        set_on = calendar.day_of(asked.set_at) if asked.set_at else calendar.today
        known_since[asked.reporter] = min(known_since.get(asked.reporter, set_on), set_on)
    return tuple(
        _Reporter(expectation, received.get(reporter, {}), known_since.get(reporter, calendar.today), calendar.today)
        for reporter, expectation in in_force(expected, received).items()
    )


@lru_cache(maxsize=8192)
def _day_in(zone: tzinfo, moment: datetime) -> date:
    return moment.replace(tzinfo=UTC).astimezone(zone).date()


@kept
def provisional_months(
    connection: sa.Connection, feeds: Sequence[Feed], period: Period, calendar: Calendar, *, complete_share: float
) -> tuple[Provisional, ...]:
    """The months of the period, by feed and time, that more records of these feeds are expected for.

    Those are the month under way, months of which usually less than ``complete_share`` is in by now, and months that
    not everybody has reported who is expected to. The share is None where it isn't known, and where by what is usual
    all should be in. Months to come are left out.
    """
    wanted = list(dict.fromkeys(feeds))
    months = [month for month in period.months() if month <= calendar.today]
    reports = month_reports_of(connection, months, wanted, calendar)
    usual = completeness_by_feed(connection, wanted, calendar) if _are_recent(months, calendar) else {}
    found = []
    for feed in wanted:
        theirs = [report for report in reports if report.reporter.feed is feed]
        for month, counted in zip(months, tallies(theirs, months), strict=True):
            share = usual[feed].share((calendar.today - last_of_month(month)).days) if feed in usual else None
            is_short = share is not None and share < complete_share
            is_lacking = calendar.today <= last_of_month(month) or counted.received < counted.expected
            if is_short or is_lacking:
                found.append(Provisional(month, share if is_short else None, feed, is_by_lateness=not is_lacking))
    return tuple(found)


@kept
def completeness_by_feed(
    connection: sa.Connection, feeds: Sequence[Feed], calendar: Calendar
) -> dict[Feed, ExpectedCompleteness]:
    """How complete a month of each feed usually is so many days after its end, by what came in the last three years."""
    since = add_months(calendar.today.replace(day=1), -MONTHS_WATCHED)
    arrivals = with_days(load_month_arrivals(connection, feeds, since), calendar)
    firsts = first_files_of(connection, feeds, calendar)
    return {
        feed: expected_completeness(arrivals[arrivals["feed"] == feed.value], firsts[feed], today=calendar.today)
        for feed in feeds
    }


def first_files_of(
    connection: sa.Connection, feeds: Sequence[Feed], calendar: Calendar
) -> dict[Feed, dict[str, FirstFile]]:
    """The first file of every source, by feed."""
    found: dict[Feed, dict[str, FirstFile]] = {feed: {} for feed in feeds}
    for feed, source, load_id, moment in load_first_files(connection, feeds):
        found[feed][source] = FirstFile(load_id, calendar.day_of(moment))
    return found


def with_days(arrivals: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """The arrivals with the day here on which each was received (received_date, a date)."""
    moments = {moment: calendar.day_of(moment) for moment in set(arrivals["received_at"])}
    return arrivals.assign(received_date=[moments[moment] for moment in arrivals["received_at"]])


def _are_recent(months: Sequence[date], calendar: Calendar) -> bool:
    """Whether more is expected, by what is usual, for any of the months."""
    return any((calendar.today - last_of_month(month)).days < LONGEST_DELAY for month in months)
