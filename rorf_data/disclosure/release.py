"""The one road: nothing is drawn, written or shown that did not come through :func:`release`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from rorf_data.disclosure.asked import Asked
from rorf_data.disclosure.over_time import DatedEvent, Provisional, events_in_words, provisional_in_words
from rorf_data.disclosure.rests import Rests
from rorf_data.model import Audience

__all__ = ["DatedEvent", "Description", "Provisional", "Released", "release", "shared"]

_KEY = object()

EMPTY_CELLS = "no record there, which is not 0, or nothing to measure; 0 means that there were none."


@dataclass(frozen=True, slots=True)
class Description:
    """What a frame shows, in words that travel with every figure and file made from it.

    ``labels`` gives each column its heading with the unit in it; columns without a label are not shown to people.
    ``population`` names source and year of the residents counted, wherever a rate is. ``events`` happened within the
    period; ``provisional`` are the months of the period that more records are still expected for. What
    ``is_for_screen_only`` is never made a file of. ``inside_notes`` tell counts of their own, so they never leave the
    programme. ``protection`` says in a sentence what is hidden and why; it is empty for the internal audience.
    ``data_version`` is the number of the newest load that the figures know of, 0 before the first.
    """

    title: str
    period: str
    towns: str
    source: str
    as_of: date
    labels: Mapping[str, str]
    population: str = ""
    notes: tuple[str, ...] = ()
    is_sample: bool = False
    events: tuple[DatedEvent, ...] = ()
    provisional: tuple[Provisional, ...] = ()
    is_for_screen_only: bool = False
    inside_notes: tuple[str, ...] = ()
    protection: str = ""
    data_version: int = 0

    def said_of_time(self) -> dict[str, str]:
        """The dated events and the provisional months of the period, each in one line where there are any."""
        said = {
            "Dated events": events_in_words(self.events),
            "Provisional": provisional_in_words(self.provisional),
        }
        return {name: line for name, line in said.items() if line}


@dataclass(frozen=True, slots=True)
class Released:
    """A frame that may be shown to its audience, with its description; :func:`release` and :func:`shared` make them.

    ``hidden`` says of each cell of the frame whether its value is hidden; the cell itself is missing then. ``rests``
    says what the numbers rest on, and ``asked`` which question they answer (None where only the screen asks it).
    """

    frame: pd.DataFrame
    about: Description
    audience: Audience
    _key: object = field(repr=False, compare=False)
    hidden: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False, compare=False)
    rests: Rests = field(default_factory=dict, repr=False, compare=False)
    asked: Asked | None = None

    def __post_init__(self) -> None:
        if self._key is not _KEY:
            raise ValueError("a Released comes from release() and from nowhere else")

    def is_hidden(self, column: str) -> list[bool]:
        """For each row, whether the value of this column is hidden."""
        return [bool(one) for one in self.hidden[column]] if column in self.hidden else [False] * len(self.frame)

    @property
    def hides_anything(self) -> bool:
        """Whether any cell is hidden."""
        return bool(self.hidden.to_numpy().any())

    def asked_as(self, asked: Asked) -> Released:
        """The same, with the question that it answers."""
        return replace(self, asked=asked)

    def noting(self, notes: Sequence[str]) -> Released:
        """The same with these notes before its own."""
        return replace(self, about=replace(self.about, notes=(*notes, *self.about.notes))) if notes else self

    def facts(self) -> dict[str, str]:
        """Title, period, towns, source, as-of date, number of rows, what an empty cell means (where there is one),
        dated events, provisional months and notes, in the order they are written down.
        """
        facts = {
            "Title": self.about.title,
            "Period": self.about.period,
            "Towns": self.about.towns,
            "Source": self.about.source,
            "As of": self.about.as_of.isoformat(),
            "Rows": str(len(self.frame)),
        }
        if bool(self._is_missing().to_numpy().any()):
            facts["Empty cells"] = EMPTY_CELLS
        if self.about.population:
            facts["Population"] = self.about.population
        if self.about.is_sample:
            facts["Invented"] = "These figures are invented sample data."
        facts |= self.about.said_of_time()
        if self.about.protection:
            facts["Protection"] = self.about.protection
        if notes := (*self.about.notes, *self.about.inside_notes):
            facts["Notes"] = " ".join(notes)
        facts["Data version"] = str(self.about.data_version)
        return facts

    def _is_missing(self) -> pd.DataFrame:
        """Which cells hold nothing, those left aside whose value is hidden."""
        is_missing = self.frame.isna()
        return is_missing & ~self.hidden if len(self.hidden.columns) else is_missing


def release(frame: pd.DataFrame, about: Description, *, rests: Rests | None = None) -> Released:
    """The frame as the internal audience may see it: exact. What leaves the programme goes on through :func:`shared`.

    Grain and units are the frame's own. Columns without a label are left out.
    """
    without = [column for column in frame.columns if column not in about.labels]
    shown = frame.drop(columns=without) if without else frame
    return Released(shown.reset_index(drop=True), about, Audience.INTERNAL, _KEY, rests=rests or {})


def shared(released: Released, frame: pd.DataFrame, hidden: pd.DataFrame, protection: str) -> Released:
    """What may be shown of a released frame to anybody; only :mod:`rorf_data.disclosure.protection` calls it.

    Notes that tell counts of their own stay behind, as do the sums that the numbers rest on.
    """
    kept: dict[str, Any] = {"inside_notes": (), "protection": protection}
    return replace(
        released, frame=frame, about=replace(released.about, **kept), audience=Audience.SHARED, hidden=hidden, rests={}
    )
