"""The titles of slides: each number a cell of the frame, and what is hidden or missing said to be so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from rorf_data.disclosure.release import Released
from rorf_data.meetings import findings
from rorf_data.model import Period
from rorf_data.plain_words.phrases import CALLS, KITS
from rorf_data.plain_words.region import ON_RECORD
from tests.unit.picture_frames import by_month, by_town, emptied, months, released

OCTOBER = Period.of_month(date(2026, 10, 1))


def hiding(full: Released, column: str, *places: int) -> Released:
    """The same frame with these cells of a column hidden."""
    frame, hidden = full.frame.copy(), full.hidden.copy()
    frame.loc[list(places), column] = pd.NA
    hidden.loc[list(places), column] = True
    return replace(full, frame=frame, hidden=hidden)


def trend(values: Sequence[Any], before: Sequence[Any], change: str, *, column: str = "total_kits") -> Released:
    """A trend of one place by month, as the answers give it."""
    starts = months(len(values))
    return released(
        {
            "period_start": starts,
            "period": [f"{start:%b %Y}" for start in starts],
            "town": ["All chosen towns"] * len(starts),
            column: values,
            "count_before": before,
            "change": [change] * len(starts),
        },
        labels={name: name for name in ("period_start", "period", "town", column, "count_before", "change")},
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "no record of kits"),
        (0, "no kits"),
        (1, "1 kit"),
        (1234, "1,234 kits"),
        ("hidden", "a hidden number of kits"),
    ],
)
def test_a_number_is_told_hidden_or_missing(value: Any, said: str) -> None:
    """Hidden is neither none nor missing."""
    assert findings.many(value, KITS) == said


def test_the_newest_month_of_a_trend_is_said_with_the_one_a_year_before() -> None:
    """Both numbers and the comparison's own word stand in the title."""
    frame = trend([4, 8], [5, 13], "too few to say")

    assert findings.newest_of_trend(frame, "total_kits", KITS, "left") == (
        "8 kits were left in February 2026; 13 a year before: too few to say"
    )


def test_none_is_said_in_words() -> None:
    """Neither “0 a year before” nor a comparison of nothing with nothing."""
    none, fewer = trend([4, 0], [5, 0], "too few to say"), trend([4, 2], [5, 0], "too few to say")

    assert findings.newest_of_trend(none, "total_kits", KITS, "left") == (
        "No kits were left in February 2026, and none a year before"
    )
    assert findings.newest_of_trend(fewer, "total_kits", KITS, "left") == (
        "2 kits were left in February 2026; none a year before: too few to say"
    )


def test_nothing_is_compared_with_a_hidden_year_before() -> None:
    """The title says nothing of the time before where its number is hidden or missing."""
    frame = trend([4, 1], [5, 13], "down")

    assert findings.newest_of_trend(hiding(frame, "count_before", 1), "total_kits", KITS, "left") == (
        "1 kit was left in February 2026"
    )


def test_a_hidden_month_is_said_to_be_hidden() -> None:
    """The title names no number."""
    frame = hiding(trend([9, 3], [5, 6], "down", column="total_calls"), "total_calls", 1)

    said = findings.newest_of_trend(frame, "total_calls", CALLS, ON_RECORD)

    assert said == "The number of overdose calls in February 2026 is too small to be shown, or protects one that is"


def test_a_month_without_record_is_not_none() -> None:
    """Missing is told as missing."""
    frame = trend([9, None], [None, None], "", column="total_calls")

    assert findings.newest_of_trend(frame, "total_calls", CALLS, ON_RECORD) == (
        "There is no record of overdose calls in February 2026"
    )


def test_the_town_with_most_kits_is_named() -> None:
    """Of one there is the name and number; towns that have as many are both named."""
    assert findings.kits_by_town(by_town(total_kits=[3, 9, 0])) == (
        "In 12 months the most kits were left in Litchfield: 9"
    )
    assert findings.kits_by_town(by_town(total_kits=[9, 9, None])) == (
        "In 12 months the most kits were left in Kent and Litchfield: 9 each"
    )
    assert findings.kits_by_town(by_town(total_kits=[5])) == "5 kits were left in Kent in 12 months"
    assert findings.kits_by_town(by_town(total_kits=[0, 0])) == "No kit was left in any of these towns in 12 months"
    assert findings.kits_by_town(by_town(total_kits=[None, None])) == (
        "There is no record of kits left in any town in these 12 months"
    )


def test_a_hidden_town_is_never_the_one_with_most() -> None:
    """Only what may be told is compared."""
    frame = hiding(by_town(total_kits=[3, 9, 4]), "total_kits", 1)

    assert findings.kits_by_town(frame) == "In 12 months the most kits were left in Warren: 4"


def test_requests_are_said_with_those_still_waiting() -> None:
    """What is hidden of the two is left out or said to be hidden."""
    frame = by_month(total_requests=[2, 1], requests_waiting=[0, 0])

    assert findings.requests_of_month(frame, OCTOBER) == (
        "1 request came in October 2026; none were waiting at its end"
    )
    assert findings.requests_of_month(hiding(frame, "requests_waiting", 1), OCTOBER) == "1 request came in October 2026"


def test_kits_and_calls_of_a_year_say_when_a_month_is_missing() -> None:
    """A year of which a month isn't on record has no sum."""
    frame = by_month(total_kits=[170, 172], total_calls=[30, None])

    assert findings.kits_and_calls(frame, OCTOBER) == (
        "In the 12 months to October 2026: 172 kits left; overdose calls are not on record for each month"
    )


def test_where_nothing_came_the_time_and_the_source_are_said() -> None:
    """In words that read as a sentence, with the towns in brackets."""
    nothing = by_town(total_kits=[None])
    period = "November 2025 to October 2026"
    about = replace(nothing.about, period=period, towns="All 11 member towns", source="Kit logs: nothing loaded yet")
    full = replace(about, period="3 May 2026", towns="All places on record", source="Kit logs (kit-log)")

    assert findings.nothing_of(replace(nothing, about=about)) == (
        f"Nothing is on record from {period} (all 11 member towns)."
    )
    assert findings.source_of(replace(nothing, about=about)) == "Kit logs: nothing loaded yet."
    assert findings.nothing_of(replace(nothing, about=full)) == "Nothing is on record up to 3 May 2026."
    assert findings.source_of(replace(nothing, about=full)) == "Source: Kit logs (kit-log)."


def test_those_who_have_not_reported_are_named_or_counted() -> None:
    """Two at most are named."""

    def of(*said: str) -> Released:
        return released(
            {"agency": [f"Agency {letter}" for letter in "ABCD"[: len(said)]], "has_reported": list(said)},
            labels={"agency": "Agency", "has_reported": "Reported"},
        )

    assert findings.reported(of("not yet", "yes"), OCTOBER) == "Agency A has not reported October 2026 yet"
    assert findings.reported(of("not yet", "not yet"), OCTOBER) == (
        "Agency A and Agency B have not reported October 2026 yet"
    )
    assert findings.reported(of("not yet", "not yet", "not yet", "yes"), OCTOBER) == (
        "3 of 4 have not reported October 2026 yet"
    )
    assert findings.reported(of("yes"), OCTOBER) == "Everybody who was expected to has reported October 2026"
    assert findings.reported(emptied(of("yes")), OCTOBER) == "Nobody was expected to report October 2026"
