"""Meetings on record: taking a snapshot, and reading the figures of one anew, as they stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pandas as pd

from rorf_data.answers.asking import answer
from rorf_data.answers.meeting_settings import settings_read, settings_written
from rorf_data.answers.protected import protection_of
from rorf_data.answers.reader import Reader, describe_and_release, local_day, local_moment
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import free
from rorf_data.errors import StoreRefused
from rorf_data.model import Period
from rorf_data.store.meetings import Meeting, keep_meeting, load_meeting, load_meetings, newest_meeting

LABELS = {
    "number": "Meeting",
    "held_on": "Held on",
    "about": "About",
    "taken": "Figures as of",
    "taken_by": "Taken by",
    "data_version": "Data version",
    "standing": "Standing",
    "note": "Note",
}
SNAPSHOT_NOTE = (
    "Every figure of a meeting can be had again as it stood, whatever was loaded, corrected or undone since; a "
    "snapshot is never changed, and one taken by mistake is withdrawn."
)


def take_meeting(
    reader: Reader, *, month: Period, held_on: date | None = None, note: str = "", now: datetime, by: str
) -> Meeting:
    """Freeze the figures of a meeting under a number, with what of them may leave the programme; ``now`` is in UTC.

    The meeting is held today where no day is given. Raises :class:`StoreRefused` where there is nothing to freeze (see
    :func:`rorf_data.store.meetings.keep_meeting`), or where the reader looks back already or shows the sample.
    """
    if reader.is_sample:
        raise StoreRefused("These figures are the invented sample's; a snapshot can be taken of your own.")
    if reader.as_of is not None:
        raise StoreRefused("A snapshot is taken of the figures as they stand now, not of a past day's.")
    meeting = keep_meeting(
        reader.engine,
        held_on=held_on or reader.today,
        month=month.first,
        settings=settings_written(reader.settings),
        note=note,
        now=now,
        by=by,
    )
    # What may leave is decided now, so that it doesn't depend on what is shared between now and the first deck.
    protection_of(reader_of_meeting(reader, meeting.number))
    return meeting


def reader_of_meeting(reader: Reader, number: int) -> Reader:
    """Who asks on the moment of a meeting's snapshot: figures, reports expected, events, settings are those of then.

    Raises :class:`StoreRefused` where there is no such meeting.
    """
    with reader.engine.connect() as connection:
        meeting = load_meeting(connection, number)
    settings = settings_read(meeting.settings, reader.settings)
    then = replace(reader, settings=settings).at(meeting.taken_at)
    return replace(then, newest=meeting.data_version)


def meeting_before(reader: Reader) -> Meeting | None:
    """The newest snapshot in force before the moment that the reader looks at; None without any."""
    with reader.engine.connect() as connection:
        return newest_meeting(connection, at=reader.as_of)


def month_of_meeting(meeting: Meeting) -> Period:
    """The month that a meeting was about."""
    return Period.of_month(meeting.month)


@answer
def meetings_table(reader: Reader) -> Released:
    """One row for each snapshot, newest first: number, held_on, about (its month), taken (local time), taken_by,
    data_version, standing, note.
    """
    with reader.engine.connect() as store:
        found = load_meetings(store, at=reader.as_of)
    frame = pd.DataFrame(
        {
            "number": pd.array([one.number for one in found], dtype="Int64"),
            "held_on": pd.to_datetime([one.held_on for one in found]),
            "about": [f"{one.month:%B %Y}" for one in found],
            "taken": [f"{local_moment(one.taken_at, reader):%Y-%m-%d %H:%M}" for one in found],
            "taken_by": [one.taken_by for one in found],
            "data_version": pd.array([one.data_version for one in found], dtype="Int64"),
            "standing": [_standing(one, reader) for one in found],
            "note": [one.note for one in found],
        }
    )
    days = [one.held_on for one in found] or [reader.today]
    with reader.connect() as connection:
        return describe_and_release(
            reader,
            connection,
            frame,
            title="Meetings on record",
            period=Period(min(days), max(days)),
            towns=(),
            feeds=(),
            notes=[SNAPSHOT_NOTE],
            extra_labels=LABELS,
            is_over_time=False,
            rests=free([name for name in frame.columns if name not in ("taken_by", "note", "standing")], len(frame)),
        )


def _standing(meeting: Meeting, reader: Reader) -> str:
    if meeting.withdrawn_at is None:
        return "in force"
    return f"withdrawn on {local_day(meeting.withdrawn_at, reader):%Y-%m-%d} by {meeting.withdrawn_by}"
