"""What of each measure may be shown outside the programme, and the frames that are made of it.

A number of a frame is shown only where it is known from cells that were decided to be shown (see
:mod:`rorf_data.disclosure.hiding`): its own, or shorter spans and single places that add up to it. So every frame,
whatever its filters, is a part of one and the same release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import pandas as pd

from rorf_data.disclosure.linked import Cell
from rorf_data.disclosure.release import Description, Released, shared
from rorf_data.disclosure.rests import FREE, RestsOn, Sum
from rorf_data.disclosure.telling import tells_a_number
from rorf_data.errors import DisclosureRefused
from rorf_data.model import Audience, Feed, Period
from rorf_data.policies import Policy


@dataclass(frozen=True)
class Decided:
    """What was decided of one measure: the cells of places by span, with their numbers; None is hidden.

    ``groups``: the areas that each place of several stands for. ``on_record``: the first days of the months that the
    measure is on record for and that were decided on; of ``undecided`` months, such as one not over yet, nothing is
    told, nor of any span that holds one.
    """

    numbers: Mapping[Cell, int | None]
    groups: Mapping[str, frozenset[str]]
    on_record: frozenset[date]
    undecided: frozenset[date] = frozenset()

    def number(self, areas: Sequence[str], span: Period) -> int | None:
        """The sum over these areas and days, as far as on record; None where what is shown doesn't tell it."""
        together = next((name for name, places in self.groups.items() if places == frozenset(areas)), None)
        if together is not None and (number := self._of_place(together, span)) is not None:
            return number
        parts = [self._of_place(area, span) for area in areas]
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None

    def is_on_record(self, span: Period) -> bool:
        """Whether any month of the span is."""
        return not (self.on_record | self.undecided).isdisjoint(span.months())

    def _of_place(self, place: str, span: Period) -> int | None:
        if not span.is_whole_months or not self.undecided.isdisjoint(span.months()):
            return None
        return self._from(place, [month for month in span.months() if month in self.on_record], span.last)

    def _from(self, place: str, months: Sequence[date], last: date) -> int | None:
        """The sum over these months, put together from cells that don't overlap."""
        if not months:
            return 0
        for cell in self._beginning.get((place, months[0]), ()):
            number = self.numbers[cell]
            if number is None or cell.span.last > last:
                continue
            rest = self._from(place, [month for month in months if month > cell.span.last], last)
            if rest is not None:
                return number + rest
        return None

    @cached_property
    def _beginning(self) -> Mapping[tuple[str, date], Sequence[Cell]]:
        """The cells of each place that begin with each month, the longest first."""
        found: dict[tuple[str, date], list[Cell]] = defaultdict(list)
        for cell in sorted(self.numbers, key=lambda cell: cell.span.last, reverse=True):
            found[cell.place, cell.span.first].append(cell)
        return found


@dataclass(frozen=True)
class Protection:
    """Everything that may be shown outside the programme under one policy, of one state of the data.

    ``decided``: the sensitive measures of which something may be shown. ``inside``: those of which nothing may, with
    the reason. Every other measure is free.
    """

    policy: Policy
    decided: Mapping[str, Decided]
    inside: Mapping[str, str]

    def is_known(self, sums: RestsOn) -> bool:
        """Whether a number that rests on these sums may be shown."""
        return sums is not None and all(self._tells(one) for one in sums)

    def is_on_record(self, sums: RestsOn) -> bool:
        """Whether anything that the number rests on is on record, as far as that can be told."""
        return not sums or any(
            one.measure not in self.decided or self.decided[one.measure].is_on_record(one.span) for one in sums
        )

    def is_sensitive(self, feed: Feed | None) -> bool:
        """Whether a count of the feed's records may have to be hidden; their measure has the name of the feed."""
        return feed is None or feed.value in self.decided or feed.value in self.inside

    def number(self, one: Sum) -> int | None:
        """The number of a sensitive sum; None where it is hidden or its measure stays inside."""
        return self.decided[one.measure].number(one.areas, one.span) if one.measure in self.decided else None

    def _tells(self, one: Sum) -> bool:
        if one.measure in self.inside:
            return False
        return one.measure not in self.decided or self.number(one) is not None

    def said(self) -> str:
        """What is hidden and why, in a sentence or two, for every figure and file."""
        low, high = self.policy.must_reach.low, self.policy.must_reach.high
        months = self.policy.zeros_after_months
        none = f"for “none” in a town within the newest {months} months, " if months and low else ""
        return (
            f"“hidden” stands for a number from {low} to {high}, {none}for one from which such a number could be "
            f"worked out, or for one that never leaves the programme, be it on record or not "
            f"(policy “{self.policy.name}”)."
        )


def for_sharing(released: Released, protection: Protection) -> Released:
    """The frame as it may leave the programme: every number that is not known from what may be shown is hidden.

    Columns of which nobody says what they rest on are left out. Rows stand in the order of their
    names and times, because an order by size would tell the sizes. Raises :class:`DisclosureRefused` where no number is
    left to show.
    """
    if released.audience is Audience.SHARED:
        return released
    if why := why_inside(released):
        raise DisclosureRefused(why)
    declared = _declared(released)
    frame = released.frame[declared].copy()
    hidden = pd.DataFrame(False, index=frame.index, columns=frame.columns)
    for column in declared:
        is_hidden = [not protection.is_known(sums) for sums in released.rests[column]]
        hidden[column] = [
            is_one and protection.is_on_record(sums)
            for is_one, sums in zip(is_hidden, released.rests[column], strict=True)
        ]
        frame[column] = frame[column].mask(pd.Series(is_hidden, index=frame.index, dtype=bool))
    told = replace(released, about=_to_share(released.about, protection))
    return shared(told, frame, hidden, protection.said() if _may_hide(released, declared) else "")


def why_inside(released: Released) -> str:
    """Why no form of the frame may leave the programme, in a sentence; empty where one may. It decides nothing."""
    declared = _declared(released)
    if released.audience is Audience.SHARED:
        return ""
    if released.about.is_for_screen_only or not _shows_more_than_names(released, declared, _told(released, declared)):
        return f"“{released.about.title}” stays inside the programme; there is no form of it to share."
    return ""


def _declared(released: Released) -> list[str]:
    """The columns of which it is said what they rest on."""
    return [column for column in released.frame.columns if column in released.rests]


def _told(released: Released, declared: Sequence[str]) -> list[str]:
    """Those of them that rest on sums."""
    return [column for column in declared if any(sums for sums in released.rests[column])]


def _may_hide(released: Released, declared: Sequence[str]) -> bool:
    return any(sums != FREE for column in declared for sums in released.rests[column])


def _shows_more_than_names(released: Released, declared: Sequence[str], told: Sequence[str]) -> bool:
    """Whether more is left than the names beside numbers that stay inside."""
    is_whole = bool(declared) and len(declared) == len(released.frame.columns)
    is_number = (pd.api.types.is_numeric_dtype(released.frame[column]) for column in declared)
    return bool(told) or is_whole or any(is_number)


def _to_share(about: Description, protection: Protection) -> Description:
    """Of sensitive records only the months that are under way or not reported; how late others came tells of them. And
    no event in whose words somebody told a number.
    """
    kept = [one for one in about.provisional if not (one.is_by_lateness and protection.is_sensitive(one.feed))]
    told = [replace(one, expected_share=None) if protection.is_sensitive(one.feed) else one for one in kept]
    events = tuple(event for event in about.events if not tells_a_number(event.words))
    return replace(about, provisional=tuple(told), events=events)
