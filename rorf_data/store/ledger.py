"""The reporting ledger: which reports are expected, which have come, and the word that there is nothing to report.

Agencies keep their own kit logs, in whatever layout; requests, calls and deaths come as extracts of one system. So it
is the agency that reports a month where its name is on record with it, and the source where none is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.intake.canonical import MAIN_DATES
from rorf_data.intake.clean import agency_name
from rorf_data.intake.refusal import Unclean
from rorf_data.model import Feed, add_months
from rorf_data.store import tables
from rorf_data.store.bulk import insert_missing
from rorf_data.store.cascade import update_cascade
from rorf_data.store.database import writing
from rorf_data.store.kept import kept
from rorf_data.store.records import Actor, begin_load, hash_of
from rorf_data.store.sql import month_of

EVERY = (0, 1, 3, 12)
"""How many months one report may stand for; 0 where nothing regular is expected."""

LONGEST_DUE = 366
NOTHING_FILE = "nothing to report"
BY_WORD = "by-word"
"""The source of a report of nothing from an agency that never sent a file."""

ROWS, NOTHING = "rows", "nothing"
_NO_NAME: sa.ColumnElement[str] = sa.literal_column("''")


@dataclass(frozen=True, slots=True, order=True)
class Reporter:
    """Who sends something: an agency (whatever the source of its files), or a source where no agency is named."""

    feed: Feed
    source: str
    agency: str

    @classmethod
    def of(cls, feed: Feed, source: str, agency: str) -> Self:
        """The reporter behind a row of reported_months: of an agency the source is left out."""
        return cls(feed, "" if agency else source, agency)

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.agency or self.source


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a reporter is expected to send: one report for every ``every_months`` months, counted from ``first_month``.

    A report is late from the day after ``due_days`` days after the end of its last month. ``last_month`` is the last
    one expected, None while it goes on. ``set_at`` (UTC) is None where nobody has set anything and it is assumed.
    """

    reporter: Reporter
    every_months: int
    due_days: int
    first_month: date
    last_month: date | None = None
    set_at: datetime | None = None
    set_by: str = ""

    @property
    def is_assumed(self) -> bool:
        """Whether nobody has set this."""
        return self.set_at is None


@dataclass(frozen=True, slots=True)
class ReportedMonth:
    """A month that is on record for a reporter, the moment (UTC) of the first load that reports it, and how."""

    reporter: Reporter
    month: date
    received_at: datetime
    is_nothing: bool


def new_agency(feed: Feed, name: str) -> Reporter:
    """An agency that a person names, who may never have sent anything.

    Raises :class:`StoreRefused` when the name holds what may not be kept, such as a telephone number.
    """
    try:
        # Whoever sets what is expected of an agency says by that that it is one, also where it is called like a person.
        return Reporter(feed, "", agency_name(name.strip(), {name.strip().casefold()}))
    except Unclean as problem:
        raise StoreRefused(f"This can't be kept as the name of an agency. {problem}") from None


@kept
def load_expected(connection: sa.Connection) -> list[Expectation]:
    """What people have set, by feed and name."""
    rows = connection.execute(sa.select(tables.expected_reports)).mappings()
    found = [
        Expectation(
            Reporter(Feed(row["feed"]), row["source"], row["agency"]),
            **{name: row[name] for name in ("every_months", "due_days", "first_month", "last_month")},
            **{name: row[name] for name in ("set_at", "set_by")},
        )
        for row in rows
    ]
    return sorted(found, key=lambda expectation: expectation.reporter)


