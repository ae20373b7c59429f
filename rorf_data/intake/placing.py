"""Where each row belongs: a town, outside the area, no place recorded, or a person must say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rorf_data.intake.cells import Column, Flags, Objects, as_objects, blank_column, is_there, read_column, rows_alike
from rorf_data.intake.personal import CONTACT, holds_contact
from rorf_data.intake.refusal import Unclean, check_no_formula, check_readable
from rorf_data.intake.sources import Source
from rorf_data.model import NOT_RECORDED
from rorf_data.towns.meaning import holds_only_our_names
from rorf_data.towns.resolve import Resolved, locate, resolve

LONGEST_PLACE = 100
LONGEST_PLACE_NAME = 60
LONGEST_STATE = 30

NO_PLACE = {"unknown", "unk", "none", "not recorded", "not given", "not stated", "not known", "not available", "?"}
ZIP_CODE = re.compile(r"^(\d{4,5})(?:-?\d{4})?$")
PLACE_NAME_WITHOUT_NUMBERS = re.compile(r"^[^\d@]+$")

PLACING_FIELDS = ("place", "zip", "state", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where each row of a chunk belongs; ``area`` is None where a person must say, then with ``reasons``, towns to
    choose from (``candidates``), and what is ``written`` where that can hold nothing but names of our own places.
    """

    area: Objects
    place_name: Objects
    reasons: Objects
    candidates: Objects
    written: Objects
    columns: dict[str, Column] = field(repr=False)

    @property
    def is_unsure(self) -> Flags:
        """Rows whose place could mean two things."""
        return ~is_there(self.area)


def place_rows(texts: Mapping[str, Objects], source: Source, *, rows: int) -> Placed:
    """Place every row by what it says of its place, ZIP code and state, and by coordinates where those don't decide.

    A blank state counts as the source's own where a place or a ZIP code is given.
    """
    columns = {
        name: read_column(texts[name], READERS[name]) if name in texts else blank_column(rows)
        for name in PLACING_FIELDS
    }
    first, kinds = rows_alike([columns[name] for name in PLACING_FIELDS])
    keys = [tuple(columns[name].values[row] for name in PLACING_FIELDS) for row in first]
    entries = [_place(*key, default_state=source.default_state) for key in keys]
    area, place_name, reasons, candidates = (as_objects([entry[part] for entry in entries])[kinds] for part in range(4))
    shown = as_objects([_written(key[0], entry) for key, entry in zip(keys, entries, strict=True)])[kinds]
    return Placed(area, place_name, reasons, candidates, shown, columns)


def _place(
    place: str | None,
    zip_code: str | None,
    state: str | None,
    latitude: float | None,
    longitude: float | None,
    *,
    default_state: str,
) -> tuple[str | None, str | None, str, tuple[str, ...]]:
    by_name = _by_name(place, zip_code, state, default_state)
    if by_name is not None and by_name.area not in (None, NOT_RECORDED):
        return _entry(by_name)
    by_point = locate(latitude, longitude) if latitude is not None and longitude is not None else None
    if by_name is None or by_name.area == NOT_RECORDED:
        return _entry(by_point) if by_point else (NOT_RECORDED, None, "", ())
    # A point may decide between the towns that a name could mean, never for another one.
    if by_point and by_point.status == "town" and by_point.town in by_name.candidates:
        return _entry(by_point)
    return _entry(by_name)


def _by_name(place: str | None, zip_code: str | None, state: str | None, default_state: str) -> Resolved | None:
    if state or not (place or zip_code):
        return resolve(place or "", zip_code=zip_code or "", state=state) if state else None
    assumed = resolve(place or "", zip_code=zip_code or "", state=default_state)
    if assumed.area is not None:
        return assumed
    # What the row itself says, such as "Sharon, MA", goes before the state that its source is mostly of.
    as_written = resolve(place or "", zip_code=zip_code or "")
    return assumed if as_written.area is None else as_written


def _written(place: str | None, entry: tuple[str | None, str | None, str, tuple[str, ...]]) -> str | None:
    """A place as written that the resolver is unsure of, when it can hold nothing but names of our own places."""
    if entry[0] is not None or place is None or not _harmless(place):
        return None
    return place if holds_only_our_names(place) else None


def _entry(found: Resolved) -> tuple[str | None, str | None, str, tuple[str, ...]]:
    return found.area, _harmless(found.place_name), found.reason, found.candidates


def _harmless(name: str | None) -> str | None:
    """A place name holds no digit and no @; whatever does is an address or worse, and isn't kept."""
    if name is None or len(name) > LONGEST_PLACE_NAME or not PLACE_NAME_WITHOUT_NUMBERS.match(name):
        return None
    return name


def _read_place(text: str) -> str | None:
    if text.casefold() in NO_PLACE:
        return None
    if len(text) > LONGEST_PLACE:
        raise Unclean(f"This is longer than {LONGEST_PLACE} characters, which no place name is.")
    check_no_formula(text)
    if holds_contact(text):
        raise Unclean(CONTACT)
    check_readable(text)
    return text


def _read_zip(text: str) -> str | None:
    if text.casefold() in NO_PLACE:
        return None
    found = ZIP_CODE.match(text)
    if not found:
        raise Unclean("This isn't a ZIP code, so it was left out.")
    # Spreadsheets drop the zero that Connecticut's ZIP codes begin with.
    return found[1].zfill(5)


def _read_state(text: str) -> str | None:
    return None if text.casefold() in NO_PLACE or len(text) > LONGEST_STATE else text


def read_degrees(text: str, *, most: float) -> float:
    """A number of degrees between minus and plus ``most``."""
    try:
        degrees = float(text)
    except ValueError:
        raise Unclean("This isn't a number of degrees, so it was left out.") from None
    if not -most <= degrees <= most:
        raise Unclean("This isn't a place on Earth, so it was left out.")
    return degrees


READERS = {
    "place": _read_place,
    "zip": _read_zip,
    "state": _read_state,
    "latitude": lambda text: read_degrees(text, most=90),
    "longitude": lambda text: read_degrees(text, most=180),
}
