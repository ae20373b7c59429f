"""Whether a text looks like the name of a person, where the name of an agency, a column or a file is expected.

Nothing can be sure of that. What looks like one waits until a person has said that it is an agency's; leaving a word
out of these lists costs one such question, a word too many could let a name through.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path, PurePath

from rorf_data.intake.personal import LEFT_OUT, without_personal
from rorf_data.towns.gazetteer import place_names
from rorf_data.towns.words import plain

PERHAPS_A_PERSON = (
    "This may be the name of a person rather than of an agency; if it is an agency's, confirm it under Place names."
)

WORDS = Path(__file__).with_name("people.toml")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}[A-Za-z]\b\.?")
PARTS = re.compile(r"[,;:/|()\[\]]|\s[-–—]\s|\s[-–—]|[-–—]\s")
PLAIN_PART = re.compile(r"[^\W\d_](?:[^\W_]|[ .'’-])*")
PLAIN_NAME = re.compile(r"(?:[^\W\d_]|[ .,'’-])+")
SUFFIX = re.compile(r"\.[A-Za-z]{2,4}[0-9]?")
FEWEST_WORDS, MOST_WORDS = 2, 4
VOWELS = frozenset("AEIOUYÀÁÂÄÅÆÈÉÊËÌÍÎÏÒÓÔÖØÙÚÛÜÝ")


def looks_like_a_person(text: str) -> bool:
    """Whether an agency's name could be a person's, or a plain part of it between commas, slashes or brackets could.

    Two to four words could, if none of them is a word of organisations, one of our places or an abbreviation; numbers
    don't count.
    """
    parts = [part.strip() for part in PARTS.split(text)]
    plain_parts = [part for part in parts if PLAIN_PART.fullmatch(part)]
    return any(_could_be_a_person(part, _of_organisations()) for part in (text, *plain_parts))


def heading_to_keep(heading: str, position: int) -> str:
    """The heading of a column, or its number (``position`` counts from 0) where the heading may be a person's name."""
    is_name = PLAIN_NAME.fullmatch(heading.strip()) and _is_a_person_beside_headings(heading)
    return f"column {position + 1}" if is_name else heading


def file_name_to_keep(name: str) -> str:
    """The name of a file without what may not be kept of it; its ending stays."""
    suffix = PurePath(name).suffix
    ending = suffix if SUFFIX.fullmatch(suffix) else ""
    stem = name.removesuffix(ending)
    return (LEFT_OUT if _is_a_person_beside_headings(stem) else without_personal(stem)) + ending


def _is_a_person_beside_headings(text: str) -> bool:
    return _could_be_a_person(text, _of_organisations() | _listed("headings"))


def _could_be_a_person(text: str, known: frozenset[str]) -> bool:
    words = WORD.findall(DOTTED.sub(lambda found: f" {found[0].replace('.', '').casefold()} ", text))
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS or all(len(word) == 1 for word in words):
        return False
    plainly = [plain(word).replace(" ", "") for word in words]
    return known.isdisjoint(plainly) and not any(map(_is_abbreviation, words)) and not _names_a_place(plainly)


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
def _of_organisations() -> frozenset[str]:
    return _listed("organisations") | _listed("between")


@lru_cache(maxsize=8)
def _listed(name: str) -> frozenset[str]:
    lists = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return frozenset(lists[name].split())
