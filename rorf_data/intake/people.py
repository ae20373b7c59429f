"""Whether a text looks like the name of a person, where the name of an agency, a column or a file is expected.

Nothing can be sure of that. What looks like one waits until a person has said that it is an agency's; leaving a word
out of these lists costs one such question, a word too many could let a name through.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path, PurePath

from rorf_data.intake.personal import LEFT_OUT, without_personal
from rorf_data.towns.gazetteer import elsewhere, place_names, states
from rorf_data.towns.words import plain

PERHAPS = "This may be the name of a person"
PERHAPS_A_PERSON = f"{PERHAPS} rather than of an agency; if it is an agency's, confirm it under Place names."

WORDS = Path(__file__).with_name("people.toml")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}[A-Za-z]\b\.?")
PARTS = re.compile(r"[,;:/|()\[\]]|\s[-–—]\s|\s[-–—]|[-–—]\s")
PLAIN_PART = re.compile(r"[^\W\d_](?:[^\W_]|[ .'’-])*")
BETWEEN_WORDS = re.compile(r"[\s.,_'’-]+")
SUFFIX = re.compile(r"\.[A-Za-z]{2,4}[0-9]?")
FEWEST_WORDS, MOST_WORDS = 2, 4
MOST_WORDS_OF_A_PLACE = 3
VOWELS = frozenset("AEIOUYÀÁÂÄÅÆÈÉÊËÌÍÎÏÒÓÔÖØÙÚÛÜÝ")


def looks_like_a_person(text: str) -> bool:
    """Whether an agency's name could be a person's, or a plain part of it between commas, slashes or brackets could.

    Two to four words could, if none of them is a word of organisations, one of our places or an abbreviation; numbers
    don't count. So could a usual first name with another word that stand before the name of an agency that is whole
    without them ("Jane Doe Kent VFD") or after it; "Charlotte Hungerford Hospital" is not whole without its own.
    """
    parts = [part.strip() for part in PARTS.split(text)]
    plain_parts = [part for part in parts if PLAIN_PART.fullmatch(part)]
    could_be_one = any(_could_be_a_person(part, _of_organisations()) for part in (text, *plain_parts))
    return could_be_one or _stands_beside_an_agency(text)


def perhaps_a_person(what: str) -> str:
    """The sentence on a name that may be a person's where that of ``what`` is expected, such as "an agency"."""
    if what == "an agency":
        return PERHAPS_A_PERSON
    return f"{PERHAPS} rather than of {what}; if it is no person's, confirm it under Place names."


def may_name_a_person(sentence: str) -> bool:
    """Whether a sentence that somebody wrote could name a person.

    So could a usual first name or a rank beside another word (with a capital where the name is a common word, as in
    "Will Miller"), and two words or more on end with capitals of which nothing is known: neither a word of
    organisations, places or headings, nor an abbreviation. "Kits reach all ambulances" names nobody.
    """
    words = WORD.findall(sentence)
    plainly = [plain(word).replace(" ", "") for word in words]
    if any(_are_a_name(words[at:after]) for at, after in _names_of_people(words, plainly)):
        return True
    capitals = [word[0].isupper() for word in words]
    runs = (list(run) for is_capital, run in groupby(range(len(words)), key=capitals.__getitem__) if is_capital)
    names = ([words[at] for at in run if len(words[at]) > 1] for run in runs)
    return any(len(name) >= FEWEST_WORDS and all(map(_is_unknown, name)) for name in names)


def _are_a_name(words: list[str]) -> bool:
    """Whether a first name, an initial or a rank with the words beside it is meant as one."""
    also_others = _listed("common_words") | _listed("first_names") | _listed("ranks")
    is_plainly_one = not also_others.intersection(map(plain, words)) and all(len(word) > 1 for word in words)
    return is_plainly_one or all(word[0].isupper() for word in words)


def heading_to_keep(heading: str, position: int) -> str:
    """The heading of a column, or its number (``position`` counts from 0) where a part of it may name a person."""
    parts = [part for part in PARTS.split(heading) if PLAIN_PART.fullmatch(part.strip())]
    is_name = any(_could_be_a_person(part, _of_headings()) for part in (", ".join(parts), *parts))
    return f"column {position + 1}" if is_name else heading


def sheet_name_to_keep(name: str, number: int) -> str:
    """The name of a sheet without what may not be kept of it, or its number where nothing is left."""
    kept = _without_people(without_personal(name))
    return f"sheet {number}" if kept == LEFT_OUT else kept


def file_name_to_keep(name: str) -> str:
    """The name of a file without what may not be kept of it; its ending stays."""
    suffix = PurePath(name).suffix
    ending = suffix if SUFFIX.fullmatch(suffix) else ""
    return _without_people(without_personal(name.removesuffix(ending))) + ending


