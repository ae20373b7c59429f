"""How long requests took or have waited, by the day (and month) they were received, by place and by channel.

A request is delivered, else closed, else open. One that is open has no length yet: it grows with every day, so it is
kept under 0 days and counted by the day it was received.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import pandas as pd
import sqlalchemy as sa

from rorf_data.model import Period
from rorf_data.store import tables
from rorf_data.store.brought import brought_by
from rorf_data.store.bulk import add_selected
from rorf_data.store.queries import whole_and_cut
from rorf_data.store.sql import days_between, month_of

Key = Literal["area", "channel", "month"]
Query = sa.Select[Any] | sa.CompoundSelect[Any]
Signed = Sequence[tuple[int, sa.ColumnElement[bool]]]
"""Which versions to count, with 1, and which to take away, with -1."""

OPEN = "open"
_KEYS = ("ending", "received_date", "area", "channel", "days")
_asked = tables.requests.c


def update_request_waits(connection: sa.Connection, load_id: int) -> None:
    """Add what load ``load_id`` brought of requests, and take away what it ended."""
    brought = brought_by(connection, tables.requests, load_id)
    changed: Signed = [(1, brought), (-1, _asked.ended_by == load_id)]
    add_selected(connection, tables.request_waits, _summed(changes_of_waits(changed)))
    add_selected(connection, tables.request_waits_monthly, _summed(by_month(changes_of_waits(changed))))


def changes_of_waits(changed: Signed) -> sa.CompoundSelect[Any]:
    """The waits of these versions, each with its sign; columns as those of the table ``request_waits``."""
    ended = sa.func.coalesce(_asked.delivered_date, _asked.closed_date)
    ending = sa.case(
        (_asked.delivered_date.is_not(None), "delivered"), (_asked.closed_date.is_not(None), "closed"), else_=OPEN
    )
    days = sa.func.coalesce(days_between(_asked.received_date, ended), 0)
    columns = [
        ending.label("ending"),
        _asked.received_date,
        _asked.area,
        sa.func.coalesce(_asked.channel, "").label("channel"),
        days.label("days"),
    ]
    return sa.union_all(*(sa.select(*columns, sa.literal(sign).label("total")).where(which) for sign, which in changed))


def by_month(waits: sa.CompoundSelect[Any] | sa.Select[Any]) -> sa.Select[Any]:
    """The same by the month in which they were received, without those that are open."""
    found = waits.subquery().c
    month = month_of(found.received_date).label("month")
    columns = (found.ending, month, found.area, found.channel, found.days, found.total)
    return sa.select(*columns).where(found.ending != OPEN)


def load_request_waits(
    connection: sa.Connection, period: Period, areas: Sequence[str], *, by: Sequence[Key], until: date
) -> pd.DataFrame:
    """How many of the requests received in the period, both ends included, ended how after how many calendar days.

    Columns: those of ``by`` (area; channel, empty where none is recorded; month of receipt, its first day), days,
    ending (delivered, closed, or open with the days up to ``until``) and total. What was received after ``until`` and
    is still open counts as open for 0 days. Whole months come from sums by month, cut ones and open requests from those
    by day.
    """
    whole, cut = whole_and_cut(period)
    daily = tables.request_waits.c
    is_open = sa.and_(daily.ending == OPEN, daily.received_date.between(period.first, period.last))
    age = days_between(daily.received_date, sa.literal(until, sa.Date))
    arms = [_by_day(is_open, sa.case((age > 0, age), else_=0))]
    arms += [
        _by_day(sa.and_(daily.ending != OPEN, daily.received_date.between(days.first, days.last)), daily.days)
        for days in cut
    ]
    if whole:
        monthly = tables.request_waits_monthly.c
        columns = (monthly.area, monthly.channel, monthly.month, monthly.days, monthly.ending, monthly.total)
        arms.append(sa.select(*columns).where(monthly.month.between(whole.first, whole.last)))
    found = sa.union_all(*arms).subquery().c
    keys = [found[name] for name in (*by, "days", "ending")]
    total = sa.cast(sa.func.sum(found.total), sa.BigInteger)
    query = sa.select(*keys, total).where(found.area.in_(areas)).group_by(*keys).having(total != 0).order_by(*keys)
    rows = [tuple(row) for row in connection.execute(query)]
    return pd.DataFrame(rows, columns=[*by, "days", "ending", "total"]).astype({"days": "int64", "total": "int64"})


def _by_day(which: sa.ColumnElement[bool], days: sa.ColumnElement[int]) -> sa.Select[Any]:
    daily = tables.request_waits.c
    month = month_of(daily.received_date).label("month")
    return sa.select(daily.area, daily.channel, month, days.label("days"), daily.ending, daily.total).where(which)


def _summed(waits: Query) -> sa.Select[Any]:
    found = waits.subquery().c
    *keys, total = found
    summed = sa.func.sum(total)
    return sa.select(*keys, sa.cast(summed, sa.BigInteger).label("total")).group_by(*keys).having(summed != 0)
