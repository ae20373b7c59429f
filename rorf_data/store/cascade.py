"""The leave-behind cascade: how many overdose calls came to a kit offered, left or refused; kept with every load.

A call and a row of a kit log belong together when they have the same incident number and their days lie at most one day
apart. Each step counts calls, each call on its own day, in its own area and for its own agency:

``calls``
    all of them.
``linkable``
    those of which a kit could be told: the call itself says whether one was left, or a kit log has a row of it, or the
    call has an incident number and a kit log covers its month that records such numbers (from the month of its first
    row with one).
``eligible``
    those of people who weren't transported: transport refused or none, and the outcome not fatal.
``left``
    those where a kit was left: the call says so, or a row of it has kits.
``refused``
    those where a kit was offered, or not said to be withheld, and declined, and none was left.
``offered``
    those where a kit was offered by a row's own word, left, or refused.
``eligible_linkable``, ``eligible_offered``, ``eligible_left``, ``eligible_refused``
    the same among the eligible.

A load counts the days anew on which one of its calls lies, or a call that its kits belong to, or whose months became
linkable or ceased to be. There is no index over the incident numbers of kit logs: it would lengthen every load of a
log by a fifth, and what it would spare is one look through the table.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from rorf_data.model import Feed, last_of_month
from rorf_data.store import tables
from rorf_data.store.brought import brought_by
from rorf_data.store.bulk import insert_selected
from rorf_data.store.sql import days_between, month_of

Condition = sa.ColumnElement[bool]

ALL_AGENCIES = ""
NO_AGENCY = "-"
"""How calls without an agency are kept."""

STEPS = (
    "calls",
    "linkable",
    "eligible",
    "offered",
    "left",
    "refused",
    "eligible_linkable",
    "eligible_offered",
    "eligible_left",
    "eligible_refused",
)
NOT_TRANSPORTED = ("refused", "none")
FURTHEST_APART = 1
"""Days between a call and a kit of the same incident: what happened before midnight may be written down after it."""

DAYS = sa.Table("cascade_days", sa.MetaData(), sa.Column("day", sa.Date), prefixes=["TEMPORARY"])

_calls, _kits = tables.calls.c, tables.distributions.c
_CURRENT_CALL = _calls.ended_by.is_(None)
# All of it is looked through, and sooner from end to end than in the order of the index over current versions.
_CURRENT_KIT = sa.func.coalesce(_kits.ended_by, 0) == 0
# An expression on the one side, so that SQLite looks up calls by their index and makes none over all kit logs.
_SAME_INCIDENT = sa.func.coalesce(_kits.incident, "") == _calls.incident
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
        query = query.join_from(tables.distributions, tables.calls, _SAME_INCIDENT)
        query = query.where(_HAS_INCIDENT, _kits.incident.is_not(None))
    return {day for which in changed for day in connection.scalars(query.where(which))}


def days_of_months(months: Iterable[date]) -> set[date]:
    """Every day of these months, given by their first days."""
    return {month + timedelta(step) for month in months for step in range((last_of_month(month) - month).days + 1)}


def put_days(connection: sa.Connection, days: Iterable[date]) -> None:
    """Make the temporary table of the days that :func:`cells` counts."""
    DAYS.create(connection)
    connection.execute(DAYS.insert(), [{"day": day} for day in days])


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
    DAYS.drop(connection)


def cells() -> list[sa.Select[Any]]:
    """Step, agency, day, area and total over the current calls of the days that :func:`put_days` was given; together
    these queries give every cell once.
    """
    sums = _sums().cte("cascade_sums").c
    arms: list[sa.Select[Any]] = []
    for name in STEPS:
        step, total = sa.literal(name, sa.Text).label("step"), sa.func.sum(sums[name])
        arms.append(sa.select(step, sums.agency, sums.day, sums.area, sums[name].label("total")).where(sums[name] > 0))
        everybody = sa.literal(ALL_AGENCIES, sa.Text).label("agency")
        whole = sa.cast(total, sa.BigInteger).label("total")
        query = sa.select(step, everybody, sums.day, sums.area, whole)
        arms.append(query.group_by(sums.day, sums.area).having(total > 0))
    return arms


def sums_of_months(months: Iterable[date]) -> sa.Select[Any]:
    """Step, agency, month, area and total of these months, from the sums by day."""
    kept = tables.daily_cascade.c
    month = month_of(kept.day)
    total = sa.cast(sa.func.sum(kept.total), sa.BigInteger).label("total")
    query = sa.select(kept.step, kept.agency, month.label("month"), kept.area, total)
    return query.where(month.in_(list(months))).group_by(kept.step, kept.agency, month, kept.area)


def find_linkable_months(connection: sa.Connection) -> set[date]:
    """The months that a kit log covers which records incident numbers; none while no call has such a number."""
    if not _any_call_with_incident(connection):
        return set()
    months = tables.reported_months.c
    logs = (
        sa.select(_kits.source, _kits.agency, sa.func.min(_kits.left_date).label("first_date"))
        .where(_CURRENT_KIT, _kits.incident.is_not(None))
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


def _linked() -> sa.Subquery:
    """What the rows of kit logs say of each call that they belong to."""
    same = sa.and_(_SAME_INCIDENT, _days_apart() <= FURTHEST_APART)
    declined = sa.or_(
        _kits.accepted == "no",
        sa.and_(~_says(_kits.accepted, "yes"), _kits.not_left_reason == "declined"),
    )
    query = (
        sa.select(
            _calls.version_id,
            _any(_kits.kits > 0).label("has_kits"),
            _any(_kits.offered == "yes").label("is_offered"),
            _any(sa.and_(~_says(_kits.offered, "no"), declined)).label("is_declined"),
        )
        .join_from(tables.distributions, tables.calls, same)
        .where(_HAS_INCIDENT, _CURRENT_KIT, _calls.call_date.in_(sa.select(DAYS.c.day)))
        .where(_kits.incident.in_(_incidents()))
        .group_by(_calls.version_id)
    )
    return query.subquery("linked")


def _incidents() -> sa.Select[Any]:
    """The incident numbers of the days, by which most rows of the kit logs are passed over at the first look."""
    calls = tables.calls.alias().c
    return sa.select(calls.incident).where(
        calls.incident.is_not(None), calls.ended_by.is_(None), calls.call_date.in_(sa.select(DAYS.c.day))
    )


def _days_apart() -> sa.ColumnElement[int]:
    return sa.func.abs(days_between(_calls.call_date, _kits.left_date))


def _any(which: Condition) -> sa.ColumnElement[int]:
    return sa.func.max(sa.case((which, 1), else_=0))


def _told() -> sa.Subquery:
    """One row for each call of the days: agency, day and area, and 1 for each step that it reached, else 0."""
    linked = _linked()
    months = sa.select(tables.linkable_months.c.month)
    has_kits, declined, offered = (
        sa.func.coalesce(linked.c[name], 0) == 1 for name in ("has_kits", "is_declined", "is_offered")
    )
    left = sa.or_(_says(_calls.kit_left, "yes"), has_kits)
    has_row, is_covered = linked.c.version_id.is_not(None), month_of(_calls.call_date).in_(months)
    of_call = sa.or_(_says(_calls.kit_left, "yes"), _says(_calls.kit_left, "no"))
    steps = {
        "linkable": sa.or_(of_call, has_row, sa.and_(_calls.incident.is_not(None), is_covered)),
        "eligible": sa.and_(_calls.transport.in_(NOT_TRANSPORTED), ~_says(_calls.outcome, "fatal")),
        "offered": sa.or_(left, declined, offered),
        "left": left,
        "refused": sa.and_(declined, ~left),
    }
    query = (
        sa.select(
            sa.func.coalesce(sa.func.nullif(_calls.agency, ""), NO_AGENCY).label("agency"),
            _calls.call_date.label("day"),
            _calls.area,
            *(sa.case((which, 1), else_=0).label(name) for name, which in steps.items()),
        )
        .join_from(tables.calls, linked, linked.c.version_id == _calls.version_id, isouter=True)
        .where(_CURRENT_CALL, _calls.call_date.in_(sa.select(DAYS.c.day)))
    )
    return query.subquery("told")


def _sums() -> sa.Select[Any]:
    told = _told().c
    keys = [told.agency, told.day, told.area]
    reached = {
        "calls": sa.literal_column("1"),
        **{name: told[name] for name in ("linkable", "eligible", "offered", "left", "refused")},
        **{f"eligible_{name}": told.eligible * told[name] for name in ("linkable", "offered", "left", "refused")},
    }
    return sa.select(*keys, *(sa.func.sum(reached[step]).label(step) for step in STEPS)).group_by(*keys)


def _says(column: sa.ColumnElement[Any], word: str) -> Condition:
    """That the column holds this word; one without any doesn't."""
    return sa.func.coalesce(column, "") == word