@kept
def load_reported(connection: sa.Connection) -> list[ReportedMonth]:
    """Every month on record of every reporter, once, by reporter and month.

    A report that was taken back counts no more. One that a load ended which was itself undone since is dated as it was
    before. A month counts as one with nothing to report only where no file covers it.
    """
    months, loads, ending = tables.reported_months, tables.loads, tables.loads.alias()
    stands = months.c.ended_by.is_(None)
    source = sa.case((months.c.agency == _NO_NAME, months.c.source), else_=_NO_NAME)
    query = (
        sa.select(
            months.c.feed,
            source.label("source"),
            months.c.agency,
            months.c.month,
            sa.func.min(loads.c.loaded_at),
            sa.func.max(sa.case((stands & (months.c.basis == ROWS), 1), else_=0)),
        )
        .join_from(months, loads, loads.c.load_id == months.c.load_id)
        .outerjoin(ending, ending.c.load_id == months.c.ended_by)
        .where(stands | ending.c.undone_by.is_not(None))
        .group_by(months.c.feed, source, months.c.agency, months.c.month)
        .having(sa.func.max(sa.case((stands, 1), else_=0)) == 1)
    )
    found = [
        ReportedMonth(Reporter(Feed(feed), of_source, agency), month, moment, is_nothing=not has_rows)
        for feed, of_source, agency, month, moment, has_rows in connection.execute(query)
    ]
    return sorted(found, key=lambda report: (report.reporter, report.month))


def ledger_version(engine: sa.Engine) -> str:
    """Changes whenever somebody sets what is expected, which no load tells of."""
    expected = tables.expected_reports.c
    with engine.connect() as connection:
        count, newest = connection.execute(sa.select(sa.func.count(), sa.func.max(expected.set_at))).one()
    return f"{count}|{newest}"


def set_expected(engine: sa.Engine, expectation: Expectation, *, now: datetime, by: str) -> None:
    """Keep what is expected of a reporter, in place of what was set before, which stays on record; ``now`` is in UTC.

    Raises :class:`StoreRefused` for a rhythm, a number of days or an order of months that can't be.
    """
    _check(expectation)
    reporter = expectation.reporter
    values: dict[str, Any] = {
        name: getattr(expectation, name) for name in ("every_months", "due_days", "first_month", "last_month")
    }
    values |= {"set_at": now, "set_by": by}
    key = {"feed": reporter.feed.value, "source": reporter.source, "agency": reporter.agency}
    expected = tables.expected_reports
    same = sa.and_(*(expected.c[name] == value for name, value in key.items()))
    with writing(engine) as connection:
        _keep_earlier(connection, same, now)
        if not connection.execute(expected.update().where(same).values(values)).rowcount:
            connection.execute(expected.insert().values(key | values))


def _keep_earlier(connection: sa.Connection, same: sa.ColumnElement[bool], now: datetime) -> None:
    """Keep what is about to be set anew, so that what was expected at a past moment can be told."""
    expected, earlier = tables.expected_reports.c, tables.earlier_expectations
    names = [column.name for column in earlier.columns if column.name in expected]
    query = sa.select(*(expected[name] for name in names), sa.literal(now, sa.DateTime)).where(same)
    connection.execute(earlier.insert().from_select([*names, "replaced_at"], query))


def declare_nothing(
    engine: sa.Engine,
    feed: Feed,
    source: str,
    agency: str,
    months: Sequence[date],
    *,
    now: datetime,
    today: date,
    by: str,
) -> int:
    """Keep that a reporter has nothing to report for these months (first days); the number of the load that says so.

    ``source`` may be empty for an agency: then it is the one that its newest file came from. Months that are on record
    already without any kit (or any record) stay as they are; undoing the load takes the others back. ``now`` is in UTC.

    Raises :class:`StoreRefused` when nobody is named, when a month is not over, when kits (or records) of a month are
    on record, and when none of the months is left to report.
    """
    reporter = Reporter.of(feed, source, agency)
    wanted = sorted({month.replace(day=1) for month in months})
    _check_months(reporter, wanted, today)
    with writing(engine) as connection:
        if taken := _months_with_records(connection, reporter, wanted):
            raise StoreRefused(_has_records(reporter, taken))
        left = [month for month in wanted if month not in _on_record(connection, reporter)]
        if not left:
            raise StoreRefused(f"“{reporter.name}” has already reported {months_in_words(wanted)}.")
        named = source or _newest_source(connection, reporter)
        load_id = _begin(connection, reporter, named, left, Actor(by, now))
        key = {"feed": feed.value, "source": named, "agency": agency, "load_id": load_id, "basis": NOTHING}
        insert_missing(connection, tables.reported_months, [key | {"month": month} for month in left])
        update_cascade(connection, feed, load_id)
    return load_id


