"""Undoing a load, whole: a load of its own that ends what the first one brought and brings back what it had ended.

Nothing is wiped out, so figures as of any moment stay what they were, and an undoing can be undone as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.model import Feed
from rorf_data.store import tables
from rorf_data.store.brought import brought_by
from rorf_data.store.bulk import insert_selected
from rorf_data.store.coverage import bring_back_coverage
from rorf_data.store.database import writing
from rorf_data.store.records import Actor, begin_load, finish_load, hash_of
from rorf_data.store.totals import update_totals


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What an undoing did: records taken away, records brought back, and the months whose figures it changed.

    ``load_id`` is the number of the undoing itself, None where it was only tried.
    """

    load_id: int | None
    undoes: int
    taken_back: int
    brought_back: int
    months: tuple[date, ...]


def undo_load(engine: sa.Engine, load_id: int, *, now: datetime, by: str, dry_run: bool = False) -> UndoReport:
    """Undo load ``load_id``: a file, a decision, a report of nothing, or another undoing. ``now`` is in UTC.

    What later loads have since made of its records stays. Raises :class:`StoreRefused` when there is no such load or
    it is undone already.
    """
    with writing(engine) as connection:
        report = _undo(connection, load_id, Actor(by, now))
        if dry_run and (transaction := connection.get_transaction()):
            transaction.rollback()
            report = replace(report, load_id=None)
    return report


def _undo(connection: sa.Connection, load_id: int, actor: Actor) -> UndoReport:
    load = _load_to_undo(connection, load_id)
    feed = Feed(load["feed"])
    undo_id = begin_load(
        connection,
        actor,
        file=load["file"],
        sha256=hash_of("undo", load_id, actor.now),
        source=load["source"],
        feed=feed,
        kind="undo",
        undoes=load_id,
        note=f"Load {load_id} undone.",
    )
    taken_back = _end_versions(connection, feed, load, undo_id)
    brought_back = _bring_back_versions(connection, feed, load_id, undo_id)
    _turn_back_held_rows(connection, load, undo_id)
    _turn_back_reports(connection, load_id, undo_id)
    _mark_what_is_undone(connection)
    update_totals(connection, feed, undo_id)
    counts = {"new": brought_back, "gone": taken_back}
    finish_load(connection, undo_id, counts, (None, None))
    return UndoReport(undo_id, load_id, taken_back, brought_back, _months(connection, undo_id))


def _load_to_undo(connection: sa.Connection, load_id: int) -> sa.RowMapping:
    loads = tables.loads
    found = connection.execute(sa.select(loads).where(loads.c.load_id == load_id)).mappings().one_or_none()
    if found is None:
        raise StoreRefused(f"There is no load {load_id}.")
    if found["undone_by"] is not None:
        raise StoreRefused(f"Load {load_id} is undone already, by load {found['undone_by']}.")
    return found


def _brought_by(connection: sa.Connection, versions: sa.Table, load: sa.RowMapping) -> sa.ColumnElement[bool]:
    """The versions that stand on a load: its own, copies of them, and those that its decision placed elsewhere."""
    load_id: int = load["load_id"]
    is_its_own = brought_by(connection, versions, load_id)
    if load["kind"] == "undo":
        return is_its_own
    if load["kind"] != "decision":
        return sa.or_(is_its_own, versions.c.origin_id == load_id)
    decided = tables.place_decisions.c
    numbers = list(connection.scalars(sa.select(decided.decision_id).where(decided.load_id == load_id)))
    return sa.or_(is_its_own, versions.c.decision_id.in_(numbers))


def _end_versions(connection: sa.Connection, feed: Feed, load: sa.RowMapping, undo_id: int) -> int:
    versions = tables.VERSIONS[feed]
    which = sa.and_(_brought_by(connection, versions, load), versions.c.ended_by.is_(None))
    if load["kind"] == "decision":
        _hold_again(connection, feed, sa.and_(which, versions.c.load_id != load["load_id"]), load, undo_id)
    return connection.execute(versions.update().where(which).values(ended_by=undo_id)).rowcount


def _bring_back_versions(connection: sa.Connection, feed: Feed, load_id: int, undo_id: int) -> int:
    """Copies of what the load ended, where the record has no current version by now."""
    versions, current = tables.VERSIONS[feed], tables.VERSIONS[feed].alias()
    has_current = sa.exists().where(
        current.c.source == versions.c.source,
        current.c.record_key == versions.c.record_key,
        current.c.occurrence == versions.c.occurrence,
        current.c.ended_by.is_(None),
    )
    copied = [column for column in versions.columns if column.name not in _SET_ANEW]
    return insert_selected(
        connection,
        versions,
        sa.select(
            *copied,
            sa.literal(undo_id).label("load_id"),
            sa.func.coalesce(versions.c.origin_id, versions.c.load_id).label("origin_id"),
        ).where(versions.c.ended_by == load_id, ~has_current),
    )


