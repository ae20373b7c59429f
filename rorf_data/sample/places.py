"""The places that sample events are put in, with what people write for them.

Residents are the 2020 census counts and serve as weights only. They stand here, and not only in the gazetteer, so that
a new population table there leaves every sample file as it is.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """One way in which a place is written down: ``name`` with the ZIP code that goes with it."""

    name: str
    zip_code: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A town, or a place outside the area, that sample events happen in.

    ``centre`` is the town's own centre to a hundredth of a degree, about a kilometre: no event's place, and blank
    outside the area. ``post`` is what a dispatcher writes, ``spoken`` what a person writes in a log or a form.
    """

    town: str
    weight: float
    post: tuple[Written, ...]
    spoken: tuple[Written, ...]
    centre: tuple[str, str] = ("", "")
    state: str = "CT"

    @property
    def official(self) -> Written:
        """The town's own name, with the first of its ZIP codes."""
        return Written(self.town, self.post[0].zip_code)


MEMBERS: tuple[Place, ...] = (
    Place(
        "Canaan",
        1080,
        (Written("FALLS VILLAGE", "06031"), Written("CANAAN", "06031")),
        (Written("Falls Village", "06031"), Written("Falls Village"), Written("Falls Vlg", "06031")),
        ("41.96", "-73.31"),
    ),
    Place(
        "Cornwall",
        1567,
        (Written("WEST CORNWALL", "06796"), Written("CORNWALL", "06753")),
        (Written("Cornwall Bridge"), Written("W. Cornwall", "06796"), Written("Cornwall", "06753")),
        ("41.85", "-73.33"),
    ),
    Place(
        "Goshen",
        3150,
        (Written("GOSHEN", "06756"),),
        (Written("Goshen", "06756"), Written("Town of Goshen"), Written("goshen ct")),
        ("41.85", "-73.23"),
    ),
    Place(
        "Kent",
        3019,
        (Written("KENT", "06757"), Written("SOUTH KENT", "06785")),
        (Written("Kent", "06757"), Written("Kent, CT"), Written("South Kent", "06785")),
        ("41.73", "-73.45"),
    ),
    Place(
        "Litchfield",
        8192,
        (Written("LITCHFIELD", "06759"), Written("BANTAM", "06750")),
        (Written("Litchfield", "06759"), Written("litchfield"), Written("Bantam", "06750")),
        ("41.74", "-73.19"),
    ),
    Place(
        "Morris",
        2256,
        (Written("MORRIS", "06763"),),
        (Written("Morris", "06763"), Written("Town of Morris")),
        ("41.69", "-73.21"),
    ),
    Place(
        "Norfolk",
        1588,
        (Written("NORFOLK", "06058"),),
        (Written("Norfolk", "06058"), Written("NORFOLK, CT")),
        ("41.98", "-73.20"),
    ),
    Place(
        "North Canaan",
        3211,
        (Written("CANAAN", "06018"), Written("EAST CANAAN", "06024")),
        (Written("Canaan", "06018"), Written("N. Canaan"), Written("East Canaan", "06024"), Written("North Canaan")),
        ("42.02", "-73.29"),
    ),
    Place(
        "Salisbury",
        4194,
        (Written("LAKEVILLE", "06039"), Written("SALISBURY", "06068")),
        (Written("Lakeville", "06039"), Written("Salisbury"), Written("Taconic", "06079")),
        ("41.99", "-73.43"),
    ),
    Place(
        "Sharon",
        2680,
        (Written("SHARON", "06069"),),
        (Written("Sharon", "06069"), Written("Sharon, CT")),
        ("41.86", "-73.44"),
    ),
    Place(
        "Warren",
        1351,
        (Written("WARREN", "06754"), Written("WARREN", "06777")),
        (Written("Warren", "06754"), Written("Town of Warren")),
        ("41.74", "-73.34"),
    ),
)

OTHERS: tuple[Place, ...] = (
    Place(
        "Torrington",
        45,
        (Written("TORRINGTON", "06790"),),
        (Written("Torrington", "06790"),),
        ("41.83", "-73.13"),
    ),
    Place("Winchester", 28, (Written("WINSTED", "06098"),), (Written("Winsted", "06098"),), ("41.92", "-73.10")),
    Place("New Milford", 14, (Written("NEW MILFORD", "06776"),), (Written("New Milford", "06776"),)),
    Place("Sheffield", 13, (Written("SHEFFIELD", "01257"),), (Written("Sheffield, MA", "01257"),), state="MA"),
)


def any_place(chance: random.Random, places: Sequence[Place]) -> Place:
    """One of the places, each as likely as its weight says."""
    return chance.choices(places, [place.weight for place in places])[0]
