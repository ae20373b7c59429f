"""When records came, summed up for what is said of their delay: by month or day of the event, and by load."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa

from rorf_data.model import Feed
from rorf_data.store import tables
from rorf_data.store.kept import kept
from rorf_data.store.sql import month_of

Column = sa.ColumnElement[Any]


@kept
def load_month_arrivals(connection: sa.Connection, feeds: Sequence[Feed], since: date) -> pd.DataFrame:
    """Records of the months from ``since`` (a first day) on, by the file that brought them.

    Columns: feed, source, month (first day, a date), received_at (datetime, UTC), load_id, total (int), areas together.
    What counts is as in :func:`rorf_data.store.queries_arrivals.load_arrivals`.
    """
    return _load(connection, feeds, month_of(tables.arrivals.c.day), "month", since)


@kept
def load_day_arrivals(connection: sa.Connection, feeds: Sequence[Feed], since: date) -> pd.DataFrame:
    """Records of the days from ``since`` on, by the file that brought them: as by month, with the column day."""
    return _load(connection, feeds, tables.arrivals.c.day, "day", since)


@kept
def load_first_files(connection: sa.Connection, feeds: Sequence[Feed]) -> list[tuple[Feed, str, int, datetime]]:
    """Feed, source, number and moment (UTC) of the first file in force of each source."""
    loads = tables.loads.c
    first = (
        sa.select(sa.func.min(loads.load_id))
        .where(loads.kind == "file", loads.undone_by.is_(None), loads.feed.in_([feed.value for feed in feeds]))
        .group_by(loads.feed, loads.source)
    )
    query = sa.select(loads.feed, loads.source, loads.load_id, loads.loaded_at).where(loads.load_id.in_(first))
    found = connection.execute(query.order_by(loads.load_id))
    return [(Feed(feed), source, load_id, moment) for feed, source, load_id, moment in found]


def _load(connection: sa.Connection, feeds: Sequence[Feed], when: Column, name: str, since: date) -> pd.DataFrame:
    come, loads, later = tables.arrivals.c, tables.loads.alias(), tables.loads.alias()
    columns = [come.feed, come.source, when.label(name), loads.c.loaded_at, come.load_id]
    query = (
        sa.select(*columns, sa.cast(sa.func.sum(come.total), sa.BigInteger))
        .join_from(tables.arrivals, loads, loads.c.load_id == come.load_id)
        .join(later, later.c.load_id == come.since_id)
        .where(come.feed.in_([feed.value for feed in feeds]), come.day >= since)
        .where(loads.c.undone_by.is_(None), later.c.undone_by.is_(None))
        .group_by(come.feed, come.source, when, loads.c.loaded_at, come.load_id)
        .order_by(come.load_id, when)
    )
    names = ["feed", "source", name, "received_at", "load_id", "total"]
    return pd.DataFrame([tuple(row) for row in connection.execute(query)], columns=names)
