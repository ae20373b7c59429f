"""Days that look amiss and may be right: before the programme or a source began, or far from all others of a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rorf_data.intake.sources import Source
from rorf_data.settings import Settings

PROGRAMME = "programme"
BEFORE_PROGRAMME = "is before the programme began on"
BEFORE_SOURCE = "is before this source's first day,"
FAR_FROM_OTHERS = "is more than a year away from every other row of this file"
DAYS_IN_DOUBT = (BEFORE_PROGRAMME, BEFORE_SOURCE, FAR_FROM_OTHERS)
"""What the sentences say on rows that count once a person says that their days are right."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Days that a person has said to be right although they are early or far from others: ``every`` one, or some."""

    every: bool = False
    days: frozenset[date] = frozenset()

    def holds(self, day: date) -> bool:
        """Whether a day need not be asked about."""
        return self.every or day in self.days


NOTHING_ACCEPTED = Accepted()


def first_day(source: Source, settings: Settings) -> date | None:
    """The day before which a row of the source is asked about; None where it may be of any day."""
    if source.since == PROGRAMME:
        return settings.began
    return date.fromisoformat(source.since) if source.since else None


def is_day_in_doubt(problem: str) -> bool:
    """Whether a row waits only for somebody to say that its day is right."""
    return any(words in problem for words in DAYS_IN_DOUBT)
