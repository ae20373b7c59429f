"""Dated events that staff keep: what happened on a day and may explain what a chart shows.

Nothing is ever taken out of the table. An event that is removed stays with who removed it and when, so charts of a past
moment show what was on record then.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.intake.people import may_name_a_person
from rorf_data.intake.personal import why_personal
from rorf_data.intake.refusal import Unclean, check_no_formula, check_readable
from rorf_data.model import Period, add_months, in_words
from rorf_data.store import tables
from rorf_data.store.database import writing
from rorf_data.store.kept import kept

LONGEST_WORDS = 80
EARLIEST = date(1990, 1, 1)
MONTHS_AHEAD = 60
MAY_NAME_SOMEBODY = (
    "This may be the name of a person, which may not be kept; write it without the name, and other words small."
)


class KeptEvent(NamedTuple):
    """An event on record: its number, its day, its words, and who added it when (UTC)."""

    event_id: int
    day: date
    words: str
    added_by: str
    added_at: datetime


def add_event(engine: sa.Engine, day: date, words: str, *, now: datetime, today: date, by: str) -> KeptEvent:
    """Keep an event; ``now`` is in UTC.

    Raises :class:`StoreRefused` for words that are empty, too long or hold what may not be kept, for a day that can't
    be meant, and for an event that is on record already.
    """
    plain = _checked_words(words)
    if not EARLIEST <= day <= add_months(today, MONTHS_AHEAD):
        latest = add_months(today, MONTHS_AHEAD)
        raise StoreRefused(f"An event lies between {in_words(EARLIEST)} and {in_words(latest)}.")
    with writing(engine) as connection:
        same = (event.words.casefold() == plain.casefold() for event in load_dated_events(connection, Period(day, day)))
        if any(same):
            raise StoreRefused(f"“{plain}” is on record for {in_words(day)} already.")
        row = {"day": day, "words": plain, "added_at": now, "added_by": by}
        added = connection.execute(tables.dated_events.insert().values(row))
        (event_id,) = added.inserted_primary_key or (0,)
    return KeptEvent(event_id, day, plain, by, now)


def remove_event(engine: sa.Engine, event_id: int, *, now: datetime, by: str) -> KeptEvent:
    """Remove an event; it stays on record as one that was removed. ``now`` is in UTC.

    Raises :class:`StoreRefused` where no event in force has this number.
    """
    events = tables.dated_events
    with writing(engine) as connection:
        found = next((event for event in load_dated_events(connection) if event.event_id == event_id), None)
        if found is None:
            raise StoreRefused(f"There is no event {event_id}; the list of events gives the number of each.")
        removed = events.update().where(events.c.event_id == event_id).values(removed_at=now, removed_by=by)
        connection.execute(removed)
    return found


@kept
def load_dated_events(
    connection: sa.Connection, period: Period | None = None, *, at: datetime | None = None
) -> list[KeptEvent]:
    """The events of the period (of any day without one) in order of time: those on record now, or at a past moment
    ``at`` (UTC).
    """
    events = tables.dated_events.c
    query = sa.select(events.event_id, events.day, events.words, events.added_by, events.added_at)
    if period is not None:
        query = query.where(events.day.between(period.first, period.last))
    if at is None:
        query = query.where(events.removed_at.is_(None))
    else:
        query = query.where(events.added_at <= at, sa.or_(events.removed_at.is_(None), events.removed_at > at))
    return [KeptEvent(*row) for row in connection.execute(query.order_by(events.day, events.event_id))]


def events_version(engine: sa.Engine) -> str:
    """Changes whenever an event is added or removed, which no load tells of."""
    events = tables.dated_events.c
    query = sa.select(sa.func.max(events.event_id), sa.func.count(events.removed_at), sa.func.max(events.added_at))
    with engine.connect() as connection:
        newest, removed, added_at = connection.execute(query).one()
    return f"{newest}|{removed}|{added_at}"


def _checked_words(words: str) -> str:
    plain = " ".join(words.split())
    if not any(map(str.isalpha, plain)):
        raise StoreRefused("Say in a few words what happened.")
    if len(plain) > LONGEST_WORDS:
        raise StoreRefused(f"An event is said in {LONGEST_WORDS} characters at most; this has {len(plain)}.")
    checks: tuple[Callable[[str], None], ...] = (check_no_formula, check_readable, _check_nobody)
    for check in checks:
        try:
            check(plain)
        except Unclean as problem:
            raise StoreRefused(f"These words can't be kept. {problem}") from None
    return plain


def _check_nobody(words: str) -> None:
    if why := why_personal(words):
        raise Unclean(why)
    if may_name_a_person(words):
        raise Unclean(MAY_NAME_SOMEBODY)
