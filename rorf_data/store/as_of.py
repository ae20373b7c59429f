"""The store as it stood at a past moment: a connection on which every query of the store answers as it would have then.

History is only ever added to, so what was on record after a load is what loads up to it brought and none of them
ended. On the connection lie temporary views with the names of the tables, which both databases look up before the
tables themselves. The totals of that moment are those kept now, without what came since and with what was ended since:
the nearer the moment, the less there is to add up. All of it is gone when the connection is given back, because its
transaction is never committed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from rorf_data.model import Feed
from rorf_data.store import cascade, cascade_cells, request_waits, tables
from rorf_data.store.brought import brought_since
from rorf_data.store.kept import OPTION, Memory
from rorf_data.store.replaying import made_once
from rorf_data.store.sql import days_between, month_of
from rorf_data.store.totals import MEASURES
from rorf_data.store.undo import undoings_in_force

Query = sa.Select[Any] | sa.CompoundSelect[Any]
DAYS = sa.table("differences_by_day", *map(sa.column, ("measure", "day", "area", "total")))
WAITS = sa.table("differences_of_waits", *map(sa.column, tables.request_waits.columns.keys()))
ENDS = sa.table("differences_of_ends", *map(sa.column, ("ending", "ended_date", "area", "days", "total")))

ENDINGS = ("ended_by", "undone_by")
"""Columns that name the load that put an end to a row; they are written into rows that are on record already."""

HISTORY = (
    tables.loads,
    tables.issues,
    tables.held_rows,
    tables.reported_months,
    tables.place_decisions,
    tables.restatements,
    tables.arrivals,
    *tables.VERSIONS.values(),
)


@contextmanager
def as_of(
    engine: sa.Engine, moment: datetime, *, newest: int | None = None, memory: Memory | None = None
) -> Iterator[sa.Connection]:
    """A connection on which rows, totals, months on record and expected reports are those of ``moment`` (UTC without
    mark).

    A load of that very moment is included; one that was undone later is still in force. ``newest`` is the last load
    that counts, where the moment alone doesn't tell (a load may begin before a moment and be stored after it). A source
    counts as cleared to leave the programme where it was so then and still is, for a clearing that was taken back holds
    for figures of every time. Nothing can be stored through the connection. A ``memory`` that is lent to it must be of
    that moment.
    """

    def look_back() -> None:
        _look_back_at_what_was_set(connection, moment)
        _look_back(connection, _first_load_after(connection, moment) if newest is None else newest + 1)

    with _looking_at_one_state(engine) as connection:
        made_once(connection, (moment, newest, _newest_load(connection)), look_back)
        yield connection.execution_options(**{OPTION: memory})
        connection.rollback()


def first_loaded_at(connection: sa.Connection) -> datetime | None:
    """The moment (UTC) of the first load on record; None before it."""
    return connection.scalar(sa.select(tables.loads.c.loaded_at).order_by(tables.loads.c.load_id).limit(1))


def _looking_at_one_state(engine: sa.Engine) -> sa.Connection:
    """A connection that doesn't see what others store while it is open; SQLite's never do."""
    connection = engine.connect()
    if connection.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def _first_load_after(connection: sa.Connection, moment: datetime) -> int:
    """The number of the first load that came later; loads are numbered in the order in which they were stored."""
    loads = tables.loads.c
    later = connection.scalar(sa.select(sa.func.min(loads.load_id)).where(loads.loaded_at > moment))
    return later or _newest_load(connection) + 1


def _newest_load(connection: sa.Connection) -> int:
    """The number of the newest load; 0 before the first. It tells every state of the rows from every other."""
    return connection.scalar(sa.select(sa.func.max(tables.loads.c.load_id))) or 0


def _look_back(connection: sa.Connection, cut: int) -> None:
    """Put views of what was on record before load ``cut`` over the tables, and of the sums over the totals."""
    connection.execute(sa.CreateTableAs(_daily_differences(connection, cut), DAYS.name, temporary=True))
    connection.execute(sa.CreateTableAs(_ends_differences(connection, cut), ENDS.name, temporary=True))
    waits = request_waits.changes_of_waits(_changed_since(connection, tables.requests, cut))
    connection.execute(sa.CreateTableAs(waits, WAITS.name, temporary=True))
    ended, delivered = ENDS.c.ended_date, ENDS.c.ending == "delivered"
    differences = {
        tables.daily_totals: sa.select(*DAYS.columns),
        tables.monthly_totals: sa.select(DAYS.c.measure, month_of(DAYS.c.day), DAYS.c.area, DAYS.c.total),
        tables.request_ends: sa.select(*ENDS.columns),
        tables.turnaround_totals: sa.select(month_of(ended), ENDS.c.area, ENDS.c.days, ENDS.c.total).where(delivered),
        tables.request_waits: sa.select(*WAITS.columns),
        tables.request_waits_monthly: request_waits.by_month(sa.select(*WAITS.columns)),
    }
    for table, difference in differences.items():
        _put_over(connection, table, _sums(_itself(connection, table), difference))
    days = _days_of_cascade(connection, cut)
    # The marks kept now won't do: undoing an undoing takes its mark away again.
    undone = undoings_in_force(connection, before=cut)
    for table in HISTORY:
        _put_over(connection, table, _rows_before(_itself(connection, table), cut, undone))
    _look_back_at_cascade(connection, days)


def _look_back_at_what_was_set(connection: sa.Connection, moment: datetime) -> None:
    """Put views over what people set, which no load tells of: reports expected, agencies confirmed, sources cleared."""
    then = sa.literal(moment, sa.DateTime)
    expected, earlier = (_itself(connection, one) for one in (tables.expected_reports, tables.earlier_expectations))
    shared = [column.name for column in expected.columns if column.name in earlier.c]
    number = sa.literal(0, sa.Integer).label("expected_id")
    was = sa.and_(earlier.c.set_at <= then, earlier.c.replaced_at > then)
    still = sa.select(number, *(expected.c[name] for name in shared)).where(expected.c.set_at <= then)
    query = sa.union_all(still, sa.select(number, *(earlier.c[name] for name in shared)).where(was))
    _put_over(connection, tables.expected_reports, query)
    for table, since in ((tables.agencies, "added_at"), (tables.clearings, "cleared_at")):
        own = _itself(connection, table)
        _put_over(connection, table, sa.select(*own.columns).where(own.c[since] <= then))


def _days_of_cascade(connection: sa.Connection, cut: int) -> set[date]:
    """The days whose calls, or whose kits, are not those of now."""
    days: set[date] = set()
    for feed in (Feed.CALLS, Feed.DISTRIBUTIONS):
        changed = [which for _, which in _changed_since(connection, tables.VERSIONS[feed], cut)]
        days |= cascade.days_of_changes(connection, feed, changed)
    return days


def _look_back_at_cascade(connection: sa.Connection, days: set[date]) -> None:
    """Put views over the cascade that count those days anew which were otherwise then, from the rows of then."""
    now = set(connection.scalars(sa.select(tables.linkable_months.c.month)))
    then = cascade.find_linkable_months(connection)
    days = days | cascade.days_of_months(now ^ then)
    if not days:
        return
    months = {day.replace(day=1) for day in days}
    cascade_cells.put_days(connection, days)
    linkable = sa.Table(tables.linkable_months.name, sa.MetaData(), sa.Column("month", sa.Date), prefixes=["TEMPORARY"])
    linkable.create(connection)
    if then:
        connection.execute(linkable.insert(), [{"month": month} for month in then])
    daily, monthly = (_itself(connection, table) for table in (tables.daily_cascade, tables.monthly_cascade))
    is_other = daily.c.day.in_(sa.select(cascade_cells.DAYS.c.day))
    _put_over(connection, tables.daily_cascade, sa.union_all(sa.select(daily).where(~is_other), *cascade_cells.cells()))
    others = sa.select(monthly).where(monthly.c.month.not_in(months))
    _put_over(connection, tables.monthly_cascade, sa.union_all(others, cascade_cells.sums_of_months(months)))


def _put_over(connection: sa.Connection, table: sa.Table, query: sa.SelectBase) -> None:
    connection.execute(sa.CreateView(query, table.name, temporary=True))


def _itself(connection: sa.Connection, table: sa.Table) -> sa.Table:
    """The table by a name that SQLite, which reads a view's names anew at every use, can't take for the view's own."""
    return _in_main(table) if connection.dialect.name == "sqlite" else table


