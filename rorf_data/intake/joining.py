"""Several rows of one incident, one for each unit that went, as the one call that they are.

The first row of an incident stays and takes what the others tell: the earliest day, the first known place and agency,
and of each coded field the weightiest value. An incident counts when one of its rows does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rorf_data.intake.canonical import MAIN_DATES, STORED_FIELDS, Form
from rorf_data.intake.cells import Column, Flags, Objects, as_objects, is_there
from rorf_data.intake.check import Verdicts
from rorf_data.intake.identify import BETWEEN, own_parts
from rorf_data.intake.placing import Placed
from rorf_data.intake.sheet import Record
from rorf_data.intake.sources import Source
from rorf_data.intake.texts import tidy
from rorf_data.model import NOT_RECORDED, Issue, Outcome

# Units of one call may be sent before and after midnight; a number that comes back later is another call's.
FURTHEST_APART = timedelta(days=1)

WEIGHTIEST_FIRST = {
    "outcome": ("fatal", "nonfatal", "unknown"),
    "naloxone_given": ("yes", "no", "unknown"),
    "transport": ("transported", "deceased", "refused", "none", "unknown"),
    "kit_left": ("yes", "no", "unknown"),
}

SAME_INCIDENT = "This row is of the same incident as row {} and was counted with it."
OTHER_PLACE = "Another unit of this incident has another place; that of the first row was kept."

Row = tuple[int, Record]


@dataclass(frozen=True, slots=True)
class Units:
    """The columns and places with every incident told by its first row.

    ``why_not``: for each row why it isn't one of the source. ``went_into``: for a row that went into another the number
    of that row, else None. ``in_doubt``: for the first row of an incident whose number another one has too, a
    sentence. ``notes``: what was left out of rows.
    """

    columns: Mapping[str, Column]
    placed: Placed
    why_not: Objects | None
    went_into: Objects | None = None
    in_doubt: Objects | None = None
    notes: list[Issue] = field(default_factory=list)

    def decide(self, verdicts: Verdicts, heading: str) -> None:
        """Refuse the rows that aren't of the source, set those aside that went into another, and hold those in
        doubt.
        """
        if self.why_not is not None:
            verdicts.decide(is_there(self.why_not), Outcome.REFUSED, "", self.why_not)
        if self.went_into is not None and self.in_doubt is not None:
            sentences = [row and SAME_INCIDENT.format(row) for row in self.went_into]
            verdicts.decide(is_there(self.went_into), Outcome.NOTED, "", as_objects(sentences))
            verdicts.decide(is_there(self.in_doubt), Outcome.HELD, heading, self.in_doubt)


def is_joined(issue: Issue) -> bool:
    """Whether a note says of a row only that it went into another of its incident."""
    return issue.outcome is Outcome.NOTED and issue.problem.startswith(SAME_INCIDENT.partition("{")[0])


def join_units(
    columns: Mapping[str, Column],
    placed: Placed,
    identity: list[Objects],
    source: Source,
    *,
    why_not: Objects | None,
    is_open: Flags,
    numbers: npt.NDArray[np.int64],
) -> Units:
    """The rows of a chunk with those of one incident joined; as they were where the source's rows are each a record.

    ``identity``: the raw identifiers. ``is_open``: rows that may be joined; of these only those with an identifier, a
    day and nothing that they would be refused for are. Numbers that lie more than a day apart are different incidents.
    """
    if not source.one_record or not identity:
        return Units(columns, placed, why_not)
    joining = _Joining(columns, placed, source, numbers, why_not)
    for rows in _same_number(columns, placed, identity, source, is_open):
        joining.join(rows)
    return joining.units()


def chunks_of(
    open_rows: Callable[[], Iterator[Row]], size: int, identity: Sequence[int], source: Source
) -> Iterator[list[Row]]:
    """The rows in chunks of ``size``, at least one chunk.

    Where several rows are one record, those of an identifier come in one chunk: the earlier ones wait for the last of
    them, so a chunk may be larger and its rows may come after later ones. Such a file of more than one chunk is read
    twice.
    """
    below = open_rows()
    chunk = list(islice(below, size))
    if not source.one_record or not identity or len(chunk) < size:
        yield chunk
        while chunk := list(islice(below, size)):
            yield chunk
        return
    last_rows = {_identifier(cells, identity): row for row, cells in open_rows()} | {"": 0}
    waiting: list[Row] = []
    while chunk:
        rows, reached = waiting + chunk, chunk[-1][0]
        is_over = [last_rows[_identifier(cells, identity)] <= reached for _, cells in rows]
        waiting = [row for row, over in zip(rows, is_over, strict=True) if not over]
        yield [row for row, over in zip(rows, is_over, strict=True) if over]
        chunk = list(islice(below, size))


def _identifier(cells: Record, positions: Sequence[int]) -> str:
    """What tells incidents apart, empty where a row has no such number."""
    parts = [tidy(cells[p]).upper() if p < len(cells) else "" for p in positions]
    return BETWEEN.join(parts) if all(parts) else ""


def _same_number(
    columns: Mapping[str, Column], placed: Placed, identity: list[Objects], source: Source, is_open: Flags
) -> Iterator[list[int]]:
    """The rows of each number that several usable rows have, in the file's order."""
    parts, is_own = own_parts(columns, identity, source)
    usable = is_open & is_own & columns[MAIN_DATES[source.feed]].is_known & ~placed.columns["place"].has_problem
    for name, form in STORED_FIELDS[source.feed].items():
        usable &= ~columns[name].has_problem if form is not Form.WORD else True
    rows = np.flatnonzero(usable)
    codes, distinct = pd.factorize(as_objects([*map(BETWEEN.join, zip(*(part[rows] for part in parts), strict=True))]))
    several = np.bincount(codes, minlength=len(distinct)) > 1
    found: dict[int, list[int]] = {}
    for row, code in zip(rows[several[codes]], codes[several[codes]], strict=True):
        found.setdefault(int(code), []).append(int(row))
    yield from found.values()


