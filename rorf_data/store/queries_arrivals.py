"""When records came: the day that they count on, and the moment that their file was loaded."""

from __future__ import annotations

import pandas as pd
import sqlalchemy as sa

from rorf_data.model import Feed, Period
from rorf_data.store import tables
from rorf_data.store.kept import kept


@kept
def load_arrivals(connection: sa.Connection, feed: Feed, period: Period) -> pd.DataFrame:
    """Records of each day of the period, both ends included, by the load that brought them as new.

    Columns: source, day (a date), area, received_at (datetime64, UTC without mark), load_id, total (int). A row that
    waited at the place-name desk came when its file came, and a record that was corrected when it came first. Loads
    that were undone are left out, and rows of decisions that were taken back.
    """
    come, loads, since = tables.arrivals.c, tables.loads.alias(), tables.loads.alias()
    columns = [come.source, come.day, come.area, loads.c.loaded_at, come.load_id]
    query = (
        sa.select(*columns, sa.cast(sa.func.sum(come.total), sa.BigInteger))
        .join_from(tables.arrivals, loads, loads.c.load_id == come.load_id)
        .join(since, since.c.load_id == come.since_id)
        .where(come.feed == feed.value, come.day.between(period.first, period.last))
        .where(loads.c.undone_by.is_(None), since.c.undone_by.is_(None))
        .group_by(*columns)
        .order_by(come.load_id, come.day, come.area)
    )
    names = ["source", "day", "area", "received_at", "load_id", "total"]
    frame = pd.DataFrame([tuple(row) for row in connection.execute(query)], columns=names)
    return frame.astype({"received_at": "datetime64[us]", "load_id": "int64", "total": "int64"})


@kept
def load_first_arrivals(connection: sa.Connection, feed: Feed) -> pd.DataFrame:
    """The first load in force of each source: columns source, load_id, first_received_at (datetime64, UTC).

    What came with it says nothing about delay: a source often begins with the log of years.
    """
    come, loads = tables.arrivals.c, tables.loads.c
    first = (
        sa.select(come.source, sa.func.min(come.load_id).label("load_id"))
        .join_from(tables.arrivals, tables.loads, loads.load_id == come.load_id)
        .where(come.feed == feed.value, loads.undone_by.is_(None))
        .group_by(come.source)
        .subquery()
    )
    query = sa.select(first.c.source, first.c.load_id, loads.loaded_at).join_from(
        first, tables.loads, loads.load_id == first.c.load_id
    )
    names = ["source", "load_id", "first_received_at"]
    frame = pd.DataFrame([tuple(row) for row in connection.execute(query.order_by(first.c.source))], columns=names)
    return frame.astype({"load_id": "int64", "first_received_at": "datetime64[us]"})
