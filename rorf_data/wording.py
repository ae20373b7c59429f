"""How a number, a month or a whole series is said in words: for hovers, labels and the alt text of pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

import pandas as pd

from rorf_data.disclosure.release import Description, Released

Number = int | float | None
"""A value of a frame as pictures use it: None where there is no record."""

NO_RECORD = "no record"
HIDDEN: Final = "hidden"
"""What stands for a number that may not be told; it is neither 0 nor "no record"."""

Cell = int | float | Literal["hidden"] | None
"""A cell of a frame as words use it: a number, None where there is no record, or that it is hidden."""

_NOUNS = {
    "total_kits": ("kit", "kits"),
    "total_doses": ("dose", "doses"),
    "kits_12_months": ("kit in 12 months", "kits in 12 months"),
    "kits_per_1000": ("kits per 1,000 residents",) * 2,
    "kits_per_call": ("kits per overdose call",) * 2,
    "smoothed_per_1000": ("visits per 1,000 residents, smoothed",) * 2,
    "total_distributions": ("visit", "visits"),
    "total_requests": ("request", "requests"),
    "total_delivered": ("delivered request", "delivered requests"),
    "requests_waiting": ("request waiting", "requests waiting"),
    "total_calls": ("overdose call", "overdose calls"),
    "calls_12_months": ("overdose call in 12 months", "overdose calls in 12 months"),
    "naloxone_calls": ("overdose call with naloxone given", "overdose calls with naloxone given"),
    "fatal_calls": ("fatal overdose call", "fatal overdose calls"),
    "nonfatal_calls": ("nonfatal overdose call", "nonfatal overdose calls"),
    "unknown_outcome_calls": ("overdose call with unknown outcome", "overdose calls with unknown outcome"),
    "kit_left_calls": ("call with a kit left", "calls with a kit left"),
    "kit_refused_calls": ("call with a kit refused", "calls with a kit refused"),
    "no_kit_recorded_calls": ("call with no kit recorded", "calls with no kit recorded"),
    "unknown_kit_calls": ("call not linked to kits", "calls not linked to kits"),
    "eligible_calls": ("eligible call", "eligible calls"),
    "total_deaths": ("death", "deaths"),
    "opioid_deaths": ("death with any opioid", "deaths with any opioid"),
    "median_days": ("day", "days"),
    "p90_days": ("day", "days"),
    "days_waiting": ("day", "days"),
    "population": ("resident", "residents"),
    "new_kits": ("new kit", "new kits"),
    "kits_with_new": ("kit with the new", "kits with the new"),
    "planning_kits": ("kit a year by the planning figure", "kits a year by the planning figure"),
    "kits_per_100000": ("kits per 100,000 residents a year",) * 2,
}
_DECIMALS = {
    "kits_per_1000": 1,
    "smoothed_per_1000": 1,
    "kits_per_call": 2,
    "visits_per_call": 2,
    "median_days": 1,
    "p90_days": 1,
}
_MOST_NAMED = 3
_LONGEST_IN_SECONDS, _LONGEST_IN_MINUTES = 90, 90


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one set of bars in words: a name for each value, and whether adding the values means anything."""

    column: str
    names: Sequence[str]
    values: Sequence[Cell]
    is_summed: bool = True


def counted(value: Cell, column: str) -> str:
    """``3 kits``, ``1 kit``, ``1.3 kits per 1,000 residents``, ``no record`` or ``hidden``."""
    if value is None or isinstance(value, str):
        return value or NO_RECORD
    written = number_in_words(value, column)
    one, many = _NOUNS.get(column, ("", ""))
    return f"{written} {one if written == '1' else many}".strip()


def number_in_words(value: int | float, column: str) -> str:
    """A number with thousands set apart and as many decimals as its measure bears; whole days without ``.0``."""
    written = f"{value:,.{decimals_of(column)}f}"
    if column.endswith("_days"):
        return written.removesuffix(".0")
    return written


def decimals_of(column: str) -> int:
    """How many decimals the numbers of a column are shown with; 0 for a count."""
    return _DECIMALS.get(column, 0)


def month_in_words(month: date) -> str:
    """``March 2026``."""
    return f"{month:%B %Y}"


def rows_in_words(count: int) -> str:
    """``1 row``, ``1,234 rows``."""
    return "1 row" if count == 1 else f"{count:,} rows"


