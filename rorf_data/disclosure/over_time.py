"""What a figure over time is read with: dated events, and months that more records are still expected for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rorf_data.model import Feed, Period, in_words, last_of_month

MORE_EXPECTED = "more records are expected"
_RECORDS_OF = {
    Feed.DISTRIBUTIONS: "kits left",
    Feed.REQUESTS: "requests",
    Feed.CALLS: "overdose calls",
    Feed.DEATHS: "deaths",
    Feed.SUMMARIES: "monthly summaries",
}


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """Something that happened on a day and may explain what a chart shows ("state mandate begins")."""

    day: date
    words: str

    def __str__(self) -> str:
        return f"{in_words(self.day)}: {self.words}"


@dataclass(frozen=True, slots=True)
class Provisional:
    """A month whose records are not all in yet, with the share of them that usually is by now (None: not known).

    ``feed`` is what the records are of; None where it is all that the frame tells of. ``is_by_lateness``: nothing but
    how late records usually come makes it one; the month is over, and everybody has reported it.
    """

    month: date
    expected_share: float | None
    feed: Feed | None = None
    is_by_lateness: bool = False

    def __str__(self) -> str:
        if self.expected_share is None:
            return MORE_EXPECTED
        return f"{share_in_words(self.expected_share)} of records are usually in by now"


def share_in_words(share: float) -> str:
    """``about 60 %``: to the nearest 5, because it rests on few months; under 5 % and over 95 % say just that."""
    if share < 0.05:
        return "under 5 %"
    return "over 95 %" if share > 0.95 else f"about {round(share * 20) * 5} %"


def events_in_words(events: Sequence[DatedEvent]) -> str:
    """Every event with its day, in one line; empty where there is none."""
    return "; ".join(map(str, sorted(events, key=lambda event: event.day)))


def provisional_in_words(provisional: Sequence[Provisional]) -> str:
    """Every provisional month, in one line: what it is of and how much is in; months alike are said as one stretch."""
    stretches = groupby(_with_stretch(provisional), key=lambda found: found[0])
    return "; ".join(_stretch_in_words([one for _, one in found]) for _, found in stretches)


def _with_stretch(provisional: Sequence[Provisional]) -> list[tuple[object, Provisional]]:
    """Each month with what months on end have in common, by feed and time."""
    ordered = sorted(provisional, key=lambda one: (one.feed or "", one.month))
    return [((one.feed, str(one), _index(one.month) - place), one) for place, one in enumerate(ordered)]


def _stretch_in_words(alike: Sequence[Provisional]) -> str:
    first, last = alike[0], alike[-1]
    months = Period(first.month, last_of_month(last.month))
    of = f"{_RECORDS_OF.get(first.feed, first.feed.value)} of " if first.feed else ""
    return f"{of}{months} ({first})"


def _index(month: date) -> int:
    return month.year * 12 + month.month
