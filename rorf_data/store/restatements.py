"""What a load changed in months that were on record before it came."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from rorf_data.model import Feed
from rorf_data.store import tables


def keep_restatements(connection: sa.Connection, feed: Feed, load_id: int, changes: sa.Select[Any]) -> None:
    """Write down what the months said and say now that an earlier load of the feed covers.

    ``changes`` gives measure, month, area and the difference as ``total``; the totals don't hold them yet.
    """
    on_record = _months_on_record(connection, feed, load_id)
    if not on_record:
        return
    found = changes.subquery()
    restated = connection.execute(sa.select(found).where(found.c.month.in_(on_record))).mappings().all()
    if not restated:
        return
    before = _totals_of(connection, {row["measure"] for row in restated}, {row["month"] for row in restated})
    connection.execute(
        tables.restatements.insert(),
        [
            {
                "load_id": load_id,
                "measure": row["measure"],
                "month": row["month"],
                "area": row["area"],
                "before": (said := before.get((row["measure"], row["month"], row["area"]), 0)),
                "after": said + row["total"],
            }
            for row in restated
        ],
    )


def _months_on_record(connection: sa.Connection, feed: Feed, load_id: int) -> set[date]:
    months = tables.reported_months.c
    ended_here = sa.or_(months.ended_by.is_(None), months.ended_by == load_id)
    query = sa.select(months.month).where(months.feed == feed.value, months.load_id < load_id, ended_here)
    return set(connection.scalars(query.distinct()))


def _totals_of(connection: sa.Connection, measures: set[str], months: set[date]) -> dict[tuple[str, date, str], int]:
    kept = tables.monthly_totals.c
    query = sa.select(kept.measure, kept.month, kept.area, kept.total).where(
        kept.measure.in_(measures), kept.month.between(min(months), max(months))
    )
    return {(measure, month, area): total for measure, month, area, total in connection.execute(query)}