def time_left(rows: int, expected: int, seconds: float) -> str:
    """How long it will take until ``expected`` rows are read, from the rows read in the seconds so far.

    Empty before the first row. Where more rows came than were expected, nobody knows how many are left: it says so.
    """
    if rows <= 0 or seconds <= 0:
        return ""
    if rows >= expected:
        return "nearly done"
    left = math.ceil((expected - rows) * seconds / rows)
    if left < _LONGEST_IN_SECONDS:
        return f"{left} {'second' if left == 1 else 'seconds'} left"
    minutes = math.ceil(left / 60)
    if minutes < _LONGEST_IN_MINUTES:
        return f"{minutes} minutes left"
    return f"about {round(minutes / 60)} hours left"


def progress_in_words(rows: int, expected: int, seconds: float) -> str:
    """``123,000 of about 1,000,000 rows, 12 seconds left``."""
    of = f"{rows:,} of about {expected:,} rows" if rows < expected else f"{rows_in_words(rows)}"
    left = time_left(rows, expected, seconds)
    return f"{of}, {left}" if left else of


def opening(about: Description, form: str, *, title: str) -> str:
    """The first sentence of an alt text: what, when, where, and in which form it is drawn."""
    return f"{title}, {about.period}, {about.towns}: {form}."


def total_in_words(values: Sequence[Cell], column: str) -> str:
    """What the values come to, ``14 kits``; a total of which anything is hidden is not told."""
    if hidden := sum(isinstance(value, str) for value in values):
        return f"{several(column)} hidden in {hidden} of {len(values)}"
    return counted(sum(known_numbers(values)), column)


def several(column: str) -> str:
    """What a column counts, in the plural: ``overdose calls``."""
    return _NOUNS.get(column, ("", "numbers"))[1]


def known_numbers(values: Sequence[Cell]) -> list[int | float]:
    """The values that are there and told."""
    return [value for value in values if value is not None and not isinstance(value, str)]


def extremes(series: Series) -> str:
    """Highest, lowest, total (where adding means anything) and what has no record, as two to four short sentences.

    Where anything is hidden, the highest and the lowest are those shown, and there is no total.
    """
    pairs = list(zip(series.names, series.values, strict=True))
    known = [(name, value) for name, value in pairs if value is not None and not isinstance(value, str)]
    missing = [name for name, value in pairs if value is None]
    hidden = [name for name, value in pairs if isinstance(value, str)]
    if not known and not hidden:
        return "There is no record to show."
    sentences = [f"Hidden in {len(hidden)} of {len(pairs)}: {some_of(hidden)}."] if hidden else []
    if known:
        sentences.append(_highest_and_lowest(known, series.column, shown=" shown" if hidden else ""))
    if series.is_summed and not hidden:
        sentences.append(f"Total: {counted(sum(value for _, value in known), series.column)}.")
    if missing:
        sentences.append(f"No record: {some_of(missing)}.")
    return " ".join(sentences)


def some_of(names: Sequence[str]) -> str:
    """Up to three names joined with "and"; of more, the first two and how many others."""
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[: _MOST_NAMED - 1])} and {len(names) - _MOST_NAMED + 1} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))


def plain_number(value: object) -> Number:
    """A cell of a frame as an int or a float; None where it is ``<NA>``."""
    if value is None or value is pd.NA or value != value:
        return None
    number = float(value)  # type: ignore[arg-type]  # a cell of a number column: int, float or a NumPy scalar
    return int(number) if number.is_integer() else number


def plain_cell(value: object) -> Cell:
    """A cell of :func:`rows_of` as an int or a float, as hidden, or None where it is missing."""
    return HIDDEN if isinstance(value, str) and value == HIDDEN else plain_number(value)


def rows_of(released: Released) -> list[dict[str, Any]]:
    """The rows of a frame, in their order; what is hidden reads so."""
    rows = [{str(name): cell for name, cell in row.items()} for row in released.frame.to_dict("records")]
    for column in map(str, released.frame.columns):
        for row, is_hidden in zip(rows, released.is_hidden(column), strict=True):
            if is_hidden:
                row[column] = HIDDEN
    return rows


def _highest_and_lowest(known: Sequence[tuple[str, int | float]], column: str, *, shown: str) -> str:
    values = [value for _, value in known]
    high, low = max(values), min(values)
    if high == low:
        among = "shown" if shown else "with a record"
        subject = known[0][0] if len(known) == 1 else f"each of {len(known)} {among}"
        return f"{subject[0].upper()}{subject[1:]}: {counted(high, column)}."
    highest = some_of([name for name, value in known if value == high])
    lowest = some_of([name for name, value in known if value == low])
    return f"Highest{shown}: {counted(high, column)} ({highest}). Lowest{shown}: {counted(low, column)} ({lowest})."
