"""Snapshots of meetings: a number under which the figures of a moment can be had again.

A snapshot holds no figure. It holds the moment, the newest load that was on record, and the settings, which together
give every figure of it anew. Nothing of a snapshot is ever changed; one taken by mistake is withdrawn and stays.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.model import in_words
from rorf_data.store import tables
from rorf_data.store.database import writing
from rorf_data.store.typed_words import words_to_keep

LONGEST_NOTE = 200


class Meeting(NamedTuple):
    """A snapshot on record: its number, the day of the meeting, the first day of the month that it was about, when it
    was taken (UTC) and by whom, the newest load that its figures know of, the settings of then, and a note.
    """

    number: int
    held_on: date
    month: date
    taken_at: datetime
    taken_by: str
    data_version: int
    settings: str
    note: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was withdrawn; it can be looked at all the same."""
        return self.withdrawn_at is not None


def keep_meeting(
    engine: sa.Engine, *, held_on: date, month: date, settings: str, note: str = "", now: datetime, by: str
) -> Meeting:
    """Take the snapshot of the data as they stand; ``now`` is in UTC, and ``by`` says who takes it.

    Raises :class:`StoreRefused` where nothing was ever loaded, where the month isn't over on that day, and for a note
    that can't be kept.
    """
    plain = words_to_keep(note, "A note", LONGEST_NOTE) if note.strip() else ""
    first = month.replace(day=1)
    if first >= held_on.replace(day=1):
        raise StoreRefused(f"A meeting on {in_words(held_on)} is about a month that is over; choose an earlier one.")
    # The lock waits for a load that runs, so that what it brings is wholly in the snapshot or wholly out of it.
    with writing(engine) as connection:
        newest = connection.scalar(sa.select(sa.func.max(tables.loads.c.load_id)))
        if newest is None:
            raise StoreRefused("Nothing has been loaded yet, so there is nothing to take a snapshot of.")
        row = {"held_on": held_on, "month": first, "taken_at": now, "taken_by": by}
        row |= {"data_version": newest, "settings": settings, "note": plain}
        added = connection.execute(tables.meetings.insert().values(row))
        (number,) = added.inserted_primary_key or (0,)
    return Meeting(number, held_on, first, now, by, newest, settings, plain)


def withdraw_meeting(engine: sa.Engine, number: int, *, now: datetime, by: str) -> None:
    """Withdraw a snapshot, which stays on record; the next meeting then compares with the one before it.

    Raises :class:`StoreRefused` where there is none of this number, or it is withdrawn already.
    """
    kept = tables.meetings
    with writing(engine) as connection:
        meeting = load_meeting(connection, number)
        if meeting.is_withdrawn:
            raise StoreRefused(f"The snapshot of meeting {number} is withdrawn already.")
        connection.execute(kept.update().where(kept.c.number == number).values(withdrawn_at=now, withdrawn_by=by))


def load_meetings(connection: sa.Connection, *, at: datetime | None = None) -> list[Meeting]:
    """Every snapshot, newest first, withdrawn ones too; with ``at`` (UTC) those on record before it, as they stood."""
    kept = tables.meetings.c
    query = sa.select(*(kept[name] for name in Meeting._fields)).order_by(kept.number.desc())
    found = [Meeting(*row) for row in connection.execute(query if at is None else query.where(kept.taken_at < at))]
    return found if at is None else [_as_it_stood(meeting, at) for meeting in found]


def load_meeting(connection: sa.Connection, number: int) -> Meeting:
    """The snapshot of this number; :class:`StoreRefused` where there is none."""
    found = next((one for one in load_meetings(connection) if one.number == number), None)
    if found is None:
        raise StoreRefused(f"There is no meeting {number} on record.")
    return found


def newest_meeting(connection: sa.Connection, *, at: datetime | None = None) -> Meeting | None:
    """The newest snapshot in force (before ``at``); None without any."""
    return next((one for one in load_meetings(connection, at=at) if not one.is_withdrawn), None)


def meetings_version(engine: sa.Engine) -> str:
    """Changes with every snapshot and decision, which no load tells of."""
    meetings, decisions, changes = tables.meetings.c, tables.decisions.c, tables.decision_changes.c
    queries = (
        sa.select(sa.func.count(meetings.number), sa.func.count(meetings.withdrawn_at)),
        sa.select(sa.func.count(decisions.decision_id)),
        sa.select(sa.func.count(changes.change_id)),
    )
    with engine.connect() as connection:
        return "-".join(str(count) for query in queries for count in connection.execute(query).one())


def _as_it_stood(meeting: Meeting, at: datetime) -> Meeting:
    is_later = meeting.withdrawn_at is not None and meeting.withdrawn_at >= at
    return meeting._replace(withdrawn_at=None, withdrawn_by=None) if is_later else meeting
