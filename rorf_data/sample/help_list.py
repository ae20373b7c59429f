"""A list of public places where help is found, in the shape of a store locator's export."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from rorf_data.sample.events import chance_for
from rorf_data.sample.files import Fault, SampleFile, csv_bytes
from rorf_data.sample.places import MEMBERS, OTHERS, Place

HEADER = (
    "Name", "Services", "Address", "City", "State", "ZIP", "Latitude", "Longitude", "Hours", "Phone", "Email",
    "Contact",
)  # fmt: skip
NAME = "sample-help-places.csv"
# What stands in each town that has anything; the towns that are missing here have no place at all.
KINDS_OF_PLACES = (
    ("Example Pharmacy", ("naloxone", "disposal"), "Mon-Fri 9 am to 6 pm, Sat 9-1"),
    ("Placeholder Town Hall box", ("naloxone",), "24 hours"),
    ("Sample Fire Station", ("naloxone",), "open 24 hours"),
    ("Model Police Department lobby", ("disposal",), "always open"),
    ("Example Library", ("naloxone", "other help"), "Tue, Thu 10-5; Sat 10-2"),
    ("Sample Treatment Clinic", ("treatment", "naloxone"), "Mon to Fri 8:00-16:30, by appointment"),
    ("Model Recovery Center", ("other help",), "Wed 5 pm - 8 pm"),
)
WRITTEN = {
    "naloxone": ("Naloxone", "Free Narcan"),
    "treatment": ("Treatment", "Medication treatment (MOUD)"),
    "disposal": ("Medication disposal", "Drug drop box"),
    "other help": ("Other help", "Recovery support"),
}
TOWNS_WITHOUT = ("Canaan", "Morris", "Warren")
FAR_AWAY = ("41.31", "-72.92")


@dataclass(frozen=True, slots=True)
class HelpPlace:
    """One place: its kinds of help in the order of the list above, and a point near the middle of its town."""

    name: str
    kinds: tuple[str, ...]
    place: Place
    address: str
    point: tuple[str, str]
    hours: str


def help_file(seed: int) -> SampleFile:
    """The list by town; the point of its last line lies in another part of the state."""
    places = help_places(seed)
    chance = chance_for(seed, "spellings of help")
    rows = [_row(chance, place) for place in places]
    wrong = HelpPlace("Example Pharmacy North", ("naloxone",), MEMBERS[4], "9 Example Street", FAR_AWAY, "24 hours")
    rows.append(_row(chance, wrong))
    return SampleFile(
        NAME,
        "help-places",
        csv_bytes(HEADER, rows),
        len(rows),
        "Public places for help as a store locator exports them, with address, point and hours. Telephone, e-mail and "
        f"contact are left out. {', '.join(TOWNS_WITHOUT[:-1])} and {TOWNS_WITHOUT[-1]} have none.",
        (Fault(len(rows) + 1, "a point far outside the town that is named", "held"),),
    )


def help_places(seed: int) -> list[HelpPlace]:
    """The places that the list tells, those of Torrington last."""
    chance = chance_for(seed, "help places")
    towns = [place for place in MEMBERS if place.town not in TOWNS_WITHOUT]
    return [place for town in (*towns, OTHERS[0]) for place in _places_in(chance, town)]


def _places_in(chance: random.Random, town: Place) -> list[HelpPlace]:
    count = 4 if town.weight > 8000 else chance.randint(1, 3)
    return [
        HelpPlace(
            name=f"{name} of {town.town}",
            kinds=kinds,
            place=town,
            address=f"{chance.randint(2, 98)} Example Street",
            point=_near(chance, town.centre),
            hours=hours,
        )
        for name, kinds, hours in chance.sample(KINDS_OF_PLACES, count)
    ]


def _near(chance: random.Random, centre: Sequence[str]) -> tuple[str, str]:
    """A point within about a kilometre of the town's middle."""
    latitude, longitude = (float(part) + chance.randint(-9, 9) / 1000 for part in centre)
    return f"{latitude:.3f}", f"{longitude:.3f}"


def _row(chance: random.Random, place: HelpPlace) -> tuple[object, ...]:
    services = chance.choice(("; ", ", ")).join(chance.choice(WRITTEN[kind]) for kind in place.kinds)
    official = place.place.official
    phone = f"860-555-01{chance.randint(0, 99):02d}"
    return (
        place.name,
        services,
        place.address,
        official.name,
        place.place.state,
        official.zip_code,
        *place.point,
        place.hours,
        phone,
        "office@example.org",
        "",
    )