def months_in_words(months: Sequence[date]) -> str:
    """``March 2026``, ``March and April 2026``, or more of them with commas."""
    words = [
        f"{month:%B}" if _is_same_year(month, following) else f"{month:%B %Y}" for month, following in _next(months)
    ]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _next(months: Sequence[date]) -> list[tuple[date, date | None]]:
    return list(zip(months, [*months[1:], None], strict=True))


def _is_same_year(month: date, following: date | None) -> bool:
    return following is not None and month.year == following.year


def _check(expectation: Expectation) -> None:
    if not expectation.reporter.name:
        raise StoreRefused("Say which agency or source a report is expected of.")
    if expectation.every_months not in EVERY:
        raise StoreRefused("A report is expected every month, quarter or year, or never.")
    if not 0 <= expectation.due_days <= LONGEST_DUE:
        raise StoreRefused(f"A report is due 0 to {LONGEST_DUE} days after the end of its months.")
    if expectation.last_month and expectation.last_month < expectation.first_month:
        raise StoreRefused("The last month expected lies before the first.")


def _check_months(reporter: Reporter, wanted: Sequence[date], today: date) -> None:
    if not reporter.name:
        raise StoreRefused("Say which agency or source has nothing to report.")
    if not wanted:
        raise StoreRefused("Choose at least one month with nothing to report.")
    if still := [month for month in wanted if add_months(month, 1) > today]:
        raise StoreRefused(f"{months_in_words(still)} can be reported once it is over.")


def _months_with_records(connection: sa.Connection, reporter: Reporter, wanted: Sequence[date]) -> list[date]:
    """Those of the months in which kits of the agency, or records of the source, are on record."""
    table = tables.VERSIONS[reporter.feed]
    day = table.c[MAIN_DATES[reporter.feed]]
    who = table.c.agency == reporter.agency if reporter.agency else table.c.source == reporter.source
    within = day.between(wanted[0], add_months(wanted[-1], 1))
    query = sa.select(month_of(day)).where(who, within, table.c.ended_by.is_(None)).distinct()
    if reporter.feed is Feed.DISTRIBUTIONS:
        query = query.where(tables.distributions.c.kits > 0)
    return sorted(set(connection.scalars(query)) & set(wanted))


def _has_records(reporter: Reporter, taken: Sequence[date]) -> str:
    what = "kits" if reporter.feed is Feed.DISTRIBUTIONS else "records"
    return (
        f"“{reporter.name}” has {what} on record in {months_in_words(taken)}. If they are wrong, undo the load that "
        "brought them or load a corrected file."
    )


def _on_record(connection: sa.Connection, reporter: Reporter) -> set[date]:
    months = tables.reported_months.c
    who = months.agency == reporter.agency if reporter.agency else months.source == reporter.source
    query = sa.select(months.month).where(months.feed == reporter.feed.value, who, months.ended_by.is_(None))
    return set(connection.scalars(query))


def _newest_source(connection: sa.Connection, reporter: Reporter) -> str:
    months = tables.reported_months.c
    query = (
        sa.select(months.source)
        .where(months.feed == reporter.feed.value, months.agency == reporter.agency)
        .order_by(months.load_id.desc())
        .limit(1)
    )
    return connection.scalar(query) or BY_WORD


def _begin(connection: sa.Connection, reporter: Reporter, source: str, months: Sequence[date], actor: Actor) -> int:
    return begin_load(
        connection,
        actor,
        file=NOTHING_FILE,
        sha256=hash_of(NOTHING_FILE, reporter.feed.value, source, reporter.agency, *months),
        source=source,
        feed=reporter.feed,
        kind="nothing",
        note=f"“{reporter.name}” has nothing to report for {months_in_words(months)}.",
    )
