"""What waits at the place-name desk: places that the resolver is unsure of, other rows that wait, decisions made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa

from rorf_data.intake.canonical import MAIN_DATES
from rorf_data.store import tables

HELD = tables.held_rows
WAITING = HELD.c.ended_by.is_(None)
MOST_ROWS = 500


def load_waiting_places(connection: sa.Connection) -> pd.DataFrame:
    """One row for each source and place as written that waits, those with most rows first.

    Columns: source, feed, written_key, rows, and of the first of its rows held_id, written, problem, candidates.
    """
    groups = (
        sa.select(sa.func.min(HELD.c.held_id).label("held_id"), sa.func.count().label("rows"))
        .where(WAITING, HELD.c.written_key.is_not(None))
        .group_by(HELD.c.source, HELD.c.written_key)
        .subquery()
    )
    first = [HELD.c[name] for name in ("source", "feed", "written_key", "written", "problem", "candidates")]
    query = sa.select(HELD.c.held_id, *first, groups.c.rows).join_from(HELD, groups, groups.c.held_id == HELD.c.held_id)
    return _frame(connection, query.order_by(groups.c.rows.desc(), HELD.c.held_id))


def load_waiting_months(connection: sa.Connection) -> Mapping[tuple[str, str], list[date]]:
    """The first days of the months that waiting rows tell of, earliest first, by source and key of the place."""
    month = sa.func.substr(_day(), 1, 7)
    query = (
        sa.select(HELD.c.source, HELD.c.written_key, month)
        .where(WAITING, HELD.c.written_key.is_not(None), _day().is_not(None))
        .group_by(HELD.c.source, HELD.c.written_key, month)
        .order_by(month)
    )
    months: dict[tuple[str, str], list[date]] = {}
    for source, written_key, found in connection.execute(query):
        months.setdefault((source, written_key), []).append(date.fromisoformat(f"{found}-01"))
    return months


def load_rows_of_place(connection: sa.Connection, source: str, written_key: str) -> pd.DataFrame:
    """The rows that wait for one place, in the order of their files, at most 500: held_id, file, sheet, row, day.

    ``day`` is ISO text, None where the row tells none.
    """
    loads = tables.loads
    query = (
        sa.select(HELD.c.held_id, loads.c.file, HELD.c.sheet, HELD.c.row, _day().label("day"))
        .join_from(HELD, loads, loads.c.load_id == HELD.c.load_id)
        .where(WAITING, HELD.c.source == source, HELD.c.written_key == written_key)
        .order_by(HELD.c.load_id, HELD.c.sheet, HELD.c.row)
        .limit(MOST_ROWS)
    )
    return _frame(connection, query)


def load_other_rows(connection: sa.Connection) -> pd.DataFrame:
    """Rows that wait for another reason than their place, newest load first: source, file, sheet, row, column, problem.

    At most 500 of them.
    """
    loads = tables.loads
    columns = [HELD.c.source, loads.c.file, *(HELD.c[name] for name in ("sheet", "row", "column", "problem"))]
    query = (
        sa.select(*columns)
        .join_from(HELD, loads, loads.c.load_id == HELD.c.load_id)
        .where(WAITING, HELD.c.written_key.is_(None))
        .order_by(HELD.c.load_id.desc(), HELD.c.sheet, HELD.c.row)
        .limit(MOST_ROWS)
    )
    return _frame(connection, query)


def load_decisions(connection: sa.Connection) -> pd.DataFrame:
    """Every decision on a place, the newest first: the columns of its table, and the rows that it placed when made."""
    decided, loads = tables.place_decisions, tables.loads
    query = (
        sa.select(*decided.columns, loads.c.read.label("rows"))
        .join_from(decided, loads, loads.c.load_id == decided.c.load_id)
        .order_by(decided.c.decision_id.desc())
    )
    return _frame(connection, query)


def load_restated_months(connection: sa.Connection) -> Mapping[int, list[date]]:
    """The first days of the months on record that each decision changed, earliest first, by the number of its load."""
    restated, decided = tables.restatements.c, tables.place_decisions.c
    query = (
        sa.select(restated.load_id, restated.month)
        .where(restated.load_id.in_(sa.select(decided.load_id)))
        .distinct()
        .order_by(restated.load_id, restated.month)
    )
    months: dict[int, list[date]] = {}
    for load_id, month in connection.execute(query):
        months.setdefault(load_id, []).append(month)
    return months


def load_confirmed_agencies(connection: sa.Connection) -> pd.DataFrame:
    """The names that a person confirmed to be agencies', A to Z: name, added_at (UTC), added_by."""
    return _frame(connection, sa.select(*tables.agencies.columns).order_by(tables.agencies.c.name))


def _day() -> sa.ColumnElement[Any]:
    """The day that a waiting row counts on, as ISO text; None where it has none."""
    days: Sequence[sa.ColumnElement[Any]] = [HELD.c["values"][name].as_string() for name in MAIN_DATES.values()]
    return sa.func.coalesce(*days)


def _frame(connection: sa.Connection, query: sa.Select[Any]) -> pd.DataFrame:
    found = connection.execute(query)
    return pd.DataFrame([tuple(row) for row in found], columns=list(found.keys()), dtype=object)