class _Joining:
    """What the first rows of incidents have taken so far."""

    def __init__(
        self,
        columns: Mapping[str, Column],
        placed: Placed,
        source: Source,
        numbers: npt.NDArray[np.int64],
        why_not: Objects | None,
    ) -> None:
        self._columns, self._placed, self._numbers = columns, placed, numbers
        self._day = MAIN_DATES[source.feed]
        self._fields = tuple(STORED_FIELDS[source.feed])
        self._why_not = None if why_not is None else why_not.copy()
        self._taken: dict[str, dict[int, Any]] = {name: {} for name in self._fields}
        self._places: dict[int, int] = {}
        self._went_into, self._in_doubt = (np.full(len(numbers), None, dtype=object) for _ in range(2))
        self._notes: list[Issue] = []

    def join(self, rows: Sequence[int]) -> None:
        """Join the rows of one number, those that count or belong to one that does."""
        first_of_year: dict[int, int] = {}
        for incident in filter(self._counts, self._incidents(rows)):
            first, day = incident[0], min(self._days(incident))
            self._join_incident(incident, day)
            if (before := first_of_year.setdefault(day.year, first)) != first:
                self._in_doubt[first] = (
                    f"This row has the same number as row {self._numbers[before]}, but is of another day; please check "
                    "which number is right."
                )

    def units(self) -> Units:
        """The columns and places as they are now."""
        columns = {**self._columns}
        for name, taken in self._taken.items():
            columns[name] = columns[name].with_values(taken)
        return Units(columns, self._moved(), self._why_not, self._went_into, self._in_doubt, self._notes)

    def _incidents(self, rows: Sequence[int]) -> list[list[int]]:
        """The rows of one number as incidents, each in the file's order."""
        found: list[list[int]] = []
        before = date.min
        for row, day in sorted(zip(rows, self._days(rows), strict=True), key=lambda pair: (pair[1], pair[0])):
            if not found or day - before > FURTHEST_APART:
                found.append([])
            found[-1].append(row)
            before = day
        return sorted(map(sorted, found))

    def _counts(self, incident: Sequence[int]) -> bool:
        return self._why_not is None or any(self._why_not[row] is None for row in incident)

    def _days(self, rows: Sequence[int]) -> list[date]:
        return [self._columns[self._day].values[row] for row in rows]

    def _join_incident(self, incident: Sequence[int], day: date) -> None:
        first, others = incident[0], incident[1:]
        if self._why_not is not None:
            self._why_not[list(incident)] = None
        for row in others:
            self._went_into[row] = int(self._numbers[first])
        for name in self._fields:
            values = [self._columns[name].values[row] for row in incident]
            taken = day if name == self._day else _weightiest(name, values)
            if taken != values[0]:
                self._taken[name][first] = taken
        self._take_place(incident)

    def _take_place(self, incident: Sequence[int]) -> None:
        """Give the first row the first place that is known, or the first that a person must decide on."""
        areas = [self._placed.area[row] for row in incident]
        best = min(
            range(len(areas)), key=lambda n: (areas[n] is None or areas[n] == NOT_RECORDED, areas[n] is not None)
        )
        if best:
            self._places[incident[0]] = incident[best]
        if len(set(areas) - {None, NOT_RECORDED}) > 1:
            self._notes.append(Issue(int(self._numbers[incident[0]]), "", OTHER_PLACE, Outcome.NOTED))

    def _moved(self) -> Placed:
        rows = np.arange(len(self._numbers))
        rows[list(self._places)] = list(self._places.values())
        placed = self._placed
        columns = {name: column.taken(rows) for name, column in placed.columns.items()}
        return replace(
            placed,
            area=placed.area[rows],
            place_name=placed.place_name[rows],
            reasons=placed.reasons[rows],
            candidates=placed.candidates[rows],
            written=placed.written[rows],
            columns=columns,
        )


def _weightiest(name: str, values: Sequence[Any]) -> Any:
    """The value of the greatest weight, or the first that is known where they weigh the same."""
    known = [value for value in values if value is not None]
    order = WEIGHTIEST_FIRST.get(name)
    return min(known, key=order.index) if order and known else next(iter(known), None)
