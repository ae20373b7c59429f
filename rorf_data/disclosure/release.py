"""The one road: nothing is drawn, written or shown that did not come through :func:`release`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from rorf_data.disclosure.over_time import DatedEvent, Provisional, events_in_words, provisional_in_words
from rorf_data.model import Audience

__all__ = ["DatedEvent", "Description", "Provisional", "Released", "release"]

_KEY = object()

EMPTY_CELLS = "no record there, which is not 0, or nothing to measure; 0 means that there were none."


@dataclass(frozen=True, slots=True)
class Description:
    """What a frame shows, in words that travel with every figure and file made from it.

    ``labels`` gives each column its heading with the unit in it; columns without a label are not shown to people.
    ``population`` names source and year of the residents counted, wherever a rate is. ``events`` happened within the
    period; ``provisional`` are the months of the period that more records are still expected for. What
    ``is_for_screen_only`` is never made a file of.
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

    def said_of_time(self) -> dict[str, str]:
        """The dated events and the provisional months of the period, each in one line where there are any."""
        said = {
            "Dated events": events_in_words(self.events),
            "Provisional": provisional_in_words(self.provisional),
        }
        return {name: line for name, line in said.items() if line}


@dataclass(frozen=True, slots=True)
class Released:
    """A frame that may be shown to its audience, with its description. Only :func:`release` makes one."""

    frame: pd.DataFrame
    about: Description
    audience: Audience
    _key: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._key is not _KEY:
            raise ValueError("a Released comes from release() and from nowhere else")

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
        if bool(self.frame.isna().to_numpy().any()):
            facts["Empty cells"] = EMPTY_CELLS
        if self.about.population:
            facts["Population"] = self.about.population
        if self.about.is_sample:
            facts["Invented"] = "These figures are invented sample data."
        facts |= self.about.said_of_time()
        if self.about.notes:
            facts["Notes"] = " ".join(self.about.notes)
        return facts


def release(frame: pd.DataFrame, about: Description, audience: Audience) -> Released:
    """The frame as this audience may see it.

    Grain and units are the frame's own. Columns without a label are left out. Counts pass unchanged until the
    protection of small counts is built; it belongs here and nowhere else.
    """
    without = [column for column in frame.columns if column not in about.labels]
    shown = frame.drop(columns=without) if without else frame
    return Released(shown.reset_index(drop=True), about, audience, _KEY)
