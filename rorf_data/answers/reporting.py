"""The reporting ledger on screen: who is expected to send what, what has come, how late, and what is missing.

Other answers take their words from here on figures that may still rise because not everybody has reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.labels import FEED_WORDS
from rorf_data.answers.reader import Reader, describe_and_release, local_day
from rorf_data.answers.received import month_reports_of
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import free
from rorf_data.measures.reporting import (
    MonthReport,
    MonthTally,
    Received,
    in_force,
    tallies,
)
from rorf_data.model import Feed, Period, add_months, last_of_month
from rorf_data.store.ledger import Expectation, Reporter, load_expected, load_reported

OF_THEIR_OWN = frozenset({Feed.SUMMARIES, Feed.STOCK, Feed.SETTLEMENT, Feed.HELP_PLACES})
"""Feeds that are named only where something of them is shown."""

MONTHS_SHOWN = 12
MOST_MONTHS_NAMED = 3
RHYTHMS = {0: "nothing regular", 1: "every month", 3: "every quarter", 12: "every year"}
GOES_ON = "goes on"
ASSUMED = "assumed"
AGENCY_LABEL = {"agency": "Agency or source"}
LATENESS_NOTE = (
    "Days late count from the day a report was due to the day it was loaded, or to today where it is missing. What "
    "came with the first load of an agency or source is not called late."
)
COUNTED_NOTE = "Counted are the agencies and sources that are expected to report the month."
ASSUMED_NOTE = (
    "Where nobody has set anything, a report is assumed for each month from the first one on record, due 15 days after "
    "the month's end; of published deaths, stock and settlement sheets nothing regular is assumed. Quarters and years "
    "count from the first month expected."
)
_WHO = {
    Feed.DISTRIBUTIONS: ("agency", "agencies"),
    Feed.REQUESTS: ("source of requests", "sources of requests"),
    Feed.CALLS: ("source of overdose calls", "sources of overdose calls"),
    Feed.DEATHS: ("source of deaths", "sources of deaths"),
    Feed.SUMMARIES: ("sender of summaries", "senders of summaries"),
    Feed.STOCK: ("source of stock", "sources of stock"),
    Feed.SETTLEMENT: ("settlement sheet", "settlement sheets"),
    Feed.HELP_PLACES: ("list of places", "lists of places"),
}
_COUNTED = {
    Feed.DISTRIBUTIONS: "kits left",
    Feed.REQUESTS: "requests",
    Feed.CALLS: "overdose calls",
    Feed.DEATHS: "deaths",
    Feed.SUMMARIES: "figures from summaries",
    Feed.STOCK: "figures of stock",
    Feed.SETTLEMENT: "amounts of the settlement",
    Feed.HELP_PLACES: "places for help",
}
_REPORTS = {
    Feed.DISTRIBUTIONS: "kit logs",
    Feed.REQUESTS: "records of requests",
    Feed.CALLS: "records of overdose calls",
    Feed.DEATHS: "records of deaths",
    Feed.SUMMARIES: "monthly summaries",
    Feed.STOCK: "records of stock",
    Feed.SETTLEMENT: "settlement sheets",
    Feed.HELP_PLACES: "lists of places",
}


def ledger(
    reader: Reader, connection: sa.Connection, months: Sequence[date], feeds: Iterable[Feed] = tuple(Feed)
) -> list[MonthReport]:
    """One report for each reporter of these feeds and each of ``months``, by feed and name; as it stands today."""
    return month_reports_of(connection, months, set(feeds), reader.calendar)


def months_over(reader: Reader, count: int) -> list[date]:
    """The first days of the ``count`` newest months that are over, newest first."""
    this_month = reader.today.replace(day=1)
    return [add_months(this_month, -back) for back in range(1, count + 1)]


def reports_missing(
    reader: Reader, connection: sa.Connection, feeds: Iterable[Feed], period: Period
) -> tuple[str, ...]:
    """A sentence for each feed of which not every expected report is in for the months of the period that are over.

    The figures of such a month are the least that they can be, and the sentence says so.
    """
    wanted = tuple(dict.fromkeys(feeds))
    return reader.recall(
        ("reports missing", wanted, period), lambda: _reports_missing(reader, connection, wanted, period)
    )


def _reports_missing(
    reader: Reader, connection: sa.Connection, wanted: Sequence[Feed], period: Period
) -> tuple[str, ...]:
    months = [month for month in period.months() if last_of_month(month) < reader.today]
    reports = ledger(reader, connection, months, wanted)
    sentences = (_missing_in_words(feed, [r for r in reports if r.reporter.feed is feed], months) for feed in wanted)
    return tuple(sentence for sentence in sentences if sentence)


def agencies_by_month(reader: Reader, connection: sa.Connection, months: Sequence[date]) -> pd.DataFrame:
    """How complete the kit logs are: one row for each of ``months``, indexed by it.

    Columns: agencies_expected, and agencies_reported: those of them whose month is on record.
    """
    reports = ledger(reader, connection, months, [Feed.DISTRIBUTIONS])
    counted = tallies(reports, months)
    counts = {
        "agencies_expected": [one.expected for one in counted],
        "agencies_reported": [one.received for one in counted],
    }
    return pd.DataFrame(counts, index=pd.DatetimeIndex(list(months), name="month").as_unit("s"), dtype="Int64")


def with_agencies(reader: Reader, connection: sa.Connection, frame: pd.DataFrame, starts: str) -> pd.DataFrame:
    """The frame with agencies_expected and agencies_reported of the month whose first day stands in ``starts``."""
    months = [start.date() for start in frame[starts].drop_duplicates()]
    return frame.join(agencies_by_month(reader, connection, months), on=starts, validate="many_to_one")


def newest_months(connection: sa.Connection) -> dict[Reporter, date]:
    """The newest month on record of everybody who ever reported."""
    return {one.reporter: one.month for one in load_reported(connection)}


def as_days(days: Iterable[date | None]) -> pd.DatetimeIndex:
    """Days as a column of a frame; None is missing."""
    return pd.DatetimeIndex([pd.NaT if day is None else pd.Timestamp(day) for day in days]).as_unit("s")


@answer
def reporting_grid(reader: Reader, months: int = MONTHS_SHOWN) -> Released:
    """One row for each agency or source, one column for each of the newest ``months`` months that are over.

    Each cell is in words: received, nothing to report, missing, not yet due or not expected, and how late. Whoever
    neither reported nor was expected in all that time is left out.
    """
    wanted = months_over(reader, months)
    with reader.connect() as connection:
        shown: dict[Reporter, list[MonthReport]] = defaultdict(list)
        for report in _without_the_absent(ledger(reader, connection, wanted)):
            shown[report.reporter].append(report)
        names = {"agency": [who.name for who in shown]}
        cells = {
            f"{month:%Y-%m}": [theirs[place].in_words for theirs in shown.values()]
            for place, month in enumerate(wanted)
        } | {"feed": [FEED_WORDS[who.feed] for who in shown]}
        labels = AGENCY_LABEL | {f"{month:%Y-%m}": f"{month:%b %Y}" for month in wanted}
        return _release(
            reader, connection, pd.DataFrame(names | cells), "Reports by agency and month", wanted, labels=labels
        )


@answer
def reports(reader: Reader, months: int = MONTHS_SHOWN) -> Released:
    """One row for each agency or source and month, newest month first: report (how it stands), due_on, received_on,
    days_late. Whoever neither reported nor was expected in all that time is left out.
    """
    wanted = months_over(reader, months)
    with reader.connect() as connection:
        found = _without_the_absent(ledger(reader, connection, wanted))
        found = [report for month in wanted for report in found if report.month == month]
        frame = pd.DataFrame(
            {
                "month_start": pd.to_datetime([report.month for report in found]),
                "month": [f"{report.month:%b %Y}" for report in found],
                "agency": [report.reporter.name for report in found],
                "feed": [FEED_WORDS[report.reporter.feed] for report in found],
                "report": [report.status.value for report in found],
                "due_on": as_days(report.due_date for report in found),
                "received_on": as_days(report.received_date for report in found),
                "days_late": pd.array([report.days_late for report in found], dtype="Int64"),
            }
        )
        return _release(reader, connection, frame, "Every report", wanted, labels=AGENCY_LABEL)


@answer
def reports_by_month(reader: Reader, months: int = MONTHS_SHOWN) -> Released:
    """One row for each of the newest ``months`` months that are over, newest first: how many reports are expected, in,
    in but late, missing after their day, not yet due; and the same in a sentence (in_words).
    """
    wanted = months_over(reader, months)
    with reader.connect() as connection:
        found = ledger(reader, connection, wanted)
        return _release(
            reader,
            connection,
            _tallied(tallies(found, wanted)),
            "Reports by month",
            wanted,
            note=COUNTED_NOTE,
        )


@answer
def expectations(reader: Reader) -> Released:
    """One row for each agency or source: how often it is expected to report, when that is due, and who set this."""
    with reader.connect() as connection:
        found = expectations_in_force(connection)
        frame = pd.DataFrame(
            {
                "agency": [one.reporter.name for one in found],
                "feed": [FEED_WORDS[one.reporter.feed] for one in found],
                "every": [RHYTHMS[one.every_months] for one in found],
                "due_days": pd.array([one.due_days if one.every_months else None for one in found], dtype="Int64"),
                "first_month": pd.to_datetime([one.first_month for one in found]),
                "until": [f"{one.last_month:%B %Y}" if one.last_month else GOES_ON for one in found],
                "set_by": [one.set_by or ASSUMED for one in found],
                "set_on": as_days(_set_on(one, reader) for one in found),
            }
        )
        return _release(
            reader,
            connection,
            frame,
            "What is expected",
            months_over(reader, 1),
            labels=AGENCY_LABEL,
            note=ASSUMED_NOTE,
        )


def expectations_in_force(connection: sa.Connection) -> list[Expectation]:
    """What is expected of everybody who ever reported or was said to, as set or as assumed; by feed and name."""
    received: dict[Reporter, dict[date, Received]] = defaultdict(dict)
    for one in load_reported(connection):
        received[one.reporter][one.month] = Received(one.received_at.date(), one.is_nothing)
    return list(in_force(load_expected(connection), received).values())


def _without_the_absent(reports: Sequence[MonthReport]) -> list[MonthReport]:
    """The reports of those who reported a month or were expected to."""
    present = {report.reporter for report in reports if report.is_in or report.is_expected}
    return [report for report in reports if report.reporter in present]


def _set_on(expectation: Expectation, reader: Reader) -> date | None:
    """The day on which somebody set it; None where it is assumed."""
    return local_day(expectation.set_at, reader) if expectation.set_at else None


def _tallied(counted: Sequence[MonthTally]) -> pd.DataFrame:
    counts = {
        "reports_expected": [one.expected for one in counted],
        "reports_in": [one.received for one in counted],
        "reports_late": [one.late for one in counted],
        "reports_missing": [one.missing for one in counted],
        "reports_not_yet_due": [one.not_yet_due for one in counted],
    }
    frame = pd.DataFrame({name: pd.array(values, dtype="Int64") for name, values in counts.items()})
    frame.insert(0, "month_start", pd.to_datetime([one.month for one in counted]))
    frame.insert(1, "month", [f"{one.month:%B %Y}" for one in counted])
    return frame.assign(in_words=[one.in_words for one in counted])


def _missing_in_words(feed: Feed, reports: Sequence[MonthReport], months: Sequence[date]) -> str:
    """What is missing of one feed in these months, for a reader of its figures; empty where nothing is."""
    incomplete = [one for one in tallies(reports, months) if one.received < one.expected]
    if not incomplete:
        return ""
    rise = f"; {_COUNTED[feed]} may rise" if any(report.is_in for report in reports) else ""
    if len(months) == 1:
        return f"{_not_in(feed, incomplete[0])} reported {months[0]:%B %Y}{rise}."
    return f"Some {_REPORTS[feed]} that are expected are missing in {_months(incomplete, len(months))}{rise}."


def _months(incomplete: Sequence[MonthTally], count: int) -> str:
    """``2 of these 12 months (September 2026, October 2026)``; of more than three only the newest is named."""
    if len(incomplete) == count:
        return f"each of these {count} months"
    named = [f"{one.month:%B %Y}" for one in incomplete]
    listed = ", ".join(named) if len(named) <= MOST_MONTHS_NAMED else f"the newest of them {named[-1]}"
    return f"{len(incomplete)} of these {count} months ({listed})"


def _not_in(feed: Feed, counted: MonthTally) -> str:
    """``2 of 4 agencies that are expected have not``, ``None of the 3 agencies that are expected has``."""
    one, many = _WHO[feed]
    absent = counted.expected - counted.received
    if counted.expected == 1:
        return f"The one {one} that is expected has not"
    if not counted.received:
        return f"None of the {counted.expected} {many} that are expected has"
    return f"{absent} of {counted.expected} {many} that are expected {'has' if absent == 1 else 'have'} not"


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    title: str,
    months: Sequence[date],
    *,
    labels: dict[str, str] | None = None,
    note: str = LATENESS_NOTE,
) -> Released:
    feeds = [feed for feed in Feed if frame.get("feed", pd.Series(dtype=str)).eq(FEED_WORDS[feed]).any()]
    return describe_and_release(
        reader,
        connection,
        frame,
        title=title,
        period=Period(min(months), last_of_month(max(months))),
        towns=(),
        feeds=feeds or [feed for feed in Feed if feed not in OF_THEIR_OWN],
        notes=[note],
        extra_labels=labels,
        rests=free([name for name in frame.columns if name != "set_by"], len(frame)),
        is_over_time=False,
    )
