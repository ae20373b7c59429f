"""How many overdose calls reached each step of the leave-behind cascade; the steps stand in :mod:`.cascade_cells`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa

from rorf_data.model import Period
from rorf_data.store import tables
from rorf_data.store.cascade_cells import ALL_AGENCIES
from rorf_data.store.kept import kept
from rorf_data.store.queries import whole_and_cut
from rorf_data.store.sql import month_of


@kept
def load_cascade(connection: sa.Connection, period: Period, *, by_agency: bool = False) -> pd.DataFrame:
    """Overdose calls at each step by month and area; a month that the period cuts holds only the days inside it.

    Columns: step, agency, month (first day, a date), area, total (int). Both ends of the period are included. The
    agency is empty, for all of them together; with ``by_agency`` there is a row for each one, and one for calls of no
    recorded agency (``-``). Steps, months and areas without any call are not there.
    """
    arms = _within(period, by_agency=by_agency)
    return _frame(connection, sa.union_all(*arms), ["step", "agency", "month", "area", "total"])


@kept
def load_cascade_sums(connection: sa.Connection, period: Period, *, by_agency: bool = False) -> pd.DataFrame:
    """The same over the whole period, both ends included: columns step, agency, area, total."""
    found = sa.union_all(*_within(period, by_agency=by_agency)).subquery().c
    keys = [found.step, found.agency, found.area]
    query = sa.select(*keys, sa.cast(sa.func.sum(found.total), sa.BigInteger)).group_by(*keys)
    return _frame(connection, query, ["step", "agency", "area", "total"])


@kept
def load_linkable_months(connection: sa.Connection) -> list[date]:
    """First days of the months that a kit log covers which records incident numbers, earliest first.

    There is none while no call on record has an incident number, for then nothing can be linked.
    """
    months = tables.linkable_months.c.month
    return list(connection.scalars(sa.select(months).order_by(months)))


def _within(period: Period, *, by_agency: bool) -> list[sa.Select[Any]]:
    whole, cut = whole_and_cut(period)
    selects = [_monthly(whole, by_agency=by_agency)] if whole else []
    return selects + [_daily(days, by_agency=by_agency) for days in cut]


def _monthly(whole: Period, *, by_agency: bool) -> sa.Select[Any]:
    kept = tables.monthly_cascade.c
    return sa.select(kept.step, kept.agency, kept.month, kept.area, kept.total).where(
        _whose(kept.agency, by_agency=by_agency), kept.month.between(whole.first, whole.last)
    )


def _daily(days: Period, *, by_agency: bool) -> sa.Select[Any]:
    kept = tables.daily_cascade.c
    month = month_of(kept.day)
    total = sa.cast(sa.func.sum(kept.total), sa.BigInteger).label("total")
    return (
        sa.select(kept.step, kept.agency, month.label("month"), kept.area, total)
        .where(_whose(kept.agency, by_agency=by_agency), kept.day.between(days.first, days.last))
        .group_by(kept.step, kept.agency, month, kept.area)
    )


def _whose(agency: sa.ColumnElement[Any], *, by_agency: bool) -> sa.ColumnElement[bool]:
    if not by_agency:
        return agency == ALL_AGENCIES
    # By name, so that the key, which begins with the agency, finds the days of each.
    named = tables.monthly_cascade.c.agency
    return agency.in_(sa.select(named).where(named != ALL_AGENCIES).distinct())


def _frame(connection: sa.Connection, query: sa.Executable, columns: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame([tuple(row) for row in connection.execute(query)], columns=list(columns))
    return frame.astype({"total": "int64"})
