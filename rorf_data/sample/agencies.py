"""The invented agencies: what each is called, where it goes, and when its log is missing.

No agency of these names exists. Each log has faults of its own, so that the pages about missing reports show something.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rorf_data.sample.places import Place


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency with the towns it serves, most of the work first.

    ``first_month`` and ``last_month`` number the sample's months from 0 and say which of them its log was sent for,
    both included; ``empty_month`` is one that it reported with nothing in it. Negative numbers count from the end.
    """

    name: str
    kind: str
    towns: tuple[str, ...]
    first_month: int = 0
    last_month: int = -1
    empty_month: int | None = None

    def has_sent(self, months: Sequence[date], day: date) -> bool:
        """Whether something of this day can stand in the agency's log."""
        month = day.replace(day=1)
        if self.empty_month is not None and month == months[self.empty_month]:
            return False
        return months[self.first_month] <= month <= months[self.last_month]


VALLEY = Agency("Example Valley Ambulance", "ems", ("Litchfield", "Goshen", "Morris", "Warren", "Torrington"))
HILL = Agency(
    "Sample Hill Fire Company",
    "fire",
    ("Salisbury", "North Canaan", "Canaan", "Norfolk", "Winchester", "Sheffield"),
)
# The curly apostrophe is there on purpose: it is what makes log C unreadable as UTF-8.
BROOK = Agency(
    "Model Brook Firemen\u2019s Association", "fire", ("Kent", "Sharon", "Cornwall", "New Milford"), last_month=-3
)
POND = Agency("Placeholder Pond Rescue", "ems", ("Litchfield", "Cornwall"), first_month=12, empty_month=-8)

AGENCIES = (VALLEY, HILL, BROOK, POND)


def agency_at(chance: random.Random, place: Place | None) -> Agency:
    """One of the agencies that serve the place; the first of them three times out of four."""
    draw = chance.random()
    serving = [agency for agency in AGENCIES if place is not None and place.town in agency.towns] or [VALLEY]
    return serving[0] if draw < 0.75 else serving[-1]
