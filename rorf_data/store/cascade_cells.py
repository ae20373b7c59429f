"""How many overdose calls came to a kit offered, left or refused: the steps, and one query that counts them.

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
    those where a kit was declined, in a row that doesn't say that none was offered, and none was left.
``offered``
    those where a kit was offered by a row's own word, left, or declined as above.
``eligible_linkable``, ``eligible_offered``, ``eligible_left``, ``eligible_refused``
    the same among the eligible.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from rorf_data.store import tables
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
CALL_WORDS = ("agency", "incident", "kit_left", "transport", "outcome")
TOLD = ("linkable", "eligible", "offered", "left", "declined")
NOT_TRANSPORTED = ("refused", "none")
FURTHEST_APART = 1
"""Days between a call and a kit of the same incident: what happened before midnight may be written down after it."""

DAYS = sa.Table("cascade_days", sa.MetaData(), sa.Column("day", sa.Date, primary_key=True), prefixes=["TEMPORARY"])
"""The days that are counted."""

CALLS = sa.Table(
    "cascade_calls",
    sa.MetaData(),
    sa.Column("version_id", sa.BigInteger, primary_key=True, autoincrement=False),
    *(sa.Column(name, tables.calls.c[name].type) for name in ("call_date", "area", *CALL_WORDS)),
    sa.Index("ix_cascade_calls_incident", "incident"),
    prefixes=["TEMPORARY"],
)
"""The current calls of those days; both databases find a call of an incident here, however new it is."""

_calls, _kits = CALLS.c, tables.distributions.c
# All of it is looked through, and sooner from end to end than in the order of the index over current versions.
CURRENT_KIT = sa.func.coalesce(_kits.ended_by, 0) == 0


def same_incident(calls: sa.FromClause) -> Condition:
    """That a row of a kit log has the incident number of a call.

    An expression on the one side, so that SQLite looks up calls by their index and makes none over all kit logs.
    """
    return sa.func.coalesce(_kits.incident, "") == calls.c.incident


def put_days(connection: sa.Connection, days: Iterable[date]) -> None:
    """Make the temporary tables of the days that :func:`cells` counts, and of their calls."""
    DAYS.create(connection)
    CALLS.create(connection)
    connection.execute(DAYS.insert(), [{"day": day} for day in days])
    calls = tables.calls.c
    query = sa.select(*(calls[column.name] for column in CALLS.columns))
    is_counted = sa.and_(calls.ended_by.is_(None), calls.call_date.in_(sa.select(DAYS.c.day)))
    insert_selected(connection, CALLS, query.where(is_counted))


def drop_days(connection: sa.Connection) -> None:
    """Take the temporary tables away; a pooled connection would keep them."""
    for table in (CALLS, DAYS):
        table.drop(connection)


def cells() -> list[sa.Select[Any]]:
    """Step, agency, day, area and total over the calls that :func:`put_days` has put aside; together
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


def _sums() -> sa.Select[Any]:
    """The calls of each step by agency, day and area."""
    told = _told().c
    keys = [told.agency, told.day, told.area]
    reached = {
        "linkable": told.linkable,
        "offered": told.offered,
        "left": told.left,
        "refused": told.declined * (1 - told.left),
    }
    steps = {"calls": sa.literal_column("1"), "eligible": told.eligible} | reached
    steps |= {f"eligible_{name}": told.eligible * is_so for name, is_so in reached.items()}
    return sa.select(*keys, *(sa.func.sum(steps[name]).label(name) for name in STEPS)).group_by(*keys)


def _told() -> sa.Subquery:
    """One row for each call: agency, day and area, and 1 for all that any evidence tells of it, else 0."""
    evidence = sa.union_all(_by_the_call(), _by_kit_logs()).subquery("evidence").c
    once = [sa.func.max(evidence[name]).label(name) for name in ("agency", "day", "area", *TOLD)]
    return sa.select(*once).group_by(evidence.version_id).subquery("told")


def _by_the_call() -> sa.Select[Any]:
    """What the calls say themselves."""
    left = _says(_calls.kit_left, "yes")
    months = sa.select(tables.linkable_months.c.month)
    is_covered = sa.and_(_calls.incident.is_not(None), month_of(_calls.call_date).in_(months))
    told = {
        "linkable": sa.or_(left, _says(_calls.kit_left, "no"), is_covered),
        "eligible": sa.and_(_calls.transport.in_(NOT_TRANSPORTED), ~_says(_calls.outcome, "fatal")),
        "offered": left,
        "left": left,
        "declined": sa.false(),
    }
    agency = sa.func.coalesce(sa.func.nullif(_calls.agency, ""), NO_AGENCY).label("agency")
    return sa.select(_calls.version_id, agency, _calls.call_date.label("day"), _calls.area, *_as_numbers(told))


def _by_kit_logs() -> sa.Select[Any]:
    """What the rows of kit logs say of the calls that they belong to."""
    declined = sa.and_(
        ~_says(_kits.offered, "no"),
        sa.or_(
            _says(_kits.accepted, "no"),
            sa.and_(~_says(_kits.accepted, "yes"), _says(_kits.not_left_reason, "declined")),
        ),
    )
    left = _kits.kits > 0
    told = {
        "linkable": sa.true(),
        "eligible": sa.false(),
        "offered": sa.or_(_says(_kits.offered, "yes"), left, declined),
        "left": left,
        "declined": declined,
    }
    is_near = sa.func.abs(days_between(_calls.call_date, _kits.left_date)) <= FURTHEST_APART
    known = [sa.cast(sa.null(), kind).label(name) for name, kind in (("agency", sa.Text), ("day", sa.Date))]
    query = sa.select(_calls.version_id, *known, sa.cast(sa.null(), sa.Text).label("area"), *_as_numbers(told))
    belongs = sa.and_(same_incident(CALLS), is_near)
    return query.join_from(tables.distributions, CALLS, belongs).where(CURRENT_KIT)


def _as_numbers(told: dict[str, Condition]) -> list[sa.Label[int]]:
    return [sa.case((told[name], 1), else_=0).label(name) for name in TOLD]


def _says(column: sa.ColumnElement[Any], word: str) -> Condition:
    """That the column holds this word; one without any doesn't."""
    return sa.func.coalesce(column, "") == word
