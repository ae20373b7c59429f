"""What was decided at meetings, each with its measure as it was then and as it is now."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pandas as pd

from rorf_data.answers.asking import answer
from rorf_data.answers.history import COMPARED
from rorf_data.answers.meetings import month_of_meeting, reader_of_meeting
from rorf_data.answers.reader import Reader, describe_and_release, towns_in_words
from rorf_data.answers.reporting import OF_THEIR_OWN, as_days, ledger
from rorf_data.answers.resting import resting_on
from rorf_data.answers.series import FEED_OF, grids, waiting_grid
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import FREE, INSIDE, Rests, RestsOn, free
from rorf_data.disclosure.telling import tells_a_number
from rorf_data.measures.counts import over_areas
from rorf_data.measures.reporting import tallies
from rorf_data.model import Feed, Filters, Period
from rorf_data.store.decisions import MEASURES, OPEN, Decision, load_decisions
from rorf_data.store.meetings import load_meetings

WORDS_OF_MEASURES: Final = {name: COMPARED.get(name, "Reports in, of those expected") for name in MEASURES}
LABELS: Final = {
    "decision_id": "Number",
    "decision": "Decision",
    "meeting": "Meeting",
    "measure": "Seen by",
    "place": "Towns",
    "owner_role": "Who sees to it",
    "due_on": "Due on",
    "status": "Standing",
    "then": "Then",
    "now": "Now",
    "months": "Months compared",
}
NOTE: Final = (
    "Then is the month that the meeting was about, as it stood in its snapshot; now is the newest month that is over. "
    "A difference between two months is often chance, and says nothing of what brought it about."
)


@answer
def decisions_table(reader: Reader, only_open: bool = False) -> Released:
    """One row for each decision, those still open first, then the newest: decision_id, decision, meeting, measure,
    place, owner_role, due_on, status, then, now, months (which two are compared).

    ``then`` and ``now`` are of the decision's own towns; a figure is missing where its month is not on record.
    """
    with reader.engine.connect() as connection:
        found = load_decisions(connection, at=reader.as_of)
        months = {one.number: month_of_meeting(one) for one in load_meetings(connection)}
    shown = [one for one in found if one.status == OPEN or not only_open]
    shown = sorted(shown, key=lambda one: (one.status != OPEN, -one.decision_id))
    newest, values = reader.newest_full_month(), _Values(reader)
    frame = pd.DataFrame(
        {
            "decision_id": pd.array([one.decision_id for one in shown], dtype="Int64"),
            "decision": [one.words for one in shown],
            "meeting": pd.array([one.meeting for one in shown], dtype="Int64"),
            "measure": [WORDS_OF_MEASURES[one.measure] for one in shown],
            "place": [towns_in_words(reader, _towns(reader, one, newest), newest) for one in shown],
            "owner_role": [one.owner_role for one in shown],
            "due_on": as_days(one.due_on for one in shown),
            "status": [_standing(one, reader.today) for one in shown],
            "then": pd.array([values.then(one, months[one.meeting]) for one in shown], dtype="Int64"),
            "now": pd.array([values.of(reader, one, newest) for one in shown], dtype="Int64"),
            "months": [f"{months[one.meeting]}, {newest}" for one in shown],
        }
    )
    with reader.connect() as connection:
        return describe_and_release(
            reader,
            connection,
            frame,
            title="Decisions and actions" if not only_open else "Open decisions and actions",
            period=newest,
            towns=(),
            feeds=dict.fromkeys(_feed(one.measure) for one in shown),
            notes=[NOTE],
            extra_labels=LABELS,
            is_over_time=False,
            rests=_rests(reader, shown, newest, list(frame.columns)),
        )


class _Values:
    """The measure of a decision in a month; what a meeting saw is asked of the store once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._readers: dict[int, Reader] = {}

    def then(self, decision: Decision, month: Period) -> int | None:
        number = decision.meeting
        if number not in self._readers:
            self._readers[number] = reader_of_meeting(self._reader, number)
        return self.of(self._readers[number], decision, month)

    def of(self, reader: Reader, decision: Decision, month: Period) -> int | None:
        name, towns = decision.measure, _towns(reader, decision, month)
        with reader.connect() as connection:
            if name == "reports":
                feeds = [feed for feed in Feed if feed not in OF_THEIR_OWN]
                return tallies(ledger(reader, connection, [month.first], feeds), [month.first])[0].received
            waiting = name == "waiting"
            grid = waiting_grid(connection, towns, month) if waiting else grids(connection, [name], towns, month)[name]
        value: Any = over_areas(grid).iloc[-1]
        return None if pd.isna(value) else int(value)


def _towns(reader: Reader, decision: Decision, month: Period) -> tuple[str, ...]:
    return decision.towns or reader.towns_of(Filters(month))


def _feed(measure: str) -> Feed:
    return FEED_OF.get(measure, Feed.DISTRIBUTIONS)


def _standing(decision: Decision, today: date) -> str:
    is_late = decision.status == OPEN and decision.due_on is not None and decision.due_on < today
    return "open, past its day" if is_late else decision.status


def _rests(reader: Reader, shown: list[Decision], newest: Period, columns: list[str]) -> Rests:
    """What a meeting saw of calls and requests stays inside, as does what somebody wrote with a number in it."""

    def now(one: Decision) -> RestsOn:
        return resting_on(one.measure, _towns(reader, one, newest), newest)

    return free(columns, len(shown)) | {
        "decision": [INSIDE if tells_a_number(one.words) else FREE for one in shown],
        "then": [FREE if one.measure in ("kits", "reports") else INSIDE for one in shown],
        "now": [now(one) for one in shown],
    }
