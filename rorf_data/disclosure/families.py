"""Which measures are decided on together, and their counts as one linked table.

A *family* is a measure with what is told of it: overdose calls, and the fatal ones among them. Hiding the fatal ones
alone, or the calls alone, would let the one be reckoned from the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rorf_data.disclosure.hiding import Shown
from rorf_data.disclosure.linked import Cell, Linked, linked
from rorf_data.model import Feed, MonthlyTotal

MEMBERS = "members"
"""The name of all member towns together."""

_REST = "rest"


@dataclass(frozen=True, slots=True)
class Family:
    """A measure, the part of it that is told beside it, and what it can't exceed; ``inside`` is never shown.

    The names are those of the store's measures; that of the family is the kind that the settings name.
    """

    name: str
    feed: Feed
    inside: tuple[str, ...] = ()
    part: str = ""
    ceiling: str = ""

    @property
    def shown(self) -> tuple[str, ...]:
        """The measures of which something may be shown."""
        return (self.name, self.part) if self.part else (self.name,)

    @property
    def needed(self) -> tuple[str, ...]:
        """The measures that it takes to decide."""
        return (*self.shown, self.ceiling) if self.ceiling else self.shown


FAMILIES: Final = (
    Family(
        "calls",
        Feed.CALLS,
        part="fatal_calls",
        inside=("nonfatal_calls", "naloxone_calls", "kit_left_calls", "summary_calls"),
    ),
    Family("deaths", Feed.DEATHS, part="opioid_deaths"),
    Family("kits_at_overdose", Feed.DISTRIBUTIONS, ceiling="kits"),
    Family(
        "requests",
        Feed.REQUESTS,
        inside=("kits_requested", "delivered", "closed", "waiting", "summary_requests"),
    ),
)


def linked_counts(
    family: Family,
    monthly: Iterable[MonthlyTotal],
    areas: Sequence[str],
    months: Sequence[date],
    on_record: Iterable[date],
    groups: Mapping[str, Sequence[str]],
    further: Sequence[Cell] = (),
) -> Linked:
    """The family's counts in these areas and consecutive months; ``groups`` name areas that are told together, and
    ``further`` are cells of the whole measure beside those by month, quarter and year.
    """
    counts = _counts(monthly, areas, months)
    known = set(on_record)
    is_known = [month in known for month in months]
    if not family.part:
        ceilings = {area: counts[family.ceiling, area] for area in areas} if family.ceiling else None
        own = {area: counts[family.name, area] for area in areas}
        return linked(own, months, groups, is_known, ceilings=ceilings, further=further, alone=areas)
    parts = {_row(area, family.part): counts[family.part, area] for area in areas}
    rests = {
        _row(area, _REST): [
            whole - part for whole, part in zip(counts[family.name, area], counts[family.part, area], strict=True)
        ]
        for area in areas
    }
    return linked(
        parts | rests,
        months,
        _both(family, areas, groups),
        is_known,
        unpublished=rests,
        further=further,
        alone=[*areas, *parts],
    )


def numbers_by_measure(family: Family, shown: Shown) -> dict[str, dict[Cell, int | None]]:
    """For each measure of the family the cells of areas and groups, with the number of those that are shown."""
    found: dict[str, dict[Cell, int | None]] = {measure: {} for measure in family.shown}
    for cell in shown.linked.cells:
        place, _, measure = cell.place.partition("/")
        found[measure or family.name][Cell(place, cell.span)] = shown.number(cell)
    return found


def cell_of(family: Family, measure: str, cell: Cell) -> Cell:
    """The cell of a measure as it is called in the linked table."""
    return cell if measure == family.name else Cell(_row(cell.place, measure), cell.span)


def _both(family: Family, areas: Sequence[str], groups: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    every = {area: [area] for area in areas} | {name: list(places) for name, places in groups.items()}
    whole = {
        name: [_row(place, part) for place in places for part in (family.part, _REST)] for name, places in every.items()
    }
    parts = {_row(name, family.part): [_row(place, family.part) for place in places] for name, places in groups.items()}
    return whole | parts


def _row(place: str, measure: str) -> str:
    return f"{place}/{measure}"


def _counts(
    monthly: Iterable[MonthlyTotal], areas: Sequence[str], months: Sequence[date]
) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(months))
    column = {month: place for place, month in enumerate(months)}
    wanted = set(areas)
    for one in monthly:
        if one.area in wanted and one.month in column:
            found[one.measure, one.area][column[one.month]] += one.total
    return found
