"""Takes apart what was written in a place, ZIP or state cell: the ZIP codes, the states, and the rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rorf_data.towns.gazetteer import states
from rorf_data.towns.words import NO_PLACE, plain

CONNECTICUT = "CT"

# Codes that are also words or short forms ("Litchfield Co", "Kent Mt"): read as a state only behind a comma or bracket.
ALSO_WORDS = frozenset({"AL", "CO", "DE", "HI", "ID", "IN", "LA", "ME", "MT", "NE", "OK", "OR", "VI"})

COUNTRY = re.compile(r"[\s,(]+(?:u\.?\s?s\.?\s?a\.?|united states(?: of america)?)\)?[\s.,]*$", re.IGNORECASE)
STATE_IN_FRONT = re.compile(r"^ct[\s,]+(?=\S)", re.IGNORECASE)
TOWN_OF = re.compile(r"^t/o\s+", re.IGNORECASE)
COORDINATES = re.compile(r"\(\s*-?\d[\d.,\s-]*\)\s*$")
ZIP_CELL = re.compile(r"(?:ct\.?\s*)?(\d{4,5})(?:[\s-]*\d{4})?(?:\.0+)?", re.IGNORECASE)
# A number of four digits is a ZIP only when it begins with 6: a Connecticut ZIP that lost its zero in a spreadsheet.
ZIP_AT_END = re.compile(
    r"(?P<rest>.*?)(?:^|[\s,(])(?P<zip>\d{5}(?:\s?-\s?\d{4}|\d{4})?|6\d{3}(?:-\d{4})?)(?:\.0+)?[\s.,)]*$"
)
ZIP_IN_FRONT = re.compile(r"(?P<zip>0\d{4})(?:-\d{4})?[\s,]+(?P<rest>\D.*)$")
NO_ZIP_AFTER = re.compile(r"(?:\b(?:box|route|rt|rte|hwy|highway|apt|unit|lot|suite|no|room)\.?|#)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """A place cell taken apart: what stands between its commas, five-digit ZIP codes, and postal codes of states."""

    parts: tuple[str, ...]
    zips: frozenset[str]
    states: frozenset[str]


def tidy(text: str) -> str:
    """The text on one line with single spaces, line ends as commas, and without marks round it."""
    lines = re.sub(r"[\r\n]+", ", ", unicodedata.normalize("NFKC", text))
    return " ".join(lines.split()).strip(" \"'“”.,;:*_-")


def take_apart(place: str) -> Written:
    """What was written as a place, with country, states and ZIP codes taken off its ends."""
    rest = TOWN_OF.sub("", tidy(COORDINATES.sub("", place)))
    rest, in_front = STATE_IN_FRONT.subn("", rest)
    zips: set[str] = set()
    named = {CONNECTICUT} if in_front else set()
    before = None
    while rest != before:
        before, rest = rest, COUNTRY.sub("", rest)
        rest = _take_zip(rest, zips)
        rest = _take_state(rest, named)
    return Written(tuple(filter(None, map(tidy, rest.split(",")))), frozenset(zips), frozenset(named))


def read_zip(cell: str) -> str:
    """The five digits of a ZIP cell, with a lost leading zero put back; nothing when it holds no ZIP code."""
    found = ZIP_CELL.fullmatch(tidy(cell))
    digits = found[1].zfill(5) if found else ""
    return "" if digits in {"00000", "99999"} else digits


def read_state(cell: str) -> str:
    """The postal code of a state cell (code, name or census number), nothing for an empty one, ``?`` for other text."""
    words = plain(cell)
    if found := _states_by_word().get(words) or _states_by_word().get(words.replace(" ", "")):
        return found
    if words in NO_PLACE:
        return ""
    written = take_apart(cell)
    return next(iter(written.states)) if len(written.states) == 1 and not written.parts else "?"


def state_name(code: str) -> str:
    """The name of the state with this postal code."""
    return next(state.name for state in states() if state.code == code)


def is_connecticut(zip_code: str) -> bool:
    """Whether a five-digit ZIP code is Connecticut's: all that begin with 06 but Fishers Island, New York."""
    return zip_code.startswith("06") and zip_code != "06390"


def _take_zip(text: str, zips: set[str]) -> str:
    at_end = ZIP_AT_END.fullmatch(text)
    if at_end and NO_ZIP_AFTER.search(at_end["rest"]):
        return text
    found = at_end or ZIP_IN_FRONT.fullmatch(text)
    if not found:
        return text
    zips.add(read_zip(found["zip"]))
    return tidy(found["rest"])


def _take_state(text: str, named: set[str]) -> str:
    found = _state_at_end().fullmatch(text)
    if not found:
        return text
    code = _states_by_word()[plain(found["state"]).replace(" ", "")]
    if (
        code in ALSO_WORDS
        and len(plain(found["state"]).replace(" ", "")) == 2
        and found["between"].strip() not in {",", "("}
    ):
        return text
    named.add(code)
    return tidy(found["rest"])


@lru_cache(maxsize=1)
def _states_by_word() -> Mapping[str, str]:
    found = {}
    for state in states():
        for word in (state.code, state.name, state.fips, state.fips.lstrip("0"), *state.other_spellings):
            found[plain(word)] = found[plain(word).replace(" ", "")] = state.code
    return found


@lru_cache(maxsize=1)
def _state_at_end() -> re.Pattern[str]:
    """A state at the end of a text. "Washington" in full is left to the resolver: it is also one of our towns."""
    codes = [rf"{state.code[0]}(?:\.\s?)?{state.code[1]}\.?" for state in states()]
    words = [word for state in states() for word in (state.name, *state.other_spellings) if word != "Washington"]
    names = [re.escape(word).replace(r"\ ", r"\.?\s+") for word in words]
    either = "|".join([*names, *codes])
    pattern = rf"(?P<rest>.*?)(?P<between>^|[\s,(/_-]+)(?:state of )?(?P<state>{either})[\s.,)]*"
    return re.compile(pattern, re.IGNORECASE)
