"""What the screens ask of the store: frames that are already aggregated, never rows of events."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

import pandas as pd
import sqlalchemy as sa

from rorf_data.model import Feed, MonthlyTotal, Period, add_months, last_of_month
from rorf_data.store import tables
from rorf_data.store.kept import is_remembering, kept
from rorf_data.store.sql import days_between, month_of


@kept
def load_monthly(connection: sa.Connection, measures: Sequence[str], period: Period) -> list[MonthlyTotal]:
    """Sums of each measure by month and area; a month that the period cuts holds only the days inside it.

    One for each three, both ends of the period included. Whole months come from the monthly totals, cut ones from the
    daily totals; areas and months without any are not there.
    """
    if is_remembering(connection) and period.is_whole_months:
        return _every_month(connection).within(measures, period)
    return [MonthlyTotal(*row) for row in connection.execute(_totals_within(measures, period))]


@kept
def load_sums(connection: sa.Connection, measures: Sequence[str], period: Period) -> pd.DataFrame:
    """Sums of each measure by area over the whole period, both ends included: columns measure, area, total."""
    if is_remembering(connection) and period.is_whole_months:
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for one in _every_month(connection).within(measures, period):
            sums[one.measure, one.area] += one.total
        rows = [(measure, area, total) for (measure, area), total in sums.items()]
        return pd.DataFrame(rows, columns=["measure", "area", "total"])
    found = _totals_within(measures, period).subquery().c
    query = sa.select(found.measure, found.area, sa.cast(sa.func.sum(found.total), sa.BigInteger)).group_by(
        found.measure, found.area
    )
    return _frame(connection, query, ["measure", "area", "total"])


@kept
def load_daily(connection: sa.Connection, measures: Sequence[str], period: Period) -> pd.DataFrame:
    """Sums of each measure by day and area, both ends of the period included: columns measure, day (a date), area,
    total (int). Days and areas without any are not there.
    """
    kept = tables.daily_totals.c
    query = sa.select(kept.measure, kept.day, kept.area, kept.total).where(
        kept.measure.in_(measures), kept.day.between(period.first, period.last), kept.total != 0
    )
    return _frame(connection, query, ["measure", "day", "area", "total"])


@kept
def load_reported_months(connection: sa.Connection, feed: Feed) -> list[date]:
    """First days of the months that any load of the feed covers, earliest first."""
    months = tables.reported_months.c
    query = (
        sa.select(months.month)
        .where(months.feed == feed.value, months.ended_by.is_(None))
        .distinct()
        .order_by(months.month)
    )
    return list(connection.scalars(query))


@kept
def load_data_version(connection: sa.Connection, at: datetime | None = None) -> int:
    """The number of the newest load, or of the newest at that moment (UTC without mark), 0 before the first."""
    loads = tables.loads.c
    query = sa.select(sa.func.max(loads.load_id))
    return connection.scalar(query if at is None else query.where(loads.loaded_at <= at)) or 0


@kept
def load_agencies(connection: sa.Connection) -> pd.DataFrame:
    """One row for each feed, source and agency ever seen: feed, source, agency, first_month and last_month covered."""
    months = tables.reported_months.c
    query = sa.select(
        months.feed,
        months.source,
        months.agency,
        sa.func.min(months.month).label("first_month"),
        sa.func.max(months.month).label("last_month"),
    )
    query = query.where(months.ended_by.is_(None)).group_by(months.feed, months.source, months.agency)
    return _frame(connection, query, ["feed", "source", "agency", "first_month", "last_month"])


@kept
def load_agency_months(connection: sa.Connection, month: date) -> pd.DataFrame:
    """The feed, source and agency of every report that covers ``month`` (a first day)."""
    months = tables.reported_months.c
    query = sa.select(months.feed, months.source, months.agency).where(months.month == month, months.ended_by.is_(None))
    return _frame(connection, query.distinct(), ["feed", "source", "agency"])


@kept
def load_turnarounds(connection: sa.Connection, period: Period) -> pd.DataFrame:
    """How many requests were delivered after how many calendar days, by month of delivery and area.

    Columns: month (datetime64), area, days, total. The day of delivery decides; both ends of the period are included.
    """
    if is_remembering(connection) and period.is_whole_months:
        every = _every_turnaround(connection)
        first, after = every["month"].searchsorted(pd.to_datetime([period.first, period.last]), side="left")
        return every.iloc[first:after].reset_index(drop=True)
    whole, cut = whole_and_cut(period)
    kept = tables.turnaround_totals.c
    selects: list[sa.Select[Any]] = []
    if whole:
        selects.append(
            sa.select(kept.month, kept.area, kept.days, kept.total).where(kept.month.between(whole.first, whole.last))
        )
    selects += [_turnarounds_within(days) for days in cut]
    return _turnarounds(connection, sa.union_all(*selects))


@kept
def _every_turnaround(connection: sa.Connection) -> pd.DataFrame:
    """The same for every month on record, in order."""
    found = tables.turnaround_totals.c
    query = sa.select(found.month, found.area, found.days, found.total).order_by(found.month)
    return _turnarounds(connection, query)


def _turnarounds(connection: sa.Connection, query: sa.Executable) -> pd.DataFrame:
    frame = _frame(connection, query, ["month", "area", "days", "total"])
    return frame.astype({"month": "datetime64[s]", "area": str, "days": "int64", "total": "int64"})


@kept
def load_waiting(connection: sa.Connection, on: date) -> pd.DataFrame:
    """Requests received but neither delivered nor closed by the end of day ``on``: area, received_date, total.

    Those that wait now come from the daily totals; those that were delivered or closed only after ``on`` are added.
    """
    daily, waits = tables.daily_totals.c, tables.request_waits.c
    still = sa.select(daily.area, daily.day, daily.total).where(
        daily.measure == "waiting", daily.day <= on, daily.total > 0
    )
    # Nothing that ended was received longer before than the longest wait, so no older day need be looked at.
    since = on - timedelta(_longest_wait(connection))
    total = sa.cast(sa.func.sum(waits.total), sa.BigInteger)
    later = (
        sa.select(waits.area, waits.received_date, total)
        .where(waits.ending.in_(["delivered", "closed"]), waits.received_date.between(since, on))
        .where(days_between(waits.received_date, sa.literal(on, sa.Date)) < waits.days)
        .group_by(waits.area, waits.received_date)
    )
    waited: dict[tuple[date, str], int] = defaultdict(int)
    for query in (still, later):
        for area, received, requests in connection.execute(query):
            waited[received, area] += requests
    rows = [(received, area, requests) for (received, area), requests in sorted(waited.items()) if requests]
    return pd.DataFrame(rows, columns=["received_date", "area", "total"])


@kept
def _longest_wait(connection: sa.Connection) -> int:
    """The days that the slowest request took to its end."""
    waits = tables.request_waits.c
    return connection.scalar(sa.select(sa.func.max(waits.days))) or 0


def load_sources(connection: sa.Connection) -> pd.DataFrame:
    """One row for each source ever loaded: source, feed, loads, records, first_date, newest_date, last_loaded_at (UTC).

    ``loads`` are files in force. ``records`` are those on record now: every record was new once, a corrected one stays
    one record, and one that was withdrawn or undone is gone. The dates are those of files in force.
    """
    loads = tables.loads.c
    is_in_force = sa.and_(loads.kind == "file", loads.undone_by.is_(None))
    columns = [
        loads.source,
        loads.feed,
        sa.func.sum(sa.case((is_in_force, 1), else_=0)).label("loads"),
        sa.func.sum(loads.new - loads.gone).label("records"),
        sa.func.min(sa.case((is_in_force, loads.first_date))).label("first_date"),
        sa.func.max(sa.case((is_in_force, loads.last_date))).label("newest_date"),
        sa.func.max(loads.loaded_at).label("last_loaded_at"),
    ]
    query = sa.select(*columns).group_by(loads.source, loads.feed).order_by(loads.feed, loads.source)
    return _frame(connection, query, [column.name for column in columns])


def load_file_hashes(connection: sa.Connection) -> list[str]:
    """The SHA-256 of every file loaded, in the order of loading."""
    loads = tables.loads.c
    query = sa.select(loads.sha256).where(loads.kind == "file").order_by(loads.load_id)
    return list(connection.scalars(query))


@kept
def load_newest_loads(connection: sa.Connection) -> list[tuple[str, str, datetime]]:
    """Feed, source and moment (UTC) of the newest load of each source."""
    loads = tables.loads.c
    query = sa.select(loads.feed, loads.source, sa.func.max(loads.loaded_at)).group_by(loads.feed, loads.source)
    return [(feed, source, moment) for feed, source, moment in connection.execute(query)]


def load_held_by_source(connection: sa.Connection) -> pd.DataFrame:
    """Rows that wait for a person, by source: source, held_rows."""
    held = tables.held_rows.c
    query = sa.select(held.source, sa.func.count()).where(held.ended_by.is_(None)).group_by(held.source)
    return _frame(connection, query, ["source", "held_rows"])


@dataclass(frozen=True, slots=True, eq=False)
class _EveryMonth:
    """The monthly totals of every measure: for each its rows, earliest first, and their months in the same order."""

    totals: Mapping[str, Sequence[MonthlyTotal]]
    months: Mapping[str, Sequence[date]]

    def within(self, measures: Sequence[str], whole: Period) -> list[MonthlyTotal]:
        """Those of these measures in a period of whole months, as :func:`load_monthly` gives them."""
        found: list[MonthlyTotal] = []
        for name in dict.fromkeys(measures):
            months = self.months.get(name, [])
            found += self.totals.get(name, [])[bisect_left(months, whole.first) : bisect_right(months, whole.last)]
        return found


@kept
def _every_month(connection: sa.Connection) -> _EveryMonth:
    """What a change of filters is answered from without asking the database again."""
    found = tables.monthly_totals.c
    query = sa.select(found.measure, found.month, found.area, found.total).order_by(found.measure, found.month)
    answer = [MonthlyTotal(*row) for row in connection.execute(query)]
    totals = {measure: list(own) for measure, own in groupby(answer, key=attrgetter("measure"))}
    return _EveryMonth(totals, {measure: [one.month for one in own] for measure, own in totals.items()})


def whole_and_cut(period: Period) -> tuple[Period | None, list[Period]]:
    """The whole months inside a period (if any) and what is left of it at its two ends."""
    first_whole = period.first if period.first.day == 1 else add_months(period.first.replace(day=1), 1)
    is_whole_end = period.last == last_of_month(period.last)
    last_whole = period.last if is_whole_end else last_of_month(add_months(period.last.replace(day=1), -1))
    if first_whole > last_whole:
        return None, [period]
    cut = []
    if period.first < first_whole:
        cut.append(Period(period.first, last_of_month(period.first)))
    if not is_whole_end:
        cut.append(Period(period.last.replace(day=1), period.last))
    return Period(first_whole, last_whole), cut


def _frame(connection: sa.Connection, query: sa.Executable, columns: Sequence[str]) -> pd.DataFrame:
    """The answer to a query; from plain tuples, which pandas takes in several times as fast as rows of SQLAlchemy."""
    return pd.DataFrame([tuple(row) for row in connection.execute(query)], columns=list(columns))


def _totals_within(measures: Sequence[str], period: Period) -> sa.CompoundSelect[Any]:
    """Measure, month, area and total: whole months from the monthly totals, the days of cut ones summed."""
    whole, cut = whole_and_cut(period)
    selects = [_monthly(measures, whole)] if whole else []
    return sa.union_all(*selects, *(_daily(measures, days) for days in cut))


def _monthly(measures: Sequence[str], whole: Period) -> sa.Select[Any]:
    kept = tables.monthly_totals.c
    return sa.select(kept.measure, kept.month, kept.area, kept.total).where(
        kept.measure.in_(measures), kept.month.between(whole.first, whole.last)
    )


def _daily(measures: Sequence[str], days: Period) -> sa.Select[Any]:
    kept = tables.daily_totals.c
    month = month_of(kept.day).label("month")
    total = sa.cast(sa.func.sum(kept.total), sa.BigInteger).label("total")
    return (
        sa.select(kept.measure, month, kept.area, total)
        .where(kept.measure.in_(measures), kept.day.between(days.first, days.last))
        .group_by(kept.measure, month, kept.area)
    )


def _turnarounds_within(days: Period) -> sa.Select[Any]:
    ends = tables.request_ends.c
    month = month_of(ends.ended_date)
    return (
        sa.select(month.label("month"), ends.area, ends.days, sa.cast(sa.func.sum(ends.total), sa.BigInteger))
        .where(ends.ending == "delivered", ends.ended_date.between(days.first, days.last))
        .group_by(month, ends.area, ends.days)
    )
