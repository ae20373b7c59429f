"""Keeping the leave-behind cascade with every load; :mod:`.cascade_cells` says what its steps are.

A load counts the days anew on which one of its calls lies, or a call that its kits belong to, or whose months became
linkable or ceased to be. There is no index over the incident numbers of kit logs: it would lengthen every load of a
log by seconds, and what it would spare is one look through the table.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import sqlalchemy as sa

from rorf_data.model import Feed, last_of_month
from rorf_data.store import tables
from rorf_data.store.brought import brought_by
from rorf_data.store.bulk import insert_selected
from rorf_data.store.cascade_cells import (
    CURRENT_KIT,
    DAYS,
    cells,
    drop_days,
    put_days,
    same_incident,
    sums_of_months,
)
from rorf_data.store.sql import month_of

Condition = sa.ColumnElement[bool]

_calls, _kits = tables.calls.c, tables.distributions.c
_CURRENT_CALL = _calls.ended_by.is_(None)
_HAS_INCIDENT = sa.and_(_CURRENT_CALL, _calls.incident.is_not(None))


def update_cascade(connection: sa.Connection, feed: Feed, load_id: int) -> None:
    """Count the days anew that load ``load_id`` of this feed may have changed; call it when all else is stored."""
    if feed not in (Feed.CALLS, Feed.DISTRIBUTIONS):
        return
    has_incidents = _any_call_with_incident(connection)
    if feed is Feed.DISTRIBUTIONS and not has_incidents:
        return
    versions = tables.VERSIONS[feed]
    changed = [brought_by(connection, versions, load_id), versions.c.ended_by == load_id]
    days = days_of_changes(connection, feed, changed)
    days |= days_of_months(_renew_linkable_months(connection, has_incidents=has_incidents))
    recount(connection, days)


def recount_all(connection: sa.Connection) -> None:
    """Count everything anew from the rows on record."""
    _renew_linkable_months(connection, has_incidents=_any_call_with_incident(connection))
    recount(connection, set(connection.scalars(sa.select(_calls.call_date).where(_CURRENT_CALL).distinct())))


def days_of_changes(connection: sa.Connection, feed: Feed, changed: Iterable[Condition]) -> set[date]:
    """The days whose figures the changed versions of a feed may touch."""
    query = sa.select(_calls.call_date)
    if feed is Feed.CALLS:
        query = query.distinct()
    else:
        query = query.join_from(tables.distributions, tables.calls, same_incident(tables.calls))
        query = query.where(_HAS_INCIDENT, _kits.incident.is_not(None))
    return {day for which in changed for day in connection.scalars(query.where(which))}


def days_of_months(months: Iterable[date]) -> set[date]:
    """Every day of these months, given by their first days."""
    return {month + timedelta(step) for month in months for step in range((last_of_month(month) - month).days + 1)}


def recount(connection: sa.Connection, days: set[date]) -> None:
    """Count these days anew, and sum their months."""
    if not days:
        return
    daily, monthly = tables.daily_cascade, tables.monthly_cascade
    months = {day.replace(day=1) for day in days}
    put_days(connection, days)
    agencies = list(connection.scalars(sa.select(monthly.c.agency).distinct()))
    connection.execute(daily.delete().where(daily.c.agency.in_(agencies), daily.c.day.in_(sa.select(DAYS.c.day))))
    connection.execute(monthly.delete().where(monthly.c.agency.in_(agencies), monthly.c.month.in_(months)))
    insert_selected(connection, daily, sa.union_all(*cells()))
    insert_selected(connection, monthly, sums_of_months(months))
    drop_days(connection)


def find_linkable_months(connection: sa.Connection) -> set[date]:
    """The months that a kit log covers which records incident numbers; none while no call has such a number."""
    if not _any_call_with_incident(connection):
        return set()
    months = tables.reported_months.c
    logs = (
        sa.select(_kits.source, _kits.agency, sa.func.min(_kits.left_date).label("first_date"))
        .where(CURRENT_KIT, _kits.incident.is_not(None))
        .group_by(_kits.source, _kits.agency)
        .subquery()
        .c
    )
    covers = sa.and_(logs.source == months.source, logs.agency == months.agency)
    query = (
        sa.select(months.month)
        .join_from(tables.reported_months, logs.source.table, covers)
        .where(months.feed == Feed.DISTRIBUTIONS.value, months.ended_by.is_(None))
        .where(months.month >= month_of(logs.first_date))
    )
    return set(connection.scalars(query.distinct()))


def _any_call_with_incident(connection: sa.Connection) -> bool:
    return connection.scalar(sa.select(_calls.version_id).where(_HAS_INCIDENT).limit(1)) is not None


def _renew_linkable_months(connection: sa.Connection, *, has_incidents: bool) -> set[date]:
    """Keep the linkable months as they are now; those that became or ceased to be so."""
    kept = tables.linkable_months
    before = set(connection.scalars(sa.select(kept.c.month)))
    after = find_linkable_months(connection) if has_incidents else set()
    if gone := before - after:
        connection.execute(kept.delete().where(kept.c.month.in_(gone)))
    if come := after - before:
        connection.execute(kept.insert(), [{"month": month} for month in come])
    return before ^ after
