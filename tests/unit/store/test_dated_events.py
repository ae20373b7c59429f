"""Dated events: kept with who and when, removed without being lost, and screened like every other free text."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.model import Period
from rorf_data.store import tables
from rorf_data.store.dated_events import add_event, events_version, load_dated_events, remove_event
from rorf_data.workplace import Workplace

TODAY = date(2026, 11, 22)
MARCH, APRIL = date(2026, 3, 10), date(2026, 4, 1)
FIRST, SECOND, THIRD = (datetime.fromisoformat(f"2026-11-{day} 12:00") for day in (10, 15, 20))


def add(
    workplace: Workplace, day: date = MARCH, words: str = "kits reach all ambulances", now: datetime = FIRST
) -> int:
    """Keep an event; its number."""
    return add_event(workplace.engine, day, words, now=now, today=TODAY, by="the coordinator").event_id


def on_record(workplace: Workplace, period: Period | None = None, at: datetime | None = None) -> list[tuple[date, str]]:
    """Day and words of the events on record."""
    with workplace.engine.connect() as connection:
        return [(event.day, event.words) for event in load_dated_events(connection, period, at=at)]


def test_events_are_kept_in_order_of_time(workplace: Workplace) -> None:
    """With their number, and who added them when; spaces too many are left out."""
    add(workplace, APRIL, "  state   mandate begins ")
    number = add(workplace)

    with workplace.engine.connect() as connection:
        first, second = load_dated_events(connection)
    assert (first.event_id, first.day, first.words) == (number, MARCH, "kits reach all ambulances")
    assert (first.added_by, first.added_at) == ("the coordinator", FIRST)
    assert second.words == "state mandate begins"


def test_a_removed_event_stays_on_record_with_who_and_when(workplace: Workplace) -> None:
    """It is drawn no more, and nothing of it is lost; what was on record at any moment can be had again."""
    number = add(workplace)
    add(workplace, APRIL, "state mandate begins", now=SECOND)
    removed = remove_event(workplace.engine, number, now=THIRD, by="somebody else")

    assert removed.words == "kits reach all ambulances"
    assert on_record(workplace) == [(APRIL, "state mandate begins")]
    assert on_record(workplace, at=SECOND) == [(MARCH, "kits reach all ambulances"), (APRIL, "state mandate begins")]
    assert on_record(workplace, at=FIRST) == [(MARCH, "kits reach all ambulances")]
    assert on_record(workplace, at=THIRD) == [(APRIL, "state mandate begins")]
    with workplace.engine.connect() as connection:
        kept = tables.dated_events.c
        row = connection.execute(sa.select(kept.removed_at, kept.removed_by).where(kept.event_id == number)).one()
    assert tuple(row) == (THIRD, "somebody else")


@pytest.mark.parametrize(
    ("period", "count"),
    [(Period(MARCH, MARCH), 1), (Period(date(2026, 3, 11), date(2026, 3, 31)), 0), (Period(MARCH, APRIL), 2)],
)
def test_a_period_includes_both_its_ends(workplace: Workplace, period: Period, count: int) -> None:
    """An event on the first or the last day lies in it."""
    add(workplace)
    add(workplace, APRIL, "state mandate begins")

    assert len(on_record(workplace, period)) == count


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "Say in a few words what happened."),
        ("12 3", "Say in a few words what happened."),
        ("x" * 81, "at most; this has 81"),
        ("call 860-555-0123", "e-mail address or a phone number"),
        ("write to office@example.org", "e-mail address or a phone number"),
        ("12 Main Street closes", "an address"),
        ("Jane Doe starts as coordinator", "may be the name of a person"),
        ("=1+1 is law", "This is a formula"),
    ],
)
def test_words_that_cannot_be_kept_are_refused_in_a_sentence(workplace: Workplace, words: str, why: str) -> None:
    """Nothing of them is stored, and the sentence doesn't quote them."""
    with pytest.raises(StoreRefused, match=why) as refused:
        add(workplace, words=words)

    assert words not in str(refused.value) or not words
    assert on_record(workplace) == []


@pytest.mark.parametrize("length", [79, 80])
def test_eighty_characters_are_not_too_many(workplace: Workplace, length: int) -> None:
    """The longest words that are kept have 80 characters."""
    add(workplace, words="x" * length)

    assert len(on_record(workplace)) == 1


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2031, 11, 23)])
def test_a_day_that_cannot_be_meant_is_refused(workplace: Workplace, day: date) -> None:
    """A year typed wrong draws no line."""
    with pytest.raises(StoreRefused, match="lies between 1 January 1990 and 22 November 2031"):
        add(workplace, day)


def test_the_same_event_is_kept_once(workplace: Workplace) -> None:
    """Twice on one day is refused; on another day, or once it was removed, it is another event."""
    number = add(workplace)
    with pytest.raises(StoreRefused, match="on record for 10 March 2026 already"):
        add(workplace, words="Kits reach all ambulances")
    add(workplace, APRIL)
    remove_event(workplace.engine, number, now=SECOND, by="a test")
    add(workplace)

    assert [day for day, _ in on_record(workplace)] == [MARCH, APRIL]


def test_only_an_event_on_record_can_be_removed(workplace: Workplace) -> None:
    """One that never was, or was removed before, is refused."""
    number = add(workplace)
    remove_event(workplace.engine, number, now=SECOND, by="a test")

    for missing in (number, number + 5):
        with pytest.raises(StoreRefused, match=f"There is no event {missing}"):
            remove_event(workplace.engine, missing, now=THIRD, by="a test")


def test_the_version_changes_with_every_event(workplace: Workplace) -> None:
    """Adding and removing each make another version, by which pages know that their answers are old."""
    versions = [events_version(workplace.engine)]
    number = add(workplace)
    versions.append(events_version(workplace.engine))
    remove_event(workplace.engine, number, now=SECOND, by="a test")
    versions.append(events_version(workplace.engine))

    assert len(set(versions)) == 3
