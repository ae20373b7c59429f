"""What a list of public places tells: kinds of help, an address and a point that anybody may know, opening hours.

No other kind of file is read so. Of no place a telephone number, an e-mail address or somebody's name is kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from rorf_data.intake.cells import Column, Objects, as_objects
from rorf_data.intake.headings import spaced
from rorf_data.intake.people import looks_like_a_person
from rorf_data.intake.personal import BOX_OR_FLAT, CONTACT, COORDINATE, holds_contact
from rorf_data.intake.placing import read_degrees
from rorf_data.intake.refusal import Unclean, check_no_formula, check_readable
from rorf_data.model import NOT_RECORDED, OUTSIDE
from rorf_data.towns import gazetteer
from rorf_data.towns.locate import locate, metres_outside
from rorf_data.towns.resolve import resolve

HELP_KINDS = ("naloxone", "treatment", "disposal", "other help")
FAR_METRES = 2_000.0
DECIMALS_OF_A_METRE = 5
LONGEST_ADDRESS = LONGEST_HOURS = 120
WORDS = Path(__file__).with_name("public_places.toml")

BETWEEN_KINDS = re.compile(r"[;,/|&+]|\band\b", re.IGNORECASE)
KINDS = {
    "naloxone": re.compile(r"\b(?:naloxone|narcan|naloxbox|(?:overdose|rescue|leave behind) kits?)\b"),
    "treatment": re.compile(
        r"\b(?:treatment|treat|moud|mat|otp|methadone|buprenorphine|suboxone|detox\w*|rehab\w*|inpatient|outpatient)\b"
    ),
    "disposal": re.compile(
        r"\b(?:disposal|dispose|take ?back|drop ?box|drop off|sharps"
        r"|(?:medication|medicine|drug) (?:return|collection))\b"
    ),
    "other help": re.compile(
        r"\b(?:other|help|recovery|support|peers?|counsell?ing|hotline|helpline|outreach|harm reduction|syringes?"
        r"|needles?|test strips?|testing|housing|shelter|food|famil\w+|education|training)\b"
    ),
}
DENIED = re.compile(r"\b(?:no|not|without|none)\b")
NO_KIND = (
    "This names a kind of help that isn't known; write naloxone, treatment, disposal or other help. It was left out."
)

OF_STREETS = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|circle|route|rte|highway|hwy|way|boulevard|blvd|place"
    r"|pl|plaza|square|sq|green|common|park|parkway|pkwy|turnpike|tpke|terrace|trail|hill|suite|ste|floor|fl|level"
    r"|building|bldg|mall|unit|rear|basement|corner|entrance|north|south|east|west)\b",
    re.IGNORECASE,
)
IN_CARE_OF = re.compile(r"\bc/o\b|\bcare of\b|\battn\b|\battention\b", re.IGNORECASE)
AMONG_ADDRESSES = re.compile(r"[,;:/|()#\d]+")
NO_ADDRESS = "This isn't the plain address of a public place, so it was left out."

PLEASE_CHECK = "please check the town and the coordinates."
NO_HOURS = "This holds more than opening hours, so it was left out."


def help_kinds(text: str) -> str:
    """The kinds of help that a cell names, in one order and with commas between.

    :class:`Unclean` where one of them isn't known: nothing is then kept of the cell.
    """
    check_no_formula(text)
    parts = [spaced(part) for part in BETWEEN_KINDS.split(text)]
    found = {kind for part in filter(None, parts) for kind in _kinds_of(part)}
    if not found:
        raise Unclean(NO_KIND)
    return ", ".join(kind for kind in HELP_KINDS if kind in found)


def public_address(text: str) -> str:
    """The street address of a public place as written.

    :class:`Unclean` for one that is longer than it should be, that is a box or a flat, or that seems to name a person.
    """
    check_no_formula(text)
    if holds_contact(text):
        raise Unclean(CONTACT)
    check_readable(text)
    is_of_a_street = bool(OF_STREETS.search(text)) or any(map(str.isdecimal, text))
    is_private = BOX_OR_FLAT.search(text) or IN_CARE_OF.search(text) or COORDINATE.search(text)
    if len(text) > LONGEST_ADDRESS or is_private or not is_of_a_street or not any(map(str.isalpha, text)):
        raise Unclean(NO_ADDRESS)
    if any(_could_name_a_person(part.strip()) for part in AMONG_ADDRESSES.split(text)):
        raise Unclean(NO_ADDRESS)
    return text


def opening_hours(text: str) -> str:
    """Opening hours as written; :class:`Unclean` where any word of them speaks of something else."""
    check_no_formula(text)
    if holds_contact(text):
        raise Unclean(CONTACT)
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if len(text) > LONGEST_HOURS or COORDINATE.search(text) or not _hour_words().issuperset(words):
        raise Unclean(NO_HOURS)
    return text


def degree_reader(field: str) -> Callable[[str], float]:
    """A function from a text to degrees of ``latitude`` or ``longitude``, to about a metre."""
    most = {"latitude": 90.0, "longitude": 180.0}[field]
    return lambda text: round(read_degrees(text, most=most), DECIMALS_OF_A_METRE)


def far_points(latitude: Column, longitude: Column, areas: Objects) -> Objects:
    """For each row None, or why its point and the town that it names can't both be right."""
    points = zip(latitude.values, longitude.values, areas, strict=True)
    return as_objects([None if None in point else _why_far(*point) for point in points])


@lru_cache(maxsize=4096)
def _why_far(latitude: float, longitude: float, area: str) -> str | None:
    if area == NOT_RECORDED:
        return None
    if area != OUTSIDE:
        metres = metres_outside(latitude, longitude, area)
        name = gazetteer.town(area).name
        return None if metres <= FAR_METRES else f"The point lies {_distance(metres)} outside {name}; {PLEASE_CHECK}"
    found = locate(latitude, longitude)
    if found.code is None:
        return None
    return f"The point lies in {gazetteer.town(found.code).name}, but the place named does not; {PLEASE_CHECK}"


@lru_cache(maxsize=1)
def _hour_words() -> frozenset[str]:
    return frozenset(tomllib.loads(WORDS.read_text(encoding="utf-8"))["hours"].split())


def _distance(metres: float) -> str:
    return "more than 100 km" if metres > 100_000 else f"{metres / 1000:.0f} km"


def _kinds_of(part: str) -> list[str]:
    kinds = [] if DENIED.search(part) else [kind for kind, words in KINDS.items() if words.search(part)]
    if not kinds:
        raise Unclean(NO_KIND)
    named = [kind for kind in kinds if kind != "other help"]
    return named or kinds


def _could_name_a_person(part: str) -> bool:
    if not looks_like_a_person(part) or OF_STREETS.search(part):
        return False
    return resolve(part, state="CT").place_name is None
