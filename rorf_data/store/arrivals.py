"""Keeping when records came: how many of each day a load brought that were not on record before."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from rorf_data.intake.canonical import MAIN_DATES
from rorf_data.model import Feed
from rorf_data.store import tables
from rorf_data.store.brought import brought_by
from rorf_data.store.bulk import insert_selected

KINDS = ("file", "decision")
"""Loads that can bring what was not on record before; an undoing only brings back."""


def keep_arrivals(connection: sa.Connection, feed: Feed, load_id: int, brought: sa.Select[Any]) -> None:
    """Write down the new records of a load; ``brought`` gives day, area and total of all its versions.

    A row that a decision let go of the place-name desk came when its file came.
    """
    loads = tables.loads.c
    kind, source = connection.execute(sa.select(loads.kind, loads.source).where(loads.load_id == load_id)).one()
    if kind not in KINDS:
        return
    found = brought if kind == "file" and not _ended_any(connection, feed, load_id) else _new(connection, feed, load_id)
    come = found.subquery().c
    since = sa.literal(load_id).label("since_id")
    file = come.load_id if "load_id" in come else sa.literal(load_id).label("load_id")
    named = sa.literal(feed.value, sa.Text).label("feed"), sa.literal(source, sa.Text).label("source")
    insert_selected(connection, tables.arrivals, sa.select(file, since, *named, come.day, come.area, come.total))


def _ended_any(connection: sa.Connection, feed: Feed, load_id: int) -> bool:
    versions = tables.VERSIONS[feed].c
    return connection.scalar(sa.select(versions.version_id).where(versions.ended_by == load_id).limit(1)) is not None


def _new(connection: sa.Connection, feed: Feed, load_id: int) -> sa.Select[Any]:
    """What the load brought without ending an earlier version of the same record, by file, day and area."""
    versions, ended = tables.VERSIONS[feed], tables.VERSIONS[feed].alias()
    file = sa.func.coalesce(versions.c.origin_id, versions.c.load_id).label("load_id")
    day = versions.c[MAIN_DATES[feed]].label("day")
    replaced = sa.select(ended.c.source, ended.c.record_key, ended.c.occurrence).where(ended.c.ended_by == load_id)
    record = sa.tuple_(versions.c.source, versions.c.record_key, versions.c.occurrence)
    return (
        sa.select(file, day, versions.c.area, sa.func.count().label("total"))
        .where(brought_by(connection, versions, load_id), record.not_in(replaced))
        .group_by(file, day, versions.c.area)
    )