_SET_ANEW = {"version_id", "load_id", "ended_by", "origin_id"}


def _hold_again(
    connection: sa.Connection, feed: Feed, which: sa.ColumnElement[bool], load: sa.RowMapping, undo_id: int
) -> None:
    """Rows of later files that the decision placed wait for a person again."""
    versions, decided = tables.VERSIONS[feed], tables.place_decisions
    decisions = {
        row["decision_id"]: row
        for row in connection.execute(sa.select(decided).where(decided.c.load_id == load["load_id"])).mappings()
    }
    rows = [
        _held_row(row, decisions[row["decision_id"]], feed, undo_id)
        for row in connection.execute(sa.select(versions).where(which)).mappings()
        if row["decision_id"] in decisions
    ]
    if rows:
        connection.execute(tables.held_rows.insert(), rows)


def _held_row(version: sa.RowMapping, decision: sa.RowMapping, feed: Feed, undo_id: int) -> dict[str, Any]:
    own = [name for name in version if name not in tables.SHARED_COLUMNS and version[name] is not None]
    return {
        "load_id": version["origin_id"] or version["load_id"],
        "since_id": undo_id,
        "source": version["source"],
        "feed": feed.value,
        "record_key": version["record_key"],
        "row": version["row"],
        "column": "",
        "problem": decision["reason"],
        "place_name": decision["place_name"],
        "candidates": [],
        "values": {name: _plain(version[name]) for name in own},
        "is_own_key": None,
        "written_key": decision["written_key"],
        "written": decision["written"],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _turn_back_held_rows(connection: sa.Connection, load: sa.RowMapping, undo_id: int) -> None:
    """What the load held waits no longer; what it let go of waits again."""
    held, load_id = tables.held_rows, load["load_id"]
    put_there = sa.func.coalesce(held.c.since_id, held.c.load_id) == load_id
    which = put_there if load["kind"] == "undo" else sa.or_(held.c.load_id == load_id, put_there)
    connection.execute(held.update().where(which, held.c.ended_by.is_(None)).values(ended_by=undo_id))
    copied = [column for column in held.columns if column.name not in {"held_id", "ended_by", "since_id"}]
    insert_selected(
        connection,
        held,
        sa.select(*copied, sa.literal(undo_id).label("since_id")).where(held.c.ended_by == load_id),
    )


def _turn_back_reports(connection: sa.Connection, load_id: int, undo_id: int) -> None:
    months = tables.reported_months
    connection.execute(
        months.update().where(months.c.load_id == load_id, months.c.ended_by.is_(None)).values(ended_by=undo_id)
    )
    bring_back_coverage(connection, load_id, undo_id)


def undoings_in_force(connection: sa.Connection, *, before: int | None = None) -> dict[int, int]:
    """By the number of each load that is undone, the undoing that stands; with ``before`` as it was before that load.

    An undoing that is undone itself does not stand, and what it undid counts again.
    """
    loads = tables.loads.c
    known = loads.undoes.is_not(None) if before is None else sa.and_(loads.undoes.is_not(None), loads.load_id < before)
    query = sa.select(loads.load_id, loads.undoes).where(known).order_by(loads.load_id.desc())
    standing: dict[int, int] = {}
    for undoing, load_id in connection.execute(query):
        if undoing not in standing:
            standing.setdefault(load_id, undoing)
    return standing


def _mark_what_is_undone(connection: sa.Connection) -> None:
    """Loads and decisions say which undoing of them stands, however long the chain of undoings is."""
    standing = undoings_in_force(connection)
    ever = sa.select(tables.loads.c.undoes).where(tables.loads.c.undoes.is_not(None)).distinct()
    for load_id in list(connection.scalars(ever)):
        for table in (tables.loads, tables.place_decisions):
            mark = standing.get(load_id)
            is_other = table.c.undone_by.is_distinct_from(mark)
            connection.execute(table.update().where(table.c.load_id == load_id, is_other).values(undone_by=mark))


def _months(connection: sa.Connection, undo_id: int) -> tuple[date, ...]:
    months = tables.restatements.c
    query = sa.select(months.month).where(months.load_id == undo_id).distinct().order_by(months.month)
    return tuple(connection.scalars(query))
