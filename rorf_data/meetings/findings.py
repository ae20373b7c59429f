"""What each slide finds, in the few words of a title, made by rule from the released frame that the slide shows.

Every number in a title is a cell of the frame. A number that is hidden or has no record is said to be so, and two
times are compared only in the frame's own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from rorf_data.answers.labels import NOTHING_LOADED
from rorf_data.disclosure.release import Released
from rorf_data.model import Period
from rorf_data.plain_words.phrases import (
    ALL_PLACES,
    CALLS,
    KITS,
    REQUESTS,
    Nouns,
    amount,
    answer,
    joined,
    none_or,
    were,
)
from rorf_data.plain_words.region import ON_RECORD
from rorf_data.wording import HIDDEN, NO_RECORD, Cell, month_in_words, plain_number

MOST_NAMED: Final = 2
NOT_YET: Final = "not yet"
_HEADLINES: Final = (("Kits left", KITS, " left"), ("Overdose calls", CALLS, ""), ("Requests received", REQUESTS, ""))


def cell_at(released: Released, place: int, column: str) -> Cell:
    """One cell of a frame: a number, "hidden", or None where there is no record, no row or no such column."""
    if column not in released.frame or released.frame.empty:
        return None
    number: Cell = HIDDEN if released.is_hidden(column)[place] else plain_number(released.frame[column].iloc[place])
    return number


def has_numbers(released: Released, *columns: str) -> bool:
    """Whether any of these columns holds a number that may be told."""
    return any(column in released.frame and bool(released.frame[column].notna().any()) for column in columns)


def hidden_share(released: Released, column: str) -> float:
    """Which share of the cells of a column is hidden."""
    hidden = released.is_hidden(column)
    return sum(hidden) / len(hidden) if hidden else 0.0


def many(value: Cell, nouns: Nouns) -> str:
    """``8 kits``, ``a hidden number of overdose calls``, ``no record of requests``."""
    if value is None:
        return f"{NO_RECORD} of {nouns[1]}"
    return f"a hidden number of {nouns[1]}" if isinstance(value, str) else amount(value, nouns)


def month_at_a_glance(summary: Released, month: Period) -> str:
    """``In October 2026: 8 kits left, 4 overdose calls, 10 requests``."""
    places = {str(name): place for place, name in enumerate(summary.frame["measure"])}
    said = [many(cell_at(summary, places[name], "this_month"), nouns) + after for name, nouns, after in _HEADLINES]
    return f"In {month}: {', '.join(said)}"


def newest_of_trend(trend: Released, column: str, nouns: Nouns, verb: str) -> str:
    """``8 kits were left in October 2026; 13 a year before: too few to say``."""
    time, value = _time(trend, -1), cell_at(trend, -1, column)
    if value is None:
        return f"There is {NO_RECORD} of {nouns[1]} {verb} in {time}".replace(" on record in", " in")
    if isinstance(value, str):
        return f"The number of {nouns[1]} in {time} is too small to be shown, or protects one that is"
    is_now = verb == ON_RECORD
    said = f"{_capital(amount(value, nouns))} {are(value) if is_now else were(value)} {verb} in {time}"
    before = cell_at(trend, -1, "count_before")
    if before is None or isinstance(before, str):
        return said
    if value == before == 0:
        return f"{said}, and none a year before"
    words = answer(trend.frame["change"].iloc[-1])
    return f"{said}; {none_or(before)} a year before{f': {words}' if words else ''}"


def kits_by_town(totals: Released) -> str:
    """``In 12 months the most kits were left in Litchfield: 51``; of one town its own number."""
    names = [str(name) for name in totals.frame["town"]]
    known = {name: cell_at(totals, place, "total_kits") for place, name in enumerate(names)}
    numbers = {name: value for name, value in known.items() if value is not None and not isinstance(value, str)}
    if not numbers:
        return f"There is {NO_RECORD} of kits left in any town in these 12 months"
    if len(names) == 1:
        [(name, number)] = numbers.items()
        return f"{_capital(amount(number, KITS))} {were(number)} left in {name} in 12 months"
    most = max(numbers.values())
    if most == 0:
        return "No kit was left in any of these towns in 12 months"
    first = [name for name, number in numbers.items() if number == most]
    places = joined(first) if len(first) <= MOST_NAMED else f"{len(first)} towns"
    return f"In 12 months the most kits were left in {places}: {most:,}{' each' if len(first) > 1 else ''}"


def requests_of_month(by_month: Released, month: Period) -> str:
    """``10 requests came in October 2026; 4 were waiting at its end``."""
    came, waiting = (cell_at(by_month, -1, column) for column in ("total_requests", "requests_waiting"))
    said = f"{_capital(many(came, REQUESTS))} {'came' if came is not None else 'that came'} in {month}"
    if came is None:
        said = f"There is {NO_RECORD} of requests in {month}"
    if waiting is None or isinstance(waiting, str):
        return said
    return f"{said}; {'none' if waiting == 0 else f'{waiting:,}'} {were(waiting)} waiting at its end"


def kits_and_calls(by_month: Released, month: Period) -> str:
    """``In the 12 months to October 2026: 172 kits left, 36 overdose calls``."""
    said = of_twelve_months(
        ((cell_at(by_month, -1, "total_kits"), KITS, " left"), (cell_at(by_month, -1, "total_calls"), CALLS, "")),
        ", ",
    )
    return f"In the 12 months to {month}: {said}"


def of_twelve_months(counts: Sequence[tuple[Cell, Nouns, str]], between: str) -> str:
    """``172 kits left and 36 overdose calls; requests are not on record for each month``.

    A sum of twelve months has no number unless every one of them is on record. Each count has its nouns and what
    follows it; ``between`` stands between two that are told.
    """
    told = [f"{many(value, nouns)}{after}" for value, nouns, after in counts if value is not None]
    missing = [nouns[1] for value, nouns, _ in counts if value is None]
    said = [between.join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)] if told else []
    return "; ".join([*said, *([f"{joined(missing)} are not on record for each month"] if missing else [])])


def stock(stores: Released) -> str:
    """``115 kits are on hand; 39 of them expire within 90 days``."""
    on_hand = cell_at(stores, -1, "kits_on_hand")
    if on_hand is None or isinstance(on_hand, str):
        return f"There is {NO_RECORD} of kits on hand"
    said = f"{_capital(amount(on_hand, KITS))} {are(on_hand)} on hand"
    soon = [name for name in stores.frame.columns if str(name).startswith("expiring_")][:1]
    for column in soon:
        number = cell_at(stores, -1, str(column))
        if number is not None and not isinstance(number, str):
            expire = "expires" if number == 1 else "expire"
            days = str(column).removeprefix("expiring_")
            said += f"; {'none' if number == 0 else f'{number:,}'} of them {expire} within {days} days"
    return said


def reported(reports: Released, month: Period) -> str:
    """``Example Ambulance has not reported October 2026 yet``; of several how many."""
    missing = [
        str(name)
        for name, has in zip(reports.frame["agency"], reports.frame["has_reported"], strict=True)
        if has == NOT_YET
    ]
    if reports.frame.empty:
        return f"Nobody was expected to report {month}"
    if not missing:
        return f"Everybody who was expected to has reported {month}"
    if len(missing) <= MOST_NAMED:
        return f"{joined(missing)} {'has' if len(missing) == 1 else 'have'} not reported {month} yet"
    return f"{len(missing)} of {len(reports.frame)} have not reported {month} yet"


def nothing_of(released: Released) -> str:
    """``Nothing is on record from November 2024 to October 2026 (all 11 member towns).``"""
    period, towns = released.about.period, released.about.towns
    time = f"from {period}" if " to " in period else f"{'up to' if period[:1].isdigit() else 'in'} {period}"
    place = "" if towns == ALL_PLACES else f" ({towns.replace('All ', 'all ', 1)})"
    return f"Nothing is on record {time}{place}."


def source_of(released: Released) -> str:
    """``Source: Kit logs (kit-log).``; of sources of which nothing came, that alone."""
    source = released.about.source
    is_bare = all(part.endswith(NOTHING_LOADED) for part in source.split("; "))
    return f"{source}." if is_bare else f"Source: {source}."


def are(value: int | float) -> str:
    """``is`` for one, ``are`` for none and for several."""
    return "is" if value == 1 else "are"


def _time(trend: Released, place: int) -> str:
    """The name of the span of a row; a month by its whole name."""
    name = str(trend.frame["period"].iloc[place])
    start = pd.Timestamp(trend.frame["period_start"].iloc[place]).date()
    return month_in_words(start) if name == f"{start:%b %Y}" else name


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
