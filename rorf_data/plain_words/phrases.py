"""The parts that sentences are put together from: amounts, times, places, answers, and what is still to come in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeGuard

from rorf_data.disclosure.release import Released
from rorf_data.wording import HIDDEN, NO_RECORD, Cell, month_in_words, number_in_words, plain_cell, rows_of

Row = dict[str, Any]
Nouns = tuple[str, str]
"""One of them, and several."""

KITS: Nouns = ("kit", "kits")
VISITS: Nouns = ("visit at which kits were left", "visits at which kits were left")
CALLS: Nouns = ("overdose call", "overdose calls")
REQUESTS: Nouns = ("request", "requests")

NOT_COMPARED = "nothing to compare with"
NOT_TOLD = "not compared"
ALL_PLACES = "All places on record"
_MOST_NAMED = 3
_RISE = "may rise"
_EXPECTED = ("that is expected", "that are expected")
_GAPS = "are on record for"


def value_of(released: Released, measure: str) -> Cell:
    """The value beside the name of a measure; None where it is missing, or the frame has no such row."""
    found = [row["value"] for row in rows_of(released) if row["measure"] == measure]
    return plain_cell(found[0]) if found else None


def has(released: Released | None, *columns: str) -> TypeGuard[Released]:
    """Whether there is such a frame with these columns; what stayed inside the programme is not there."""
    return released is not None and all(column in released.frame for column in columns)


def not_shown(what: str) -> str:
    """``the number of kits left can't be shown``."""
    return f"the number of {what} can't be shown"


def none_or(value: Cell) -> str:
    """``none``, ``1,234``, ``a hidden number``."""
    if value is None or isinstance(value, str):
        return NO_RECORD if value is None else "a hidden number"
    return "none" if value == 0 else f"{value:,}"


def amount(value: int | float, nouns: Nouns) -> str:
    """``no kits``, ``1 kit``, ``1,234 kits``."""
    one, many = nouns
    if value == 0:
        return f"no {many}"
    return f"{value:,} {one if value == 1 else many}"


def were(value: int | float) -> str:
    """``was`` for one, ``were`` for none and for several."""
    return "was" if value == 1 else "were"


def days(value: int | float) -> str:
    """``1 day``, ``5 days``, ``4.5 days``."""
    written = number_in_words(value, "median_days")
    return f"{written} {'day' if written == '1' else 'days'}"


def dollars(value: int | float) -> str:
    """``$1,234.50``; whole dollars without cents."""
    return f"${value:,.2f}".removesuffix(".00")


def during(released: Released) -> str:
    """``In October 2026``, ``From May 2026 to October 2026``, ``On 3 May 2026``: how a sentence begins."""
    period = released.about.period
    if " to " in period:
        return f"From {period}"
    return f"{'On' if period[:1].isdigit() else 'In'} {period}"


def among(released: Released) -> str:
    """``in all 11 member towns``, ``in Kent and Warren``, ``in the chosen towns`` where they are many."""
    towns = released.about.towns
    if towns == ALL_PLACES or towns.startswith("All "):
        return f"in all {towns.removeprefix('All ')}"
    names = re.split(", | and ", towns)
    return f"in {joined(names)}" if len(names) <= _MOST_NAMED else "in the chosen towns"


def joined(names: Sequence[str]) -> str:
    """``Kent``, ``Kent and Warren``, ``Kent, Sharon and Warren``."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def is_missing(cell: object) -> bool:
    """Whether nothing stands in a cell of words."""
    return not isinstance(cell, str) or not cell


def is_hidden(cell: object) -> bool:
    """Whether a cell of words or a number reads "hidden"."""
    return isinstance(cell, str) and cell == HIDDEN


def answer(cell: object) -> str:
    """The bare answer of a comparison, without the counts it would take; empty where there is none."""
    said = "" if is_missing(cell) else str(cell).partition(":")[0]
    return "" if said == NOT_COMPARED else said


def against(before: Cell, cell: object, *, time: str, judged_by: str = "") -> str:
    """What follows a figure: the one of another time, and the answer that stands beside the two.

    ``; against 13 in the same month a year before, that is too few to say``.
    """
    if before is None:
        return f"; {time} has {NO_RECORD}"
    if isinstance(before, str):
        return f"; that of {time} can't be shown"
    said = answer(cell)
    if said == HIDDEN:
        return f"; against {before:,} in {time}"
    if not said:
        return f"; {time} had {before:,}, and the two are not compared"
    return f"; against {before:,} in {time}, that is {said}{f' (judged by {judged_by})' if judged_by else ''}"


def answers_by_name(rows: Sequence[Row], *, name: str, column: str) -> str:
    """Every answer with those that have it: ``up in Kent; too few to say in the other towns``.

    The answer that most have comes last. A single row has its answer alone. Answers that are hidden aren't said.
    """
    if hidden := [str(row[name]) for row in rows if is_hidden(row[column])]:
        told = [row for row in rows if not is_hidden(row[column])]
        left = joined(hidden) if len(hidden) <= _MOST_NAMED else f"{len(hidden)} towns"
        answers = [f"{answers_by_name([row], name=name, column=column)} in {row[name]}" for row in told]
        return "; ".join([*answers, f"{HIDDEN} for {left}"]) if told else "they can't be shown"
    groups: dict[str, list[str]] = {}
    for row in rows:
        said = answer(row[column]) or (NOT_TOLD if not is_missing(row[column]) else NO_RECORD)
        groups.setdefault(said, []).append(str(row[name]))
    *few, (most, names) = sorted(groups.items(), key=lambda group: len(group[1]))
    if len(rows) == 1:
        return most
    if not few and most == NOT_TOLD:
        return "no town is compared"
    if not few:
        return f"{most} in {joined(names) if len(names) <= _MOST_NAMED else 'each of the towns'}"
    rest = joined(names) if len(names) <= _MOST_NAMED else "the other towns"
    return "; ".join([*(f"{said} in {joined(own)}" for said, own in few), f"{most} in {rest}"])


def names_where(rows: Iterable[Row], column: str, value: Cell, *, name: str = "town") -> list[str]:
    """The names of the rows in which this value stands; with None or "hidden", of those that have none to tell."""
    return [str(row[name]) for row in rows if plain_cell(row[column]) == value]


def cells_of(rows: Iterable[Row], column: str) -> list[Cell]:
    """What stands in a column of these rows."""
    return [plain_cell(row[column]) for row in rows]


def still_to_come(*given: Released | None) -> tuple[str, ...]:
    """One sentence where reports are missing, months are provisional or have no record; else nothing."""
    frames = [released for released in given if released is not None]
    notes = [note for one in frames for note in (*one.about.notes, *one.about.inside_notes)]
    months = sorted({one.month for released in frames for one in released.about.provisional})
    reasons = []
    if any(words in note for note in notes for words in _EXPECTED):
        reasons.append("some reports are missing")
    if months:
        named = joined([month_in_words(month) for month in months]) if len(months) <= _MOST_NAMED else "some months"
        reasons.append(f"{named} {'is' if len(months) == 1 else 'are'} provisional")
    if any(_GAPS in note for note in notes):
        reasons.append("some months have no record")
    if not reasons:
        return ()
    may_rise = bool(months) or any(_RISE in note for note in notes)
    said = f"{joined(reasons)}{'; the figures may rise' if may_rise else ''}."
    return (capital(said),)


def capital(sentence: str) -> str:
    """The sentence with a capital letter at its beginning."""
    return sentence[:1].upper() + sentence[1:]
