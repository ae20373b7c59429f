"""The dated events that charts over time are drawn with, as a table."""

from __future__ import annotations

import pandas as pd

from rorf_data.answers.asking import answer
from rorf_data.answers.reader import Reader, describe_and_release, local_day
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import FREE, INSIDE, free
from rorf_data.disclosure.telling import tells_a_number
from rorf_data.model import Period
from rorf_data.store.dated_events import load_dated_events

LABELS = {
    "event_id": "Number",
    "event_date": "Day",
    "event": "What happened",
    "added_by": "Added by",
    "added_date": "Added on",
}
EVENTS_NOTE = (
    "Each event is drawn as a thin line on every chart over time whose period it lies in. One with a number in its "
    "words stays out of what may be passed on."
)


@answer
def dated_events(reader: Reader) -> Released:
    """One row for each event on record, earliest first: event_id, event_date, event, added_by, added_date."""
    with reader.connect() as connection:
        found = load_dated_events(connection, at=reader.as_of)
        frame = pd.DataFrame(
            {
                "event_id": pd.array([event.event_id for event in found], dtype="Int64"),
                "event_date": pd.to_datetime([event.day for event in found]),
                "event": [event.words for event in found],
                "added_by": [event.added_by for event in found],
                "added_date": pd.to_datetime([local_day(event.added_at, reader) for event in found]),
            }
        )
        days = [event.day for event in found] or [reader.today]
        return describe_and_release(
            reader,
            connection,
            frame,
            title="Dated events",
            period=Period(min(days), max(days)),
            towns=(),
            feeds=(),
            notes=[EVENTS_NOTE],
            rests=free([name for name in frame.columns if name != "added_by"], len(frame))
            | {"event": [INSIDE if tells_a_number(event.words) else FREE for event in found]},
            extra_labels=LABELS,
        )
