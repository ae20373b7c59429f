"""When the heading of a column and a name in a source's list mean the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rorf_data.intake.personal import without_personal

WILDCARD = "*"
NOT_A_LETTER = re.compile(r"[\W_]+")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=4096)
def spaced(heading: str) -> str:
    """The heading in small letters, every run of spaces, line breaks and punctuation as one space."""
    return NOT_A_LETTER.sub(" ", unicodedata.normalize("NFKC", heading).casefold()).strip()


@lru_cache(maxsize=4096)
def joined(heading: str) -> str:
    """The heading as letters and digits only, so that ``Injury City`` and ``InjuryCity`` are one."""
    return spaced(heading).replace(" ", "")


@lru_cache(maxsize=4096)
def pattern(name: str) -> re.Pattern[str]:
    """A name with ``*`` in it as a pattern over :func:`spaced` headings; the words between the stars stay whole."""
    words = [re.escape(spaced(part)) for part in name.split(WILDCARD)]
    return re.compile(r"^" + ".*".join(rf"\b{part}\b" if part else "" for part in words) + r"$")


@lru_cache(maxsize=4096)
def words_of(name: str) -> frozenset[str]:
    """The words that a heading must hold, if it is to fit a name with ``*`` in it."""
    return frozenset(spaced(name).split())


def printable(text: str) -> str:
    """The text without control characters, which no database or screen takes, and with "�" for half a character.

    Line breaks and tabs stay.
    """
    return HALF_A_CHARACTER.sub("\ufffd", CONTROL.sub("", text))


def shown(heading: str) -> str:
    """The heading on one line, at most 80 characters, as messages show it: without what may not be kept."""
    line = without_personal(" ".join(printable(heading).split()))
    return line if len(line) <= 80 else line[:79] + "…"
