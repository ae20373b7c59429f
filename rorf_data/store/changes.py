"""What a load changed, record by record: added, changed, gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from rorf_data.intake.canonical import MAIN_DATES, STORED_FIELDS, TITLES
from rorf_data.intake.money import dollars_in_words
from rorf_data.model import Feed
from rorf_data.store import tables
from rorf_data.store.brought import brought_by
from rorf_data.towns.gazetteer import area_label

MOST_CHANGES = 500
NOTHING = "nothing"
PLACE = {"area": "town", "place_name": "place"}


@dataclass(frozen=True, slots=True)
class Change:
    """One record that a load added, changed or took away.

    ``day``, ``agency`` and ``place`` are those of now, or of before where it is gone. ``before`` and ``after`` hold
    what differs, by the title of the field.
    """

    kind: Literal["added", "changed", "gone"]
    day: date
    agency: str
    place: str
    before: dict[str, str]
    after: dict[str, str]


def changes_of(connection: sa.Connection, feed: Feed, load_id: int, *, at_most: int = MOST_CHANGES) -> list[Change]:
    """The records that the load took away, changed and added, in this order and at most so many of each."""
    return [
        *_gone(connection, feed, load_id, at_most),
        *_changed(connection, feed, load_id, at_most),
        *_added(connection, feed, load_id, at_most),
    ]


def _gone(connection: sa.Connection, feed: Feed, load_id: int, at_most: int) -> Iterator[Change]:
    versions = tables.VERSIONS[feed]
    is_gone = sa.and_(versions.c.ended_by == load_id, _record(versions).not_in(_brought(connection, feed, load_id)))
    for row in _some(connection, versions, is_gone, at_most):
        yield _change("gone", feed, row, _words(feed, row), {})


def _added(connection: sa.Connection, feed: Feed, load_id: int, at_most: int) -> Iterator[Change]:
    versions = tables.VERSIONS[feed]
    is_added = sa.and_(brought_by(connection, versions, load_id), _record(versions).not_in(_ended(feed, load_id)))
    for row in _some(connection, versions, is_added, at_most):
        yield _change("added", feed, row, {}, _words(feed, row))


def _changed(connection: sa.Connection, feed: Feed, load_id: int, at_most: int) -> Iterator[Change]:
    versions = tables.VERSIONS[feed]
    was = sa.and_(versions.c.ended_by == load_id, _record(versions).in_(_brought(connection, feed, load_id)))
    old = _some(connection, versions, was, at_most)
    if not old:
        return
    keys = [row["record_key"] for row in old]
    is_now = sa.and_(brought_by(connection, versions, load_id), versions.c.record_key.in_(keys))
    new = {_key(row): row for row in connection.execute(sa.select(versions).where(is_now)).mappings()}
    for row in old:
        yield _change("changed", feed, new[_key(row)], *_differing(_words(feed, row), _words(feed, new[_key(row)])))


def _some(
    connection: sa.Connection, versions: sa.Table, which: sa.ColumnElement[bool], at_most: int
) -> list[sa.RowMapping]:
    query = sa.select(versions).where(which).order_by(versions.c.version_id).limit(at_most)
    return list(connection.execute(query).mappings())


def _record(versions: sa.Table) -> sa.Tuple:
    return sa.tuple_(versions.c.record_key, versions.c.occurrence)


def _brought(connection: sa.Connection, feed: Feed, load_id: int) -> sa.Select[Any]:
    versions = tables.VERSIONS[feed].alias()
    return sa.select(versions.c.record_key, versions.c.occurrence).where(brought_by(connection, versions, load_id))


def _ended(feed: Feed, load_id: int) -> sa.Select[Any]:
    versions = tables.VERSIONS[feed].alias()
    return sa.select(versions.c.record_key, versions.c.occurrence).where(versions.c.ended_by == load_id)


def _key(row: sa.RowMapping) -> tuple[str, int]:
    return row["record_key"], row["occurrence"]


def _differing(before: dict[str, str], after: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    titles = [title for title in before | after if before.get(title) != after.get(title)]
    return {title: before.get(title, NOTHING) for title in titles}, {t: after.get(t, NOTHING) for t in titles}


def _change(
    kind: Literal["added", "changed", "gone"], feed: Feed, row: Any, before: dict[str, str], after: dict[str, str]
) -> Change:
    agency = row["agency"] if "agency" in STORED_FIELDS[feed] else ""
    return Change(kind, row[MAIN_DATES[feed]], agency or "", area_label(row["area"]), before, after)


def _words(feed: Feed, row: Any) -> dict[str, str]:
    """What is known of a record, by the titles of the fields; an incident's token says nothing to anybody."""
    titles = PLACE | {name: TITLES[name] for name in STORED_FIELDS[feed] if name != "incident"}
    known = {title: row[name] for name, title in titles.items() if row[name] is not None}
    return {title: _written(title, value) for title, value in known.items()}


def _written(title: str, value: Any) -> str:
    if title == TITLES["cents"]:
        return dollars_in_words(value)
    return area_label(value) if title == PLACE["area"] else str(value)
