"""The words of a written place name: one plain form for each, however it was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

DIRECTIONS = {
    "n": "north", "no": "north", "nor": "north", "nth": "north",
    "s": "south", "so": "south", "sth": "south",
    "e": "east", "w": "west",
    "nw": "northwest", "ne": "northeast", "sw": "southwest", "se": "southeast",
}  # fmt: skip
SHORT_FORMS = {
    "htfd": "hartford", "hrtfd": "hartford", "hfd": "hartford",
    "vlg": "village", "vlge": "village", "vil": "village", "vill": "village", "vge": "village",
    "brg": "bridge", "brdg": "bridge", "bdg": "bridge",
    "ctr": "center", "cntr": "center", "centre": "center",
    "dpt": "depot", "dep": "depot", "mt": "mount", "lk": "lake", "hts": "heights",
    "sta": "station", "stn": "station",
}  # fmt: skip
LEADING = (("the", "town", "of"), ("town", "of"), ("twn", "of"), ("tn", "of"), ("city", "of"), ("borough", "of"),
           ("boro", "of"), ("village", "of"))  # fmt: skip
TRAILING = frozenset({"town", "city", "borough", "boro", "village", "cdp"})

# What people write, or a system exports, where they have no place to write.
NO_PLACE = frozenset({
    "", "null", "n a", "na", "nan", "nil", "none", "unknown", "unk", "unkn", "uk", "not known", "not recorded",
    "not available", "not applicable", "not given", "not provided", "not stated", "not specified", "unspecified",
    "undisclosed", "undetermined", "confidential", "declined", "refused", "missing", "blank", "tbd", "other", "x", "xx",
    "xxx", "no address", "no fixed address", "homeless", "transient", "residence", "private residence", "home",
    "scene", "on scene", "town", "city", "village", "borough", "ct", "conn", "connecticut",
})  # fmt: skip

STREET_WORDS = frozenset({
    "st", "str", "street", "rd", "road", "ave", "av", "avenue", "ln", "lane", "dr", "drive", "blvd", "boulevard",
    "cir", "circle", "court", "way", "hwy", "highway", "pike", "tpke", "turnpike", "ter", "terrace", "trl", "trail",
    "ext", "extension", "sq", "pl", "pkwy", "parkway",
})  # fmt: skip
NUMBERED = frozenset({"route", "rt", "rte", "hwy", "highway", "apt", "apartment", "unit", "lot", "suite", "ste", "box",
                      "floor", "fl", "room", "rm", "exit"})  # fmt: skip
BUILDINGS = frozenset({
    "ambulance", "church", "clinic", "college", "department", "dept", "fire", "firehouse", "hospital", "hotel", "inn",
    "jail", "library", "motel", "pharmacy", "police", "prison", "restaurant", "school", "shelter", "store",
})  # fmt: skip


def plain(text: str) -> str:
    """The words of a text in small letters, one space apart, without accents, points or apostrophes."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(sign for sign in letters if not unicodedata.combining(sign) and sign not in "'’‘`´")
    return " ".join(re.findall(r"[^\W_]+", kept))


def expanded(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with short forms written out; a short direction only where another word follows it."""
    last = len(words) - 1
    longer = [DIRECTIONS.get(word, word) if index < last else word for index, word in enumerate(words)]
    return tuple(SHORT_FORMS.get(word, word) for word in longer)


def without_title(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without a leading "Town of" or the like."""
    for leading in LEADING:
        if words[: len(leading)] == leading and len(words) > len(leading):
            return words[len(leading) :]
    return words


def forms(words: tuple[str, ...]) -> Iterator[str]:
    """The forms under which a written name may stand in a list, the nearest to what was written first."""
    bare = without_title(words)
    for form in (words, expanded(words), bare, expanded(bare)):
        yield " ".join(form)
    if len(bare) > 1 and bare[-1] in TRAILING:
        yield " ".join(expanded(bare[:-1]))


def has_digit(text: str) -> bool:
    """Whether any sign of the text is a digit."""
    return any(sign.isdigit() for sign in text)
