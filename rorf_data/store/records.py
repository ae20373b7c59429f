"""The record of a load itself: begun before anything else, finished with its counts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.model import Feed
from rorf_data.store import tables
from rorf_data.store.brought import next_version

Kind = Literal["file", "undo", "decision", "nothing"]
COUNTS = ("read", "new", "changed", "unchanged", "held", "refused", "gone")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something to the data, and when (UTC)."""

    by: str
    now: datetime


def begin_load(
    connection: sa.Connection,
    actor: Actor,
    *,
    file: str,
    sha256: str,
    source: str,
    feed: Feed,
    kind: Kind = "file",
    left_out_columns: tuple[str, ...] = (),
    undoes: int | None = None,
    note: str = "",
) -> int:
    """Write down that a load begins; its number."""
    values = {
        "file": file,
        "sha256": sha256,
        "source": source,
        "feed": feed.value,
        "loaded_at": actor.now,
        "loaded_by": actor.by,
        "left_out_columns": list(left_out_columns),
        "kind": kind,
        "undoes": undoes,
        "note": note,
        "first_version": next_version(connection, tables.VERSIONS[feed]),
    }
    inserted = connection.execute(tables.loads.insert().values(values | dict.fromkeys(COUNTS, 0)))
    assert inserted.inserted_primary_key is not None, "a load has a number of its own"
    load_id: int = inserted.inserted_primary_key[0]
    return load_id


def finish_load(
    connection: sa.Connection, load_id: int, counts: Mapping[str, int], span: tuple[date | None, date | None]
) -> None:
    """Write down what became of the rows of a load, and the first and last day that its clean rows count on."""
    values: dict[str, Any] = {name: counts.get(name, 0) for name in COUNTS}
    values |= {"first_date": span[0], "last_date": span[1]}
    feed = Feed(connection.scalars(sa.select(tables.loads.c.feed).where(tables.loads.c.load_id == load_id)).one())
    values["last_version"] = next_version(connection, tables.VERSIONS[feed]) - 1
    connection.execute(tables.loads.update().where(tables.loads.c.load_id == load_id).values(values))


def loads_in_force(connection: sa.Connection, sha256: str, source: str, *, before: int) -> list[int]:
    """The earlier loads of this very file that nobody has undone."""
    loads = tables.loads.c
    query = sa.select(loads.load_id).where(
        loads.sha256 == sha256,
        loads.source == source,
        loads.kind == "file",
        loads.undone_by.is_(None),
        loads.load_id < before,
    )
    return list(connection.scalars(query))


def check_version(connection: sa.Connection, expected: int | None) -> None:
    """Raise :class:`StoreRefused` when something was loaded since ``expected`` was the newest load."""
    newest = connection.scalar(sa.select(sa.func.max(tables.loads.c.load_id))) or 0
    if expected is not None and newest != expected:
        raise StoreRefused("Something else was loaded in the meantime. Look at what would change now, then load again.")


def hash_of(*parts: object) -> str:
    """What stands in the place of a file's hash where there is no file."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
