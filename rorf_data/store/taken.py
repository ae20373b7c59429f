"""The log of every file that was made for somebody: who took what away, when, and by which signs it is known again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.store import tables


class Taken(NamedTuple):
    """One frame in one file that was taken away (UTC); a deck or an archive has an entry for each of its frames.

    ``asked`` is the question as JSON, empty where it can't be asked again; ``policy`` is empty for an internal file.
    """

    taken_at: datetime
    taken_by: str
    audience: str
    form: str
    title: str
    asked: str
    filters: str
    policy: str
    data_version: int
    content_sha256: str
    file_sha256: str
    check_code: str


def keep_taken(engine: sa.Engine, entries: Sequence[Taken]) -> None:
    """Write down what is taken away in one file. Raises :class:`StoreRefused` where it can't be written."""
    if not entries:
        return
    with _adding(engine) as connection:
        connection.execute(tables.taken_away.insert(), [entry._asdict() for entry in entries])


def load_taken(connection: sa.Connection, *, most: int | None = None) -> list[Taken]:
    """The log, newest entry first; ``most`` of them where that is given."""
    return _load(connection, sa.true(), most)


def find_taken(connection: sa.Connection, check_code: str) -> list[Taken]:
    """The entries with this check code, newest first."""
    return _load(connection, tables.taken_away.c.check_code == check_code)


def find_taken_file(connection: sa.Connection, file_sha256: str) -> list[Taken]:
    """The entries of the very file with this hash, newest first."""
    return _load(connection, tables.taken_away.c.file_sha256 == file_sha256)


def _load(connection: sa.Connection, which: sa.ColumnElement[bool], most: int | None = None) -> list[Taken]:
    kept = tables.taken_away.c
    query = sa.select(*(kept[name] for name in Taken._fields)).where(which).order_by(kept.taken_id.desc()).limit(most)
    return [Taken(*row) for row in connection.execute(query)]


@contextmanager
def _adding(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that waits for no load where the database can do with that: entries are only ever added."""
    try:
        with engine.connect().execution_options(rorf_writes=True) as connection, connection.begin():
            yield connection
    except sa.exc.OperationalError as problem:
        raise StoreRefused(
            "No file was made, because it couldn't be written down that it is taken away. Try again when no load runs."
        ) from problem
