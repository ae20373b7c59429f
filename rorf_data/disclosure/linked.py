"""The counts of one measure that hang together: every place and every span of time, joined by their sums.

Whoever knows some of them can reckon others. So what may be shown is decided for all of them at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from rorf_data.model import Grain, Period, add_months, end_of, start_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

GRAINS: Final = (Grain.MONTH, Grain.QUARTER, Grain.YEAR, Grain.FISCAL_YEAR)


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One number that could be shown: a place (the code of an area, or the name of a group of them) in whole months."""

    place: str
    span: Period


@dataclass(frozen=True, eq=False)
class Before:
    """The counts as they were when something of them was last shared, in the same shape, and their ceilings then.

    None is above what it is now: what was put right downwards since is taken off both. ``on_record`` is as it was then.
    """

    counts: Counts
    on_record: Flags
    ceilings: Counts | None = None


@dataclass(frozen=True, eq=False)
class Linked:
    """The counts of one measure by area (rows) and month (columns, consecutive), and every sum of them that is shown.

    ``on_record`` says of each month whether it is on record; a span that holds another has no cell. ``groups`` are
    areas that are summed under a name, such as the member towns; of the ``unpublished`` areas nothing is shown but
    in groups. ``ceilings`` are counts that everybody may know and that none of these can exceed, such as all kits left
    for those left at an overdose scene. ``cells`` are those of every area and group by month, quarter, calendar year
    and fiscal year, and the ``further`` ones; a span that the months begin or end within has none. ``alone`` are the
    places that are one town. ``before`` is what whoever has the files of an earlier time has seen of.
    """

    areas: tuple[str, ...]
    months: tuple[date, ...]
    counts: Counts
    on_record: Flags
    groups: Mapping[str, tuple[str, ...]]
    unpublished: frozenset[str] = field(default_factory=frozenset)
    ceilings: Counts | None = None
    further: tuple[Cell, ...] = ()
    alone: frozenset[str] = field(default_factory=frozenset)
    before: Before | None = None

    def __post_init__(self) -> None:
        if self.counts.shape != (len(self.areas), len(self.months)) or (self.counts < 0).any():
            raise ValueError("there is one count for each area and month, and none is below 0")
        if self.ceilings is not None and (
            self.ceilings.shape != self.counts.shape or (self.ceilings < self.counts).any()
        ):
            raise ValueError("there is one ceiling for each count, and none is below it")

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell, the areas first and then the groups, each from the shortest spans to the longest."""
        areas = (area for area in self.areas if area not in self.unpublished)
        usual = (Cell(place, span) for place in (*areas, *self.groups) for span in self.spans)
        return tuple(
            dict.fromkeys((*usual, *(cell for cell in self.further if self._known.issuperset(cell.span.months()))))
        )

    @cached_property
    def spans(self) -> tuple[Period, ...]:
        """The spans that lie wholly within the months and on record, shortest first."""
        found: dict[Period, None] = {}
        for grain in GRAINS:
            for start in dict.fromkeys(start_of(grain, month) for month in self.months):
                span = Period(start, end_of(grain, start))
                if self._known.issuperset(span.months()):
                    found[span] = None
        return tuple(found)

    @cached_property
    def _known(self) -> frozenset[date]:
        """The months on record."""
        return frozenset(month for month, is_known in zip(self.months, self.on_record, strict=True) if is_known)

    @cached_property
    def parts(self) -> csr_array:
        """One row for each cell: 1 for each of the ``unknowns`` that it sums."""
        from scipy.sparse import csr_array  # slow to import; only who decides what is shown waits for it

        parts = np.array([self.part_of(cell) for cell in self.cells], dtype=np.float64)
        own = parts.reshape(len(self.cells), self.counts.size)
        return csr_array(own if self.before is None else np.hstack([own, own]))

    @cached_property
    def lengths(self) -> Counts:
        """How many months each cell spans."""
        span_lengths = {span: len([*span.months()]) for span in {cell.span for cell in self.cells}}
        return np.array([span_lengths[cell.span] for cell in self.cells], dtype=np.int64)

    @cached_property
    def totals(self) -> Counts:
        """The true number of each cell."""
        totals: Counts = (self.parts @ self.unknowns).astype(np.int64)
        return totals

    @cached_property
    def unknowns(self) -> Counts:
        """What nobody outside knows: the counts by area and month, in rows one after the other.

        With an earlier time these are the counts of then, and after them what came later to each: whoever compares
        the files of two months takes it that records come late, and seldom that they go.
        """
        if self.before is None:
            return self.counts.ravel()
        return np.concatenate([self.before.counts.ravel(), (self.counts - self.before.counts).ravel()])

    @cached_property
    def limits(self) -> npt.NDArray[np.float64]:
        """What everybody knows that each unknown can't exceed, or infinity."""
        now = np.full(self.counts.shape, np.inf) if self.ceilings is None else self.ceilings.astype(np.float64)
        if self.before is None:
            return now.ravel()
        then = np.full(now.shape, np.inf) if self.before.ceilings is None else self.before.ceilings.astype(np.float64)
        grown = (self.counts - self.before.counts).astype(np.float64)
        # A row can be put right without a new one, and so a part grow where the whole does not.
        later = now if self.before.ceilings is None else np.maximum(now - then, grown)
        return np.concatenate([np.where(self.before.on_record, then, 0).ravel(), later.ravel()])

    @cached_property
    def most(self) -> npt.NDArray[np.float64]:
        """What each cell can't exceed: the sum of its ceilings, or infinity."""
        if self.ceilings is None:
            return np.full(len(self.cells), np.inf)
        most: npt.NDArray[np.float64] = self.parts[:, : self.counts.size] @ self.ceilings.ravel().astype(np.float64)
        return most

    def is_recent_town(self, cell: Cell, months: int) -> bool:
        """Whether the cell is of one town and ended within so many of the newest months; not where there is none in
        several towns together, which says the same of each of them.
        """
        if cell.place not in self.alone or not months or cell.span.last < add_months(max(self._known), 1 - months):
            return False
        rows = set(self.groups.get(cell.place, (cell.place,)))
        return not any(rows <= empty for empty in self._without_any.get(cell.span, ()))

    @cached_property
    def _without_any(self) -> Mapping[Period, Sequence[frozenset[str]]]:
        """For each span the groups of several towns in which there is none."""
        found: dict[Period, list[frozenset[str]]] = {}
        for cell, total in zip(self.cells, self.totals, strict=True):
            if not total and cell.place in self.groups and cell.place not in self.alone:
                found.setdefault(cell.span, []).append(frozenset(self.groups[cell.place]))
        return found

    def part_of(self, cell: Cell) -> Flags:
        """Which counts by area and month a cell sums, in one row."""
        areas = set(self.groups.get(cell.place, (cell.place,)))
        is_place = np.array([area in areas for area in self.areas])
        is_time = np.array([cell.span.first <= month <= cell.span.last for month in self.months])
        part: Flags = np.outer(is_place, is_time).ravel()
        return part


