"""Snapshots and decisions: kept, never changed, and without anybody's name."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rorf_data.errors import StoreRefused
from rorf_data.store.decisions import Decision, add_decision, load_decisions, set_status
from rorf_data.store.meetings import (
    Meeting,
    keep_meeting,
    load_meeting,
    load_meetings,
    meetings_version,
    newest_meeting,
    withdraw_meeting,
)
from rorf_data.workplace import Workplace
from tests.unit.conftest import Load

NOON = datetime(2026, 10, 8, 16, 0)  # noqa: DTZ001  # the store keeps UTC without a mark
LATER = datetime(2026, 11, 12, 17, 0)  # noqa: DTZ001  # the same
KITS = "date,agency,town,kits\n2026-09-04,Agency B,Kent,2\n"


def take(workplace: Workplace, *, now: datetime = NOON, note: str = "", held_on: date = date(2026, 10, 8)) -> Meeting:
    """The snapshot of a meeting about September 2026."""
    return keep_meeting(
        workplace.engine, held_on=held_on, month=date(2026, 9, 1), settings="{}", note=note, now=now, by="AB"
    )


def decide(workplace: Workplace, words: str = "ask for the log", *, owner: str = "task force", now: datetime = NOON,
           measure: str = "kits", meeting: int = 1, due_on: date | None = None) -> Decision:  # fmt: skip
    """A decision of the first meeting."""
    return add_decision(
        workplace.engine, words, meeting=meeting, measure=measure, owner_role=owner, due_on=due_on, now=now, by="AB"
    )


def test_a_snapshot_has_a_number_and_the_newest_load(workplace: Workplace, load: Load) -> None:
    """Numbers follow each other, and the newest comes first."""
    load(KITS)
    first, second = take(workplace), take(workplace, now=LATER, note="the usual round")

    assert (first.number, second.number, first.data_version) == (1, 2, 1)
    with workplace.engine.connect() as connection:
        assert load_meetings(connection) == [second, first]
        assert newest_meeting(connection, at=LATER) == first
        assert newest_meeting(connection, at=NOON) is None


def test_a_withdrawn_snapshot_stays_on_record(workplace: Workplace, load: Load) -> None:
    """The one before it is the newest again; for a moment before the withdrawal it stood."""
    load(KITS)
    take(workplace)
    take(workplace, now=datetime(2026, 10, 9))  # noqa: DTZ001  # the same
    withdraw_meeting(workplace.engine, 2, now=LATER, by="CD")

    with workplace.engine.connect() as connection:
        newest = newest_meeting(connection)
        assert newest
        assert newest.number == 1
        kept = load_meeting(connection, 2)
        assert (kept.is_withdrawn, kept.withdrawn_by) == (True, "CD")
        then = newest_meeting(connection, at=LATER)
        assert then
        assert (then.number, then.is_withdrawn) == (2, False)
    with pytest.raises(StoreRefused, match="withdrawn already"):
        withdraw_meeting(workplace.engine, 2, now=LATER, by="CD")
    with pytest.raises(StoreRefused, match="nothing can be decided at it"):
        decide(workplace, meeting=2)


def test_nothing_to_freeze_is_refused(workplace: Workplace, load: Load) -> None:
    """An empty store has no figures, a month must be over, and a number that isn't there is said not to be."""
    with pytest.raises(StoreRefused, match="Nothing has been loaded yet"):
        take(workplace)
    load(KITS)
    with pytest.raises(StoreRefused, match="about a month that is over"):
        take(workplace, held_on=date(2026, 9, 30))
    with workplace.engine.connect() as connection, pytest.raises(StoreRefused, match="There is no meeting 7"):
        load_meeting(connection, 7)


def test_how_a_decision_stands_is_what_was_said_last(workplace: Workplace, load: Load) -> None:
    """Every word on it stays, so it can be told for any moment."""
    load(KITS)
    take(workplace)
    decide(workplace)
    before = meetings_version(workplace.engine)
    set_status(workplace.engine, 1, "done", now=LATER, by="CD")

    assert meetings_version(workplace.engine) != before
    with workplace.engine.connect() as connection:
        [now], [then] = load_decisions(connection), load_decisions(connection, at=NOON)
    assert (now.status, now.changed_by, then.status, then.changed_at) == ("done", "CD", "open", None)
    with pytest.raises(StoreRefused, match="done already"):
        set_status(workplace.engine, 1, "done", now=LATER, by="CD")
    with pytest.raises(StoreRefused, match="There is no decision 9"):
        set_status(workplace.engine, 9, "done", now=LATER, by="CD")


@pytest.mark.parametrize(
    "owner", ["Jane Doe", "Chief Miller", "Whitlock", "Oakley Brand", "jane@example.org", "860-555-0123"]
)
def test_an_owner_is_a_role_and_never_a_person(workplace: Workplace, load: Load, owner: str) -> None:
    """What looks like a name, or holds a way to reach somebody, is refused without being quoted."""
    load(KITS)
    take(workplace)
    with pytest.raises(StoreRefused) as refused:
        decide(workplace, owner=owner)
    assert owner not in str(refused.value)


@pytest.mark.parametrize(
    "owner", ["task force", "deputy coordinator", "harm reduction nurse", "Council staff", "EMS lead"]
)
def test_roles_are_kept(workplace: Workplace, load: Load, owner: str) -> None:
    """Those at hand, and others that say what somebody does."""
    load(KITS)
    take(workplace)
    assert decide(workplace, owner=owner).owner_role == owner


@pytest.mark.parametrize("words", ["ask Jane Doe for the log", "call 860-555-0123", "=1+1 kits", "  ", "x" * 161])
def test_words_that_cannot_be_kept_are_refused(workplace: Workplace, load: Load, words: str) -> None:
    """Names, numbers to call, formulas, nothing, and too much."""
    load(KITS)
    take(workplace)
    with pytest.raises(StoreRefused):
        decide(workplace, words)


def test_a_day_and_a_measure_must_be_meant(workplace: Workplace, load: Load) -> None:
    """It is due from the day of the meeting on, and is seen by a known measure."""
    load(KITS)
    take(workplace)
    assert decide(workplace, due_on=date(2026, 10, 8)).due_on == date(2026, 10, 8)
    with pytest.raises(StoreRefused, match="It is due between"):
        decide(workplace, due_on=date(2026, 10, 7))
    with pytest.raises(StoreRefused, match="is seen by one of these"):
        decide(workplace, measure="luck")
