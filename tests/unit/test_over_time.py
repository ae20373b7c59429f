"""Events and provisional months in words, as they stand in facts, notes and hovers."""

from datetime import date

import pytest

from rorf_data.disclosure.over_time import (
    DatedEvent,
    Provisional,
    events_in_words,
    provisional_in_words,
    share_in_words,
)
from rorf_data.disclosure.release import release
from rorf_data.exports import to_csv
from rorf_data.model import Feed
from tests.unit.test_charts_marks import CALLS, MARCH, SIXTY, marked


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "under 5 %"),
        (0.0499, "under 5 %"),
        (0.05, "about 5 %"),
        (0.58, "about 60 %"),
        (0.62, "about 60 %"),
        (0.949, "about 95 %"),
        (0.951, "over 95 %"),
    ],
)
def test_a_share_is_said_as_roughly_as_it_is_known(share: float, words: str) -> None:
    """To the nearest 5 %, and never as none or all."""
    assert share_in_words(share) == words


def test_events_stand_in_order_of_time() -> None:
    """Each has its day; the earliest comes first."""
    later = DatedEvent(date(2026, 4, 1), "mandate begins")

    assert events_in_words([later, MARCH]) == "10 March 2026: kits reach all ambulances; 1 April 2026: mandate begins"
    assert events_in_words([]) == ""


def test_months_alike_are_said_as_one_stretch() -> None:
    """Months on end of the same feed and share are one; a gap, another share or another feed begins anew."""
    months = [
        Provisional(date(2025, 11, 1), None, Feed.CALLS),
        Provisional(date(2025, 12, 1), None, Feed.CALLS),
        Provisional(date(2026, 1, 1), None, Feed.CALLS),
        Provisional(date(2026, 3, 1), None, Feed.CALLS),
        Provisional(date(2026, 4, 1), 0.6, Feed.CALLS),
        Provisional(date(2026, 4, 1), 0.6, Feed.DISTRIBUTIONS),
        SIXTY,
    ]

    assert provisional_in_words(months).split("; ") == [
        "April 2026 (about 60 % of records are usually in by now)",
        "overdose calls of November 2025 to January 2026 (more records are expected)",
        "overdose calls of March 2026 (more records are expected)",
        "overdose calls of April 2026 (about 60 % of records are usually in by now)",
        "kits left of April 2026 (about 60 % of records are usually in by now)",
    ]


def test_files_carry_events_and_provisional_months() -> None:
    """They are facts of their own, and so stand at the head of a CSV; without any there is no such fact."""
    shown = marked(CALLS, events=(MARCH,), provisional=(SIXTY,))

    assert shown.facts()["Dated events"] == "10 March 2026: kits reach all ambulances"
    assert shown.facts()["Provisional"] == "April 2026 (about 60 % of records are usually in by now)"
    assert "# Dated events: 10 March 2026: kits reach all ambulances" in to_csv(shown).decode("utf-8-sig")
    assert {"Dated events", "Provisional"}.isdisjoint(release(CALLS.frame, CALLS.about).facts())
