"""What a written place names: one of our towns, a place elsewhere, several, an address, or nothing known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeVar

from rorf_data.towns.gazetteer import PlaceName, elsewhere, place_names
from rorf_data.towns.spelling import LONGEST_SHORT_NAME, distance, typing_slips
from rorf_data.towns.words import (
    BUILDINGS,
    NO_PLACE,
    NUMBERED,
    STREET_WORDS,
    expanded,
    forms,
    has_digit,
    plain,
    without_title,
)

ALTERNATIVES = re.compile(r"[/|&+;()\[\]]|\b(?:or|and)\b|\s[-–—]\s", re.IGNORECASE)
LONGEST_NAME_IN_WORDS = 5
BESIDE_NAMES = frozenset({"and", "conn", "connecticut", "ct", "or"})

Value = TypeVar("Value")
Kind = Literal["nothing", "ours", "elsewhere", "several", "within", "alike", "address", "unknown"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text names.

    ``known`` is what may be kept and quoted of it: names that stand in our own tables, and nothing else of the text.
    ``names`` holds the one name of ours (``ours``), all of ours that it names (``several``), those that stand within
    other words (``within``), or those that it resembles (``alike``).
    """

    kind: Kind
    known: str = ""
    names: tuple[PlaceName, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Every town that the names could mean, in their order."""
        return tuple(dict.fromkeys(code for name in self.names for code in name.codes))


def meaning_of(parts: tuple[str, ...]) -> Meaning:
    """What the parts between commas name together: the last that names a place, if no earlier one contradicts it."""
    read = [_read_part(part) for part in parts]
    telling = [meaning for meaning in read if meaning.kind not in {"nothing", "address"}]
    telling = [meaning for meaning in telling if not _is_region(meaning)] or telling
    if not telling:
        addresses = [meaning for meaning in read if meaning.kind == "address"]
        return addresses[-1] if addresses else Meaning("nothing")
    place, earlier = telling[-1], telling[:-1]
    return _together([*(meaning for meaning in earlier if meaning.kind in {"ours", "several", "elsewhere"}), place])


def holds_only_our_names(text: str) -> bool:
    """Whether a text is nothing but names of ours, or one of them with a slip or two; then it can't name a person."""
    words = tuple(word for word in plain(text).split() if word not in BESIDE_NAMES)
    found, are_all = _names_among(expanded(without_title(words)))
    if are_all and found:
        return all(meaning.names for meaning in found)
    return any(_is_a_slip_in(name, words) for name in _ours())


def _is_a_slip_in(name: str, words: tuple[str, ...]) -> bool:
    """Word for word, so that "Warren Jo" is no misspelling of "Warren"."""
    if len(name.split()) != len(words):
        return False
    written = " ".join(expanded(words))
    allowed = 1 if min(len(written), len(name)) <= LONGEST_SHORT_NAME else 2
    return typing_slips(written, name, most=allowed) <= allowed


def _read_part(part: str) -> Meaning:
    whole = _read_name(part)
    pieces = [piece.strip() for piece in ALTERNATIVES.split(part) if piece.strip()]
    if whole.kind in {"nothing", "ours", "elsewhere"} or len(pieces) < 2:
        return whole
    read = [_read_name(piece) for piece in pieces]
    telling = [meaning for meaning in read if meaning.kind not in {"nothing", "address"}]
    return _together(telling) if telling else read[-1]


def _together(meanings: list[Meaning]) -> Meaning:
    """One meaning for texts that stand side by side: what they agree on, or all that they name."""
    if len(meanings) == 1:
        return meanings[0]
    ours = tuple(dict.fromkeys(name for meaning in meanings for name in meaning.names))
    if not ours:
        theirs = [meaning for meaning in meanings if meaning.kind == "elsewhere"]
        return theirs[-1] if theirs else meanings[-1]
    # Beside one of ours the name of a place elsewhere may as well be a person's.
    known = " or ".join(dict.fromkeys(meaning.known for meaning in meanings if meaning.names and meaning.known))
    if all(meaning.kind == "ours" for meaning in meanings) and (agreed := _agreed(ours)):
        return _one_of_ours(agreed)
    if meanings[-1].kind == "unknown":
        return Meaning("within", known, ours)
    return Meaning("several", known, tuple(map(_beside_another, ours)))


def _one_of_ours(name: PlaceName) -> Meaning:
    return Meaning("ours", name.name, (name,))


def _agreed(names: tuple[PlaceName, ...]) -> PlaceName | None:
    """The name to go by when all of these mean one town, else None."""
    if len(names) == 1:
        return names[0]
    beside = [_beside_another(name) for name in names]
    return beside[0] if len({name.codes for name in beside}) == 1 and len(beside[0].codes) == 1 else None


def _beside_another(name: PlaceName) -> PlaceName:
    """Beside another name, "Canaan" and "Washington" are the towns that are called so; other names stay as they are."""
    return _own_names().get(plain(name.name), name)


def _read_name(text: str) -> Meaning:
    words = tuple(plain(text).split())
    if " ".join(words) in NO_PLACE:
        return Meaning("nothing")
    if found := _look_up(words):
        return found
    if has_digit(text) or _names_a_street(words):
        return _read_address(words)
    return _read_words(words)


def _look_up(words: tuple[str, ...]) -> Meaning | None:
    for form in forms(words):
        for name in (form, form.replace(" ", "")):
            if name in _ours():
                return _one_of_ours(_ours()[name])
            if name in _elsewhere():
                return Meaning("elsewhere", _elsewhere()[name])
    return None


def _read_address(words: tuple[str, ...]) -> Meaning:
    """The town at the end of an address whose street is complete without it, else an address that names no town."""
    for start in range(max(1, len(words) - LONGEST_NAME_IN_WORDS), len(words)):
        found = _look_up(words[start:])
        if found and _is_whole_street(words[:start]):
            return found
        if found and found.names:
            return Meaning("within", "", found.names)
    return Meaning("address")


def _names_a_street(words: tuple[str, ...]) -> bool:
    return len(words) > 1 and not STREET_WORDS.isdisjoint(words[1:])


def _is_whole_street(words: tuple[str, ...]) -> bool:
    if len(words) < 2:
        return False
    is_court = words[-1] == "ct" and has_digit(words[0])
    return words[-1] in STREET_WORDS or is_court or words[-2] in NUMBERED


def _read_words(words: tuple[str, ...]) -> Meaning:
    """Words that are no known name as a whole: several names, a name among other words, a misspelling, or unknown."""
    found, are_all = _names_among(expanded(without_title(words)))
    ours = [meaning for meaning in found if meaning.names]
    if are_all and found:
        return _together(found) if ours or len(found) == 1 else Meaning("elsewhere")
    if ours:
        known = " or ".join(dict.fromkeys(meaning.known for meaning in ours))
        return Meaning("within", known, tuple(name for meaning in ours for name in meaning.names))
    if found:
        return Meaning("elsewhere")
    if not BUILDINGS.isdisjoint(words):
        return Meaning("address")
    return _read_unknown(words)


def _names_among(words: tuple[str, ...]) -> tuple[list[Meaning], bool]:
    """The known names among the words, the longest first at each place, and whether they use up all the words."""
    found, at, are_all = [], 0, True
    while at < len(words):
        ends = range(min(len(words), at + LONGEST_NAME_IN_WORDS), at, -1)
        hit = next(((end, known) for end in ends if (known := _known(words[at:end]))), None)
        if hit:
            at = hit[0]
            found.append(hit[1])
        else:
            at, are_all = at + 1, False
    return found, are_all


def _known(words: tuple[str, ...]) -> Meaning | None:
    name = " ".join(words)
    if name in _ours():
        return _one_of_ours(_ours()[name])
    return Meaning("elsewhere", _elsewhere()[name]) if name in _elsewhere() else None


def _read_unknown(words: tuple[str, ...]) -> Meaning:
    """A misspelling of one of ours, unless it is nearer to a name elsewhere; else a text that nobody here knows."""
    written = "".join(expanded(without_title(words)))
    ours = _nearest(written, _ours_to_misspell())
    if not ours:
        return Meaning("unknown")
    theirs = _nearest(written, _elsewhere_to_misspell())
    if theirs and theirs[0][0] < ours[0][0]:
        return Meaning("unknown")
    return Meaning("alike", "", tuple(_ours()[near] for _, near in ours))


def _nearest(written: str, known: Iterable[str]) -> list[tuple[int, str]]:
    """Slips and name of all that are alike, the most alike first."""
    return sorted((slips, near) for near in known if (slips := distance(written, near)) is not None)


def _is_region(meaning: Meaning) -> bool:
    return meaning.kind == "ours" and meaning.names[0].kind == "region"


@lru_cache(maxsize=1)
def _ours() -> Mapping[str, PlaceName]:
    return dict(_with_and_without_spaces((plain(name.name), name) for name in place_names()))


@lru_cache(maxsize=1)
def _ours_to_misspell() -> frozenset[str]:
    return frozenset(
        name.replace(" ", "") for name, known in _ours().items() if known.kind not in {"region", "hospital"}
    )


@lru_cache(maxsize=1)
def _elsewhere_to_misspell() -> frozenset[str]:
    return frozenset(name.replace(" ", "") for name in _elsewhere())


@lru_cache(maxsize=1)
def _own_names() -> Mapping[str, PlaceName]:
    return {plain(name.name): name for name in place_names() if name.kind == "town"}


@lru_cache(maxsize=1)
def _elsewhere() -> Mapping[str, str]:
    return dict(_with_and_without_spaces((plain(name), name) for name in elsewhere()))


def _with_and_without_spaces(named: Iterable[tuple[str, Value]]) -> Iterator[tuple[str, Value]]:
    for key, value in named:
        yield key, value
        yield key.replace(" ", ""), value