def linked(
    counts: Mapping[str, Sequence[int]],
    months: Sequence[date],
    groups: Mapping[str, Sequence[str]],
    on_record: Sequence[bool] | None = None,
    *,
    unpublished: Collection[str] = (),
    ceilings: Mapping[str, Sequence[int]] | None = None,
    further: Sequence[Cell] = (),
    alone: Collection[str] = (),
) -> Linked:
    """The counts of each area by month, with their groups; every month is on record unless it is said.

    ``ValueError`` where there aren't as many counts as months, or one is below 0.
    """
    known = np.ones(len(months), dtype=np.bool_) if on_record is None else np.array(on_record, dtype=np.bool_)
    named = {name: tuple(places) for name, places in groups.items()}
    most = None if ceilings is None else _table([ceilings[area] for area in counts])
    return Linked(
        tuple(counts),
        tuple(months),
        _table(counts.values()),
        known,
        named,
        frozenset(unpublished),
        most,
        tuple(further),
        frozenset(alone),
    )


def is_same(now: Linked, then: Linked) -> bool:
    """Whether nothing has changed: neither a count nor what is on record, nor what the counts can't exceed."""
    pairs = ((now.counts, then.counts), (now.on_record, then.on_record), (now.ceilings, then.ceilings))
    return all(np.array_equal(one, other) for one, other in pairs if one is not None and other is not None)


def before_now(now: Linked, then: Linked) -> Before:
    """The counts of an earlier time beside those of now, in the same areas and months."""
    ceilings = None
    if now.ceilings is not None and then.ceilings is not None:
        ceilings = np.minimum(now.ceilings, then.ceilings)
    on_record = np.broadcast_to(then.on_record, now.counts.shape)
    return Before(np.minimum(now.counts, then.counts), on_record, ceilings)


def _table(rows: Collection[Sequence[int]]) -> Counts:
    return np.array([list(row) for row in rows], dtype=np.int64).reshape(len(rows), -1)
