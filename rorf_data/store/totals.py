"""The sums that the screens are made of, kept up to date inside the transaction of every load.

A load adds what its new versions bring and takes away what the versions it ended had brought, so a total always
equals the sum over the current versions; :func:`totals_as_of` computes the same sums from the versions themselves,
for any moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from rorf_data.intake.canonical import MAIN_DATES
from rorf_data.intake.words import words_of
from rorf_data.model import Feed
from rorf_data.store import tables
from rorf_data.store.arrivals import keep_arrivals
from rorf_data.store.brought import brought_by
from rorf_data.store.bulk import add_selected, add_to_totals, insert_selected
from rorf_data.store.cascade import update_cascade
from rorf_data.store.request_waits import update_request_waits
from rorf_data.store.restatements import keep_restatements
from rorf_data.store.sql import days_between, month_of


@dataclass(frozen=True, slots=True)
class Measure:
    """A sum by area and day: the sum of ``amount`` over the versions that meet ``only``, on the day in ``day``."""

    name: str
    feed: Feed
    day: sa.Column[Any]
    amount: sa.ColumnElement[Any]
    only: sa.ColumnElement[bool]


_kits, _asked, _calls, _deaths = tables.distributions.c, tables.requests.c, tables.calls.c, tables.deaths.c
_told, _moved, _money = tables.summaries.c, tables.stock.c, tables.settlement.c
_ONE: sa.ColumnElement[int] = sa.literal_column("1")

RECORDS = "records"
"""No measure: the number of versions that a load brought, counted in the same look at them."""

MEASURES: tuple[Measure, ...] = (
    Measure("kits", Feed.DISTRIBUTIONS, _kits.left_date, _kits.kits, sa.true()),
    Measure("doses", Feed.DISTRIBUTIONS, _kits.left_date, _kits.kits * _kits.doses_per_kit, sa.true()),
    Measure("distributions", Feed.DISTRIBUTIONS, _kits.left_date, _ONE, _kits.kits > 0),
    Measure("kits_at_overdose", Feed.DISTRIBUTIONS, _kits.left_date, _kits.kits, _kits.suspected_overdose == "yes"),
    Measure("requests", Feed.REQUESTS, _asked.received_date, _ONE, sa.true()),
    Measure("kits_requested", Feed.REQUESTS, _asked.received_date, _asked.kits, _asked.kits.is_not(None)),
    Measure("delivered", Feed.REQUESTS, _asked.delivered_date, _ONE, _asked.delivered_date.is_not(None)),
    Measure("closed", Feed.REQUESTS, _asked.closed_date, _ONE, _asked.closed_date.is_not(None)),
    Measure(
        "waiting",
        Feed.REQUESTS,
        _asked.received_date,
        _ONE,
        sa.and_(_asked.delivered_date.is_(None), _asked.closed_date.is_(None)),
    ),
    Measure("calls", Feed.CALLS, _calls.call_date, _ONE, sa.true()),
    Measure("fatal_calls", Feed.CALLS, _calls.call_date, _ONE, _calls.outcome == "fatal"),
    Measure("nonfatal_calls", Feed.CALLS, _calls.call_date, _ONE, _calls.outcome == "nonfatal"),
    Measure("naloxone_calls", Feed.CALLS, _calls.call_date, _ONE, _calls.naloxone_given == "yes"),
    Measure("deaths", Feed.DEATHS, _deaths.death_date, _ONE, sa.true()),
    Measure("kit_left_calls", Feed.CALLS, _calls.call_date, _ONE, _calls.kit_left == "yes"),
    Measure("opioid_deaths", Feed.DEATHS, _deaths.death_date, _ONE, _deaths.any_opioid == "yes"),
    Measure("summary_kits", Feed.SUMMARIES, _told.month_date, _told.kits, _told.kits.is_not(None)),
    Measure("summary_calls", Feed.SUMMARIES, _told.month_date, _told.calls, _told.calls.is_not(None)),
    Measure("summary_requests", Feed.SUMMARIES, _told.month_date, _told.requests, _told.requests.is_not(None)),
    *(
        Measure(f"stock_{move}", Feed.STOCK, _moved.move_date, _moved.kits, _moved.move == move)
        for move in words_of("move")
    ),
    Measure("settlement_contributed", Feed.SETTLEMENT, _money.entry_date, _money.cents, _money.kind == "contribution"),
    Measure("settlement_spent", Feed.SETTLEMENT, _money.entry_date, _money.cents, _money.kind == "spending"),
)


def update_totals(connection: sa.Connection, feed: Feed, load_id: int) -> None:
    """Add to every total of ``feed`` what load ``load_id`` brought, and take away what it ended.

    Months that were on record before are written down with what they said and say now. The cascade is counted anew
    where the load touches it, and what came as new is kept. Call it when all else of the load is stored.
    """
    versions = tables.VERSIONS[feed]
    brought, ended = brought_by(connection, versions, load_id), versions.c.ended_by == load_id
    differences = _difference_table()
    differences.create(connection)
    _add_differences(connection, differences, feed, brought, sign=1)
    _add_differences(connection, differences, feed, ended, sign=-1)
    keep_arrivals(connection, feed, load_id, _records(differences))
    by_day, by_month = _by_day(differences), _by_month(differences)
    keep_restatements(connection, feed, load_id, by_month)
    add_selected(connection, tables.daily_totals, by_day)
    add_selected(connection, tables.monthly_totals, by_month)
    differences.drop(connection)
    if feed is Feed.REQUESTS:
        _update_ends(connection, brought, sign=1)
        _update_ends(connection, ended, sign=-1)
        update_request_waits(connection, load_id)
    update_cascade(connection, feed, load_id)


def totals_as_of(connection: sa.Connection, measure: str, moment: datetime) -> dict[tuple[date, str], int]:
    """Sums of one measure by day and area as they stood at ``moment`` (UTC), loads of that very moment included."""
    wanted = next(m for m in MEASURES if m.name == measure)
    versions, loads, ending = tables.VERSIONS[wanted.feed], tables.loads.alias(), tables.loads.alias()
    query = (
        sa.select(wanted.day, versions.c.area, sa.func.sum(wanted.amount))
        .select_from(
            versions.join(loads, loads.c.load_id == versions.c.load_id).outerjoin(
                ending, ending.c.load_id == versions.c.ended_by
            )
        )
        .where(wanted.only, loads.c.loaded_at <= moment)
        .where(sa.or_(ending.c.load_id.is_(None), ending.c.loaded_at > moment))
        .group_by(wanted.day, versions.c.area)
    )
    return {(day, area): total for day, area, total in connection.execute(query) if total}


def _difference_table() -> sa.Table:
    """What one load adds to the totals of each measure, day and area, with the sign that it has."""
    return sa.Table(
        "total_differences",
        sa.MetaData(),
        *(sa.Column(column.name, column.type) for column in tables.daily_totals.columns),
        prefixes=["TEMPORARY"],
    )


def _add_differences(
    connection: sa.Connection, differences: sa.Table, feed: Feed, which: sa.ColumnElement[bool], *, sign: int
) -> None:
    """The sums of every measure over these versions; one look at them for each day that measures go by."""
    area = tables.VERSIONS[feed].c.area
    for day, measures in _measures_by_day(feed, with_records=sign > 0).items():
        sums = [sa.func.sum(sa.case((m.only, m.amount), else_=0)).label(m.name) for m in measures]
        query = sa.select(day.label("day"), area.label("area"), *sums).where(which, day.is_not(None))
        wide = sa.Table(
            "wide_sums",
            sa.MetaData(),
            sa.Column("day", sa.Date),
            sa.Column("area", sa.Text),
            *(sa.Column(m.name, sa.BigInteger) for m in measures),
            prefixes=["TEMPORARY"],
        )
        wide.create(connection)
        insert_selected(connection, wide, query.group_by(day, area))
        for m in measures:
            named = sa.literal(m.name).label("measure")
            total = (wide.c[m.name] * sign).label("total")
            insert_selected(
                connection, differences, sa.select(named, wide.c.day, wide.c.area, total).where(wide.c[m.name] != 0)
            )
        wide.drop(connection)


def _by_day(differences: sa.Table) -> sa.Select[Any]:
    found = differences.c
    total = sa.cast(sa.func.sum(found.total), sa.BigInteger).label("total")
    query = sa.select(found.measure, found.day, found.area, total).where(found.measure != RECORDS)
    return query.group_by(found.measure, found.day, found.area).having(sa.func.sum(found.total) != 0)


def _records(differences: sa.Table) -> sa.Select[Any]:
    """How many versions the load brought, by day and area."""
    found = differences.c
    return sa.select(found.day, found.area, found.total).where(found.measure == RECORDS)


def _by_month(differences: sa.Table) -> sa.Select[Any]:
    found = differences.c
    month, total = month_of(found.day), sa.cast(sa.func.sum(found.total), sa.BigInteger).label("total")
    query = sa.select(found.measure, month.label("month"), found.area, total).where(found.measure != RECORDS)
    return query.group_by(found.measure, month, found.area).having(sa.func.sum(found.total) != 0)


def _measures_by_day(feed: Feed, *, with_records: bool) -> dict[sa.Column[Any], list[Measure]]:
    by_day: dict[sa.Column[Any], list[Measure]] = defaultdict(list)
    if with_records:
        main_date = tables.VERSIONS[feed].c[MAIN_DATES[feed]]
        by_day[main_date].append(Measure(RECORDS, feed, main_date, _ONE, sa.true()))
    for measure in MEASURES:
        if measure.feed is feed:
            by_day[measure.day].append(measure)
    return by_day


def _update_ends(connection: sa.Connection, which: sa.ColumnElement[bool], *, sign: int) -> None:
    delivered = _ends(connection, "delivered", _asked.delivered_date, which, sign)
    add_to_totals(connection, tables.request_ends, delivered)
    add_to_totals(connection, tables.request_ends, _ends(connection, "closed", _asked.closed_date, which, sign))
    add_to_totals(connection, tables.turnaround_totals, _turnarounds(delivered))


def _ends(
    connection: sa.Connection, ending: str, ended: sa.Column[Any], which: sa.ColumnElement[bool], sign: int
) -> list[dict[str, Any]]:
    """How many requests ended on each day after how many days, by area."""
    days = days_between(_asked.received_date, ended)
    query = (
        sa.select(ended, _asked.area, days, sa.func.count())
        .where(which, ended.is_not(None))
        .group_by(ended, _asked.area, days)
    )
    return [
        {"ending": ending, "ended_date": day, "area": area, "days": length, "total": sign * total}
        for day, area, length, total in connection.execute(query)
    ]


def _turnarounds(delivered: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    sums: dict[tuple[date, str, int], int] = defaultdict(int)
    for row in delivered:
        sums[row["ended_date"].replace(day=1), row["area"], row["days"]] += row["total"]
    return [{"month": month, "area": area, "days": days, "total": sum_} for (month, area, days), sum_ in sums.items()]
