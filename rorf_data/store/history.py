"""What every load was, what it said of its rows, and what it changed in months that were on record before it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.store import tables


def load_history(connection: sa.Connection) -> pd.DataFrame:
    """One row for each load, newest first: the columns of the table, with issues and months_restated counted."""
    loads = tables.loads
    issues, months = _issues_by_load(), _months_by_load()
    columns = [
        *loads.columns,
        sa.func.coalesce(issues.c.issues, 0).label("issues"),
        sa.func.coalesce(months.c.months_restated, 0).label("months_restated"),
    ]
    query = (
        sa.select(*columns)
        .select_from(
            loads.outerjoin(issues, issues.c.load_id == loads.c.load_id).outerjoin(
                months, months.c.load_id == loads.c.load_id
            )
        )
        .order_by(loads.c.load_id.desc())
    )
    return _frame(connection, query)


def load_one(connection: sa.Connection, load_id: int) -> sa.Row[Any]:
    """The load of this number, with the columns of its table; :class:`StoreRefused` where there is none."""
    found = connection.execute(sa.select(tables.loads).where(tables.loads.c.load_id == load_id)).one_or_none()
    if found is None:
        raise StoreRefused(f"There is no load {load_id} on record.")
    return found


def load_issues(connection: sa.Connection, load_id: int) -> pd.DataFrame:
    """Each row of a load that was not simply taken, in the order of the file: sheet, row, column, problem, outcome."""
    issues = tables.issues.c
    columns = [issues.sheet, issues.row, issues.column, issues.problem, issues.outcome]
    query = sa.select(*columns).where(issues.load_id == load_id).order_by(issues.number)
    return _frame(connection, query)


def load_restatements(connection: sa.Connection, load_id: int) -> pd.DataFrame:
    """What a load changed in months already on record, newest month first: measure, month, area, before, after."""
    restated = tables.restatements.c
    columns = [restated.measure, restated.month, restated.area, restated.before, restated.after]
    query = sa.select(*columns).where(restated.load_id == load_id)
    query = query.order_by(restated.month.desc(), restated.measure, restated.area)
    return _frame(connection, query)


def _issues_by_load() -> sa.Subquery:
    issues = tables.issues.c
    query: sa.Select[Any] = sa.select(issues.load_id, sa.func.count().label("issues")).group_by(issues.load_id)
    return query.subquery()


def _months_by_load() -> sa.Subquery:
    restated = tables.restatements.c
    months = sa.func.count(restated.month.distinct()).label("months_restated")
    query: sa.Select[Any] = sa.select(restated.load_id, months).group_by(restated.load_id)
    return query.subquery()


def _frame(connection: sa.Connection, query: sa.Select[Any]) -> pd.DataFrame:
    found = connection.execute(query)
    return pd.DataFrame([tuple(row) for row in found], columns=list(found.keys()))
