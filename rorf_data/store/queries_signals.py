"""What signals ask of the store besides counts: how far records reach, and since when."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from rorf_data.model import Feed
from rorf_data.store import tables
from rorf_data.store.kept import kept


@kept
def load_reaches(connection: sa.Connection, feed: Feed) -> list[tuple[datetime, date]]:
    """For each file of the feed in force the moment it was loaded (UTC) and the last day that its rows tell of."""
    loads = tables.loads.c
    query = sa.select(loads.loaded_at, loads.last_date).where(
        loads.feed == feed.value, loads.kind == "file", loads.undone_by.is_(None), loads.last_date.is_not(None)
    )
    return [(moment, day) for moment, day in connection.execute(query.order_by(loads.load_id))]


@kept
def load_covered_since(connection: sa.Connection, feed: Feed) -> dict[date, datetime]:
    """For each month on record (first day) the moment (UTC) of the first report in force that covers it."""
    months, loads = tables.reported_months.c, tables.loads.c
    query = (
        sa.select(months.month, sa.func.min(loads.loaded_at))
        .join_from(tables.reported_months, tables.loads, months.load_id == loads.load_id)
        .where(months.feed == feed.value, months.ended_by.is_(None))
        .group_by(months.month)
    )
    return {row.month: row[1] for row in connection.execute(query)}


@kept
def load_newest_day(connection: sa.Connection, measure: str) -> date | None:
    """The newest day on which the measure counts anything, wherever; None where it never does."""
    daily = tables.daily_totals.c
    query = sa.select(sa.func.max(daily.day)).where(daily.measure == measure, daily.total > 0)
    newest: date | None = connection.scalar(query)
    return newest