def _without_people(name: str) -> str:
    """The name of a file or sheet without two words or more on end that nobody knows: "log (left out) 2026-03"."""
    pieces: list[str] = re.split(rf"({WORD.pattern})", name)
    unknown = [bool(at % 2) and _is_unknown(piece) for at, piece in enumerate(pieces)]
    kept, at = [], 0
    while at < len(pieces):
        end = at
        while end + 2 < len(pieces) and unknown[at] and unknown[end + 2] and BETWEEN_WORDS.fullmatch(pieces[end + 1]):
            end += 2
        kept.append(LEFT_OUT if end > at else pieces[at])
        at = end + 1
    return "".join(kept)


def _is_unknown(word: str) -> bool:
    plainly = plain(word)
    return plainly not in _of_headings() and not _is_abbreviation(word) and not _names_a_place(plainly.split())


def _could_be_a_person(text: str, known: frozenset[str]) -> bool:
    words = WORD.findall(DOTTED.sub(lambda found: f" {found[0].replace('.', '').casefold()} ", text))
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS or all(len(word) == 1 for word in words):
        return False
    plainly = [plain(word).replace(" ", "") for word in words]
    return known.isdisjoint(plainly) and not any(map(_is_abbreviation, words)) and not _names_a_place(plainly)


def _stands_beside_an_agency(text: str) -> bool:
    words = WORD.findall(text)
    plainly = [plain(word).replace(" ", "") for word in words]
    for at, after in _names_of_people(words, plainly):
        if _begins_with_a_place(plainly[after:]) and _shows_an_organisation(words[after:], plainly[after:]):
            return True
        if after == len(words) and _shows_an_organisation(words[:at], plainly[:at]):
            return True
    return False


def _names_of_people(words: list[str], plainly: list[str]) -> Iterator[tuple[int, int]]:
    """Where a usual first name stands with another word after it, initials between them, or before it ("Doe, Jane"); or
    an initial or a rank before a word ("Chief Doe").

    Each as the place of its first word and the place after its last.
    """
    is_other = [_could_be_a_surname(word, plainly[at]) for at, word in enumerate(words)]
    for at, word in enumerate(plainly):
        if not _could_begin_a_name(word) or _begins_with_a_place(plainly[at : at + 2], fewest=2):
            continue
        last = at + 1
        while last < len(words) and len(words[last]) == 1:
            last += 1
        if last < len(words) and is_other[last]:
            yield at, last + 1
        if at and is_other[at - 1] and word in _first_names():
            yield at - 1, last


def _could_begin_a_name(word: str) -> bool:
    return len(word) == 1 or word in _first_names() or word in _listed("ranks")


def _could_be_a_surname(word: str, plainly: str) -> bool:
    if len(word) == 1 or _is_abbreviation(word):
        return False
    return plainly not in _no_surnames()


def _shows_an_organisation(words: list[str], plainly: list[str]) -> bool:
    return not _listed("organisations").isdisjoint(plainly) or any(map(_is_abbreviation, words))


def _begins_with_a_place(plainly: list[str], *, fewest: int = 1) -> bool:
    """Whether the first words, at least so many, are the name of a town or village, ours or another."""
    starts = (" ".join(plainly[:count]) for count in range(fewest, min(len(plainly), MOST_WORDS_OF_A_PLACE) + 1))
    return any(start in _all_places() for start in starts)


def _is_abbreviation(word: str) -> bool:
    """Three letters or more, all of them capitals and none a vowel; "MR" and "JR" have two."""
    return len(word) > 2 and word.isupper() and VOWELS.isdisjoint(word) and word.casefold() not in _listed("titles")


def _names_a_place(words: list[str]) -> bool:
    text = f" {' '.join(words)} "
    return any(f" {name} " in text for name in _our_places())


@lru_cache(maxsize=1)
def _our_places() -> frozenset[str]:
    return frozenset(plain(place.name) for place in place_names()) - _listed("first_names")


@lru_cache(maxsize=1)
def _all_places() -> frozenset[str]:
    return frozenset(plain(name) for name in (*(place.name for place in place_names()), *elsewhere()))


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    return _listed("first_names") | _listed("usual_first_names")


@lru_cache(maxsize=1)
def _no_surnames() -> frozenset[str]:
    return _of_organisations() | _all_places() | _first_names() | _listed("ranks")


@lru_cache(maxsize=1)
def _of_organisations() -> frozenset[str]:
    return _listed("organisations") | _listed("between")


@lru_cache(maxsize=1)
def _of_headings() -> frozenset[str]:
    codes = {state.code.casefold() for state in states()}
    return _of_organisations() | _listed("headings") | codes


@lru_cache(maxsize=8)
def _listed(name: str) -> frozenset[str]:
    lists = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return frozenset(lists[name].split())