@cache
def _in_main(table: sa.Table) -> sa.Table:
    return table.to_metadata(sa.MetaData(), schema="main")


def _rows_before(table: sa.Table, cut: int, undone: Mapping[int, int]) -> Query:
    """The rows that loads before ``cut`` brought; what ended them is told only where it came before ``cut`` too."""
    load_id = table.c.load_id
    brought_by = sa.func.coalesce(table.c.since_id, load_id) if "since_id" in table.c else load_id
    columns = [
        _ending(column, cut, undone).label(column.name) if column.name in ENDINGS else column
        for column in table.columns
    ]
    return sa.select(*columns).where(brought_by < cut)


def _ending(column: sa.Column[Any], cut: int, undone: Mapping[int, int]) -> sa.ColumnElement[Any]:
    if column.name == "ended_by":
        return sa.case((column < cut, column))
    standing = sa.case(dict(undone), value=column.table.c.load_id) if undone else sa.null()
    return sa.cast(standing, sa.Integer)


def _sums(table: sa.Table, difference: Query) -> Query:
    """The kept totals and the difference together; every column but the last is a key."""
    both = sa.union_all(sa.select(*table.columns), difference).subquery().c
    *keys, total = both
    summed = sa.func.sum(total)
    return sa.select(*keys, _whole(summed)).group_by(*keys).having(summed != 0)


