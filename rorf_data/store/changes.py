"""What a load changed, record by record: added, changed, gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from rorf_data.intake.canonical import MAIN_DATES, STORED_FIELDS, TITLES
from rorf_data.model import Feed
from rorf_data.store import tables
from rorf_data.towns.gazetteer import area_label

MOST_CHANGES = 500
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
    old, new = tables.VERSIONS[feed], tables.VERSIONS[feed].alias()
    query = sa.select(old).where(old.c.ended_by == load_id, ~_exists(old, new, load_id)).limit(at_most)
    for row in connection.execute(query.order_by(old.c.version_id)):
        yield _change("gone", feed, row._mapping, _words(feed, row._mapping), {})


def _added(connection: sa.Connection, feed: Feed, load_id: int, at_most: int) -> Iterator[Change]:
    new, old = tables.VERSIONS[feed], tables.VERSIONS[feed].alias()
    was = sa.exists().where(_same_record(old, new), old.c.ended_by == load_id)
    query = sa.select(new).where(new.c.load_id == load_id, ~was).limit(at_most)
    for row in connection.execute(query.order_by(new.c.version_id)):
        yield _change("added", feed, row._mapping, {}, _words(feed, row._mapping))


def _changed(connection: sa.Connection, feed: Feed, load_id: int, at_most: int) -> Iterator[Change]:
    old, new = tables.VERSIONS[feed], tables.VERSIONS[feed].alias()
    query = (
        sa.select(old, *(new.c[name].label(f"new_{name}") for name in _named(feed)))
        .join(new, sa.and_(_same_record(old, new), new.c.load_id == load_id))
        .where(old.c.ended_by == load_id)
        .order_by(old.c.version_id)
        .limit(at_most)
    )
    for row in connection.execute(query):
        found = row._mapping
        now = {name: found[f"new_{name}"] for name in _named(feed)}
        before, after = _words(feed, found), _words(feed, now)
        differing = [title for title in before | after if before.get(title) != after.get(title)]
        yield _change(
            "changed",
            feed,
            now,
            {title: before.get(title, "nothing") for title in differing},
            {title: after.get(title, "nothing") for title in differing},
        )


def _exists(old: sa.Table, new: Any, load_id: int) -> sa.Exists:
    return sa.exists().where(_same_record(old, new), new.c.load_id == load_id)


def _same_record(one: Any, other: Any) -> sa.ColumnElement[bool]:
    return sa.and_(
        one.c.source == other.c.source,
        one.c.record_key == other.c.record_key,
        one.c.occurrence == other.c.occurrence,
    )


def _change(
    kind: Literal["added", "changed", "gone"], feed: Feed, row: Any, before: dict[str, str], after: dict[str, str]
) -> Change:
    agency = row["agency"] if "agency" in STORED_FIELDS[feed] else ""
    return Change(kind, row[MAIN_DATES[feed]], agency or "", area_label(row["area"]), before, after)


def _named(feed: Feed) -> list[str]:
    return [*PLACE, *STORED_FIELDS[feed]]


def _words(feed: Feed, row: Any) -> dict[str, str]:
    """What is known of a record, by the titles of the fields; an incident's token says nothing to anybody."""
    titles = PLACE | {name: TITLES[name] for name in STORED_FIELDS[feed] if name != "incident"}
    known = {title: row[name] for name, title in titles.items() if row[name] is not None}
    return {title: area_label(value) if title == "town" else str(value) for title, value in known.items()}
