"""How much a heading reads like one of the names that known sources give a field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from rorf_data.intake.canonical import TITLES, fields_of
from rorf_data.intake.headings import WILDCARD, joined, pattern, spaced
from rorf_data.intake.sources import Source
from rorf_data.model import Feed

KNOWN, ALIKE, ELSEWHERE, NEAR, PARTLY = 0.95, 0.88, 0.8, 0.7, 0.5
"""A name of the feed's own lists; one with ``*``; a name of another feed's list; a near spelling; some of its words."""

CLOSE = 0.84
SHORTEST_NEAR = 5
LONGEST_NEAR = 40
LONG_WORD = 4
# Words that many headings hold and that say too little of a field by themselves.
VAGUE = {
    "date",
    "state",
    "service",
    "kit",
    "name",
    "type",
    "number",
    "time",
    "report",
    "place",
    "call",
    "event",
    "form",
}

PERSONAL = re.compile(
    r"\b(name|first|last|surname|forename|middle|initials|e ?mail|mail|phone|telephone|tel|mobile|cell|fax|contact"
    r"|address|street|apartment|apt|dob|birth|birthday|birthdate|born|ssn|social security|patient|age|sex|gender|race"
    r"|ethnicity|ip|narrative|notes?|comments?|remarks?|description|signature|reach you|drop off instructions"
    r"|crew|officers?|medics?|emt|staff|employee|responder|author|(?:entered|completed|recorded|filled) (?:in )?by)\b"
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a heading reads like a field's (0 to 1), and the name that it reads like."""

    score: float
    name: str = ""


NOTHING = Likeness(0.0)


class KnownNames:
    """The names under which known sources carry the fields of one feed."""

    def __init__(self, sources: Sequence[Source], feed: Feed) -> None:
        self.feed = feed
        self._named: dict[str, dict[str, Likeness]] = {}
        self._alike: list[tuple[str, str]] = []
        for source in sorted(sources, key=lambda source: source.feed is not feed):
            self._add(source)
        for field in fields_of(feed):
            self._note(field, TITLES[field], Likeness(KNOWN, TITLES[field]))
        self._long = [name for name in self._named if SHORTEST_NEAR <= len(name) <= LONGEST_NEAR]

    def likeness(self, heading: str) -> dict[str, Likeness]:
        """Every field that the heading could be, with how much it reads like it."""
        plain = spaced(heading)
        if not plain:
            return {}
        found = dict(self._named.get(plain.replace(" ", ""), {}))
        for field, name in self._alike:
            if field not in found and pattern(name).match(plain):
                found[field] = Likeness(ALIKE, name.replace(WILDCARD, " … ").strip(" …"))
        for field, likeness in (*self._near(plain), *self._partly(plain), *self._begun(plain)):
            if likeness.score > found.get(field, NOTHING).score:
                found[field] = likeness
        return found

    def is_known(self, heading: str) -> bool:
        """Whether the heading is one of the names, or holds one whole."""
        plain = spaced(heading)
        is_alike = any(pattern(name).match(plain) for _, name in self._alike)
        return plain.replace(" ", "") in self._named or is_alike or bool(self._partly(plain))

    def _add(self, source: Source) -> None:
        fields = fields_of(self.feed)
        best = KNOWN if source.feed is self.feed else ELSEWHERE
        for field, names in source.columns.items():
            if field not in fields:
                continue
            for rank, name in enumerate(names):
                if WILDCARD in name:
                    self._alike += [(field, name)] if source.feed is self.feed else []
                else:
                    self._note(field, name, Likeness(best - rank / 1000, name))

    def _note(self, field: str, name: str, likeness: Likeness) -> None:
        self._named.setdefault(joined(name), {}).setdefault(field, likeness)

    def _near(self, plain: str) -> list[tuple[str, Likeness]]:
        text = plain.replace(" ", "")
        if not SHORTEST_NEAR <= len(text) <= LONGEST_NEAR or text in self._named:
            return []
        return [
            (field, Likeness(NEAR, likeness.name))
            for name in get_close_matches(text, self._long, n=2, cutoff=CLOSE)
            for field, likeness in self._named[name].items()
        ]

    def _begun(self, plain: str) -> list[tuple[str, Likeness]]:
        """Names of which the heading, of two words or more, is the beginning."""
        if " " not in plain:
            return []
        begun = [(likeness, field) for each in self._named.values() for field, likeness in each.items()]
        return [(field, Likeness(PARTLY, one.name)) for one, field in begun if spaced(one.name).startswith(plain + " ")]

    def _partly(self, plain: str) -> list[tuple[str, Likeness]]:
        words = plain.split()
        found = []
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + 6) + 1):
                part = words[start:end]
                if end - start == len(words) or not _says_enough(part):
                    continue
                for field, likeness in self._named.get("".join(part), {}).items():
                    found.append((field, Likeness(PARTLY + 0.3 * len(part) / len(words), likeness.name)))
        return found


def is_personal(heading: str) -> bool:
    """Whether the heading speaks of what may hold somebody's name, ways to reach them, or free text."""
    return bool(PERSONAL.search(spaced(heading)))


def names_by_feed(sources: Sequence[Source]) -> dict[Feed, KnownNames]:
    """The names of every feed."""
    return {feed: KnownNames(sources, feed) for feed in Feed}


def _says_enough(words: Sequence[str]) -> bool:
    return len(words) > 1 or (len(words[0]) >= LONG_WORD and words[0] not in VAGUE) or words == ["zip"]