def _daily_differences(connection: sa.Connection, cut: int) -> Query:
    """What the sums by day of then were more (or less) than those kept now."""
    arms = []
    for measure in MEASURES:
        versions = tables.VERSIONS[measure.feed]
        name = sa.literal(measure.name, sa.Text).label("measure")
        for sign, which in _changed_since(connection, versions, cut):
            total = _whole(sign * sa.func.sum(measure.amount))
            query = sa.select(name, measure.day.label("day"), versions.c.area.label("area"), total)
            arms.append(query.where(which, measure.only).group_by(measure.day, versions.c.area))
    return sa.union_all(*arms)


def _ends_differences(connection: sa.Connection, cut: int) -> Query:
    """What the counts of ended requests of then were more (or less) than those kept now."""
    asked, arms = tables.requests.c, []
    for measure in MEASURES:
        if measure.name not in ("delivered", "closed"):
            continue
        ending = sa.literal(measure.name, sa.Text).label("ending")
        days = days_between(asked.received_date, measure.day)
        for sign, which in _changed_since(connection, tables.requests, cut):
            total = _whole(sign * sa.func.count())
            query = sa.select(ending, measure.day.label("ended_date"), asked.area, days.label("days"), total)
            arms.append(query.where(which, measure.only).group_by(measure.day, asked.area, days))
    return sa.union_all(*arms)


def _changed_since(
    connection: sa.Connection, versions: sa.Table, cut: int
) -> tuple[tuple[int, sa.ColumnElement[bool]], ...]:
    """With -1 the versions that count now and didn't then, with 1 those that counted then and don't now."""
    since = sa.and_(brought_since(connection, versions, cut), versions.c.ended_by.is_(None))
    ended = sa.and_(versions.c.load_id < cut, versions.c.ended_by >= cut)
    return (-1, since), (1, ended)


def _whole(total: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """PostgreSQL sums whole numbers as decimals."""
    return sa.cast(total, sa.BigInteger).label("total")
