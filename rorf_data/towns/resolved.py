"""The answer to "which of our towns is this?", and the four shapes that it takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rorf_data.model import NOT_RECORDED, OUTSIDE
from rorf_data.towns.gazetteer import town

LONGEST_PLACE_NAME = 56  # with a comma and the code of a state, 60
MOST_WORDS = 6
SMALL_WORDS = frozenset({"and", "at", "by", "in", "of", "on", "or", "the", "upon"})

Status = Literal["town", "outside", "not-recorded", "unsure"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a place turned out to be, with the reason in a sentence fit to show to staff.

    ``town`` and ``code`` are set for a town only. ``place_name`` is the town's name, or the known name of a place that
    is outside or in doubt, with the code of another state behind it where one is written, or that state's name alone;
    at most 60 characters. It is None for any other text, which may be an address or a person's name; nor does
    ``reason`` ever quote such a text.
    ``candidates`` are the official names of the towns a person may choose from, the likeliest first.
    """

    status: Status
    town: str | None
    code: str | None
    place_name: str | None
    reason: str
    candidates: tuple[str, ...] = ()

    @property
    def area(self) -> str | None:
        """The town's code, ``outside`` or ``not-recorded``; None while a person has to decide."""
        return {"town": self.code, "outside": OUTSIDE, "not-recorded": NOT_RECORDED, "unsure": None}[self.status]


def is_town(code: str, reason: str) -> Resolved:
    """The place is this town."""
    name = town(code).name
    return Resolved("town", name, code, name, reason)


def is_outside(place_name: str, reason: str, *, state: str = "") -> Resolved:
    """The place is in none of the 21 towns; a known name is kept, with the code of another state where there is one."""
    name = fit_to_keep(place_name)
    return Resolved("outside", None, None, f"{name}, {state}" if name and state else name, reason)


def is_not_recorded(reason: str) -> Resolved:
    """Nothing in the row says where it was."""
    return Resolved("not-recorded", None, None, None, reason)


def is_unsure(place_name: str, reason: str, codes: Iterable[str] = ()) -> Resolved:
    """The place waits for a person, who may choose from these towns."""
    names = dict.fromkeys(town(code).name for code in codes)
    return Resolved("unsure", None, None, fit_to_keep(place_name), reason, tuple(names))


def fit_to_keep(text: str) -> str | None:
    """A place name in even capitals, or None for what can't be one: digits, odd signs, too long, too many words."""
    name = " ".join(_capital(word, first=not index) for index, word in enumerate(text.split()))
    is_name = all(sign.isalpha() or sign in " .,'-" for sign in name) and any(sign.isalpha() for sign in name)
    is_short = len(name) <= LONGEST_PLACE_NAME and len(name.split()) <= MOST_WORDS
    return name if is_name and is_short else None


def _capital(word: str, *, first: bool) -> str:
    if word.lower() in SMALL_WORDS and not first:
        return word.lower()
    return "-".join(piece[:1].upper() + piece[1:].lower() for piece in word.split("-"))
