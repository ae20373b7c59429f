"""What each column of a file of unknown layout probably is, by its heading and by what stands in it, with reasons.

A proposal is for a person to correct. Each field is proposed for one column at most; a column that nothing is proposed
for is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

from rorf_data.intake.canonical import MAIN_DATES, MUST_BE_GIVEN, fields_of
from rorf_data.intake.columns import PLACE_FIELDS, Headings
from rorf_data.intake.headings import joined, shown, spaced
from rorf_data.intake.likeness import ALIKE, NEAR, NOTHING, KnownNames, Likeness, is_personal, names_by_feed
from rorf_data.intake.looks import Look, all_different, is_number, look_at, values_of
from rorf_data.intake.recognise import HEADER_WITHIN_ROWS
from rorf_data.intake.sheet import Record
from rorf_data.intake.sources import Source
from rorf_data.intake.words import WORDS, reader_of
from rorf_data.model import Feed

SURE_ENOUGH = 0.5
BY_CONTENT_ALONE = ("place", "zip", "state", "agency", "kits", "outcome", "channel", "recipient", "transport", "status")
"""Fields, beside the main date, that what stands in a column may tell without its heading."""

ONLY_SMALL_NUMBERS = 0.4
OWN_NAME = 0.85
LEAST = 0.3
CONTRADICTED = 0.2
CLOSE_WORD = 0.82
HINTS = {
    Feed.DISTRIBUTIONS: "left leave behind recipient distributed given handed",
    Feed.REQUESTS: "request requested submission submitted delivered delivery like need timestamp",
    Feed.CALLS: "overdose od incident nature disposition unit dispatch nonfatal fatal narcan",
    Feed.DEATHS: "death injury manner cause residence fentanyl opioid",
    Feed.SUMMARIES: "month total calls requests",
    Feed.STOCK: "stock movement transaction store lot expiry expiration inventory received issued returned",
    Feed.SETTLEMENT: "amount fund settlement spending contribution category purpose",
    Feed.HELP_PLACES: "hours services website site facility latitude longitude",
}
"""Words in headings that speak for a feed."""

PENALTIES = {"agency": 0.3, "store": 0.3, "kits": 1.0}
"""What it speaks against a feed that nothing was found for a field that its rows must give; 2 where nothing is said."""

MOST_FILES_ARE = {Feed.DISTRIBUTIONS: 0.4}
"""What is likelier before anything of a file is known."""

# Where somebody lives, was taken or died is not where something happened.
ANOTHER_PLACE = re.compile(r"\b(residence|resident|lives?|home|death|birth|mailing|billing|hospital|destination)\b")
NUMBERING = re.compile(r"#|\b(?:id|no|nr|num|number|ref|reference|key|uuid|guid)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column, counted from 0, seems to be: a field, how sure from 0 to 1, and why in words."""

    position: int
    field: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rows of a file and each of its columns seem to be.

    ``guesses`` are in the order of the columns; one column stands there twice only where a single text says of a call
    both how it ended and whether naloxone was given. ``identity``: the columns that seem to number the records, with
    the fields that the number is unique within.
    """

    feed: Feed
    guesses: tuple[Guess, ...]
    identity: tuple[int, ...] = ()
    identity_within: tuple[str, ...] = ()
    likelihood: float = field(default=0.0, compare=False)

    def fields_at(self, position: int) -> tuple[str, ...]:
        """The fields proposed for a column; none where it is to be left out."""
        return tuple(guess.field for guess in self.guesses if guess.position == position)

    def reason_at(self, position: int) -> str:
        """Why that is proposed, empty for a column to be left out."""
        return next((guess.reason for guess in self.guesses if guess.position == position), "")


def propose(
    headings: Sequence[str], records: Sequence[Record], sources: Sequence[Source], *, feed: Feed | None = None
) -> Proposal:
    """The likeliest meaning of the columns under these headings, for one feed or for the feed that fits best.

    ``records`` are rows from under the headings; a few hundred are enough. ``sources`` are those whose lists of
    headings are known.
    """
    columns = _Columns(headings, records)
    feeds = list(Feed) if feed is None else [feed]
    shipped = {source.feed: source for source in sources if not source.is_own}
    proposals = [_propose_for(KnownNames(sources, one), columns, shipped.get(one)) for one in feeds]
    return max(proposals, key=lambda proposal: proposal.likelihood)


def find_header(head: Sequence[Record], sources: Sequence[Source]) -> int:
    """The row, counted from 1, that seems to name the columns: most known names, then most different words."""
    names = names_by_feed(sources)
    rows = [
        (_header_score(headings_at(head, row), names), -row) for row in range(1, len(head[:HEADER_WITHIN_ROWS]) + 1)
    ]
    return -max(rows, default=((0.0, 0), -1))[1]


def headings_at(head: Sequence[Record], row: int) -> Record:
    """The headings of a row, a blank one filled from the row above, where it may be merged over several columns."""
    below = list(head[row - 1])
    above = head[row - 2] if row > 1 and sum(bool(cell.strip()) for cell in head[row - 2]) > 1 else []
    return [cell if cell.strip() or p >= len(above) else above[p] for p, cell in enumerate(below)]


def propose_words(name: str, texts: Iterable[str]) -> dict[str, str | None]:
    """Which of our words each text of a coded field seems to mean; None where nothing near it is known."""
    return {text: _word_for(name, text) for text in texts}


class _Columns:
    """Headings with the values under them, each looked at once for each field."""

    def __init__(self, headings: Sequence[str], records: Sequence[Record]) -> None:
        self.headings, self.records = headings, records
        self._values = [values_of(records, position) for position in range(len(headings))]
        self._looks: dict[tuple[int, str], Look] = {}

    def look(self, position: int, feed: Feed, name: str) -> Look:
        """How well the values of a column fit a field; a field of one name is the same in every feed."""
        if (position, name) not in self._looks:
            self._looks[position, name] = look_at(self._values[position], feed, name)
        return self._looks[position, name]


def _propose_for(names: KnownNames, columns: _Columns, shipped: Source | None) -> Proposal:
    guesses = _one_each([*_guesses(names, columns)])
    identity = _identity(names, columns, guesses)
    given = {guess.field for guess in guesses}
    within = shipped.identity_within if shipped and identity else ()
    return Proposal(
        names.feed,
        tuple(sorted(guesses, key=lambda guess: guess.position)),
        identity,
        tuple(name for name in within if name in given),
        _likelihood(names.feed, columns.headings, guesses, shipped),
    )


def _guesses(names: KnownNames, columns: _Columns) -> Iterator[Guess]:
    for position, heading in enumerate(columns.headings):
        if not joined(heading):
            continue
        likenesses = names.likeness(heading)
        for name in fields_of(names.feed):
            likeness = likenesses.get(name, NOTHING)
            if name == "record_id" or not _may_be(names.feed, heading, name, likeness):
                continue
            if guess := _guess(position, heading, name, likeness, columns.look(position, names.feed, name)):
                yield guess


def _may_be(feed: Feed, heading: str, name: str, likeness: Likeness) -> bool:
    """Whether the heading lets a column be this field at all, or the content alone may tell."""
    if is_personal(heading) and likeness.score < NEAR:
        return False
    if name in PLACE_FIELDS and likeness.score < OWN_NAME and ANOTHER_PLACE.search(spaced(heading)):
        return False
    return likeness.score > 0 or name in (MAIN_DATES[feed], *BY_CONTENT_ALONE)


def _guess(position: int, heading: str, name: str, likeness: Likeness, look: Look) -> Guess | None:
    """One field for one column, or None where heading and content say too little together."""
    sure = 1 - (1 - likeness.score) * (1 - max(look.score, 0.0))
    if look.score < 0:
        sure *= CONTRADICTED if look.score <= -1 else 1 + look.score
    reasons = [_heading_reason(heading, likeness), look.reason]
    return Guess(position, name, round(sure, 4), " and ".join(filter(None, reasons))) if sure > LEAST else None


def _heading_reason(heading: str, likeness: Likeness) -> str:
    if not likeness.score:
        return ""
    if likeness.score > NEAR + 0.05 and joined(heading) == joined(likeness.name):
        return "the heading is a known one"
    return f"the heading reads like “{shown(likeness.name)}”"


def _one_each(guesses: list[Guess]) -> list[Guess]:
    """The surest guesses so that each field and each column is taken once, but for a text that says two things."""
    taken: list[Guess] = []
    for guess in sorted(guesses, key=lambda guess: (-guess.confidence, guess.position)):
        fields, positions = {one.field for one in taken}, {one.position for one in taken}
        if guess.field in fields or guess.confidence < _needed(guess, guesses):
            continue
        if guess.position not in positions or _says_two_things(guess, taken):
            taken.append(guess)
    return taken


def _needed(guess: Guess, guesses: Sequence[Guess]) -> float:
    """The confidence that is enough: less for the only column of small numbers, which will be the kits."""
    rivals = [other for other in guesses if other.field == guess.field and other.position != guess.position]
    return ONLY_SMALL_NUMBERS if guess.field == "kits" and not rivals else SURE_ENOUGH


def _says_two_things(guess: Guess, taken: Sequence[Guess]) -> bool:
    combined = {"outcome", "naloxone_given"}
    there = [one.field for one in taken if one.position == guess.position]
    return guess.field in combined and guess.confidence >= ALIKE and len(there) == 1 and there[0] in combined


def _identity(names: KnownNames, columns: _Columns, guesses: Sequence[Guess]) -> tuple[int, ...]:
    """The column that is headed as a number of records are, and differs from one record to the next."""
    others = {guess.position for guess in guesses if guess.field != "incident"}
    scored = [(_numbers(names, heading), -p) for p, heading in enumerate(columns.headings) if p not in others]
    likely = [-place for score, place in sorted(scored, reverse=True) if score > 0]
    return next(((p,) for p in likely if all_different(columns.records, [p])), ())


def _numbers(names: KnownNames, heading: str) -> float:
    """How much a heading reads like that of a record's number."""
    score = names.likeness(heading).get("record_id", NOTHING).score
    if score >= NEAR:
        return score
    is_numbering = joined(heading) and NUMBERING.search(heading) and not is_personal(heading)
    return SURE_ENOUGH if is_numbering else 0.0


def _likelihood(feed: Feed, headings: Sequence[str], guesses: Sequence[Guess], shipped: Source | None) -> float:
    """How well a whole feed fits: what was found for it, less what it must have and what speaks against it."""
    found = {guess.field for guess in guesses}
    must = set(MUST_BE_GIVEN[feed])
    missing = must - found
    penalty = sum(PENALTIES.get(name, 2.0) for name in missing)
    if feed is Feed.SUMMARIES and not found & {"kits", "calls", "requests"}:
        penalty += 1.5
    words = {word for heading in headings for word in spaced(heading).split()}
    return (
        sum(guess.confidence for guess in guesses)
        + MOST_FILES_ARE.get(feed, 0.0)
        + 0.3 * len(words & set(HINTS[feed].split()))
        - penalty
        - 1.5 * _speaks_against(headings, shipped)
    )


def _speaks_against(headings: Sequence[str], shipped: Source | None) -> bool:
    """Whether a heading stands there by which the shipped source of the feed is told not to be meant."""
    row = Headings(headings)
    return shipped is not None and any(row.like(name) for name in shipped.unless)


def _header_score(record: Record, names: Mapping[Feed, KnownNames]) -> tuple[float, int]:
    """How many known names stand in a row, less its numbers and dates; then how many different words."""
    cells = [cell for cell in record if cell.strip()]
    words = {spaced(cell) for cell in cells if not is_number(cell)}
    known = sum(any(each.is_known(cell) for each in names.values()) for cell in words)
    return known - 1.5 * (len(cells) - len(words)) if len(cells) > 1 else -1.0, len(words)


@lru_cache(maxsize=4096)
def _word_for(name: str, text: str) -> str | None:
    try:
        return reader_of(name, {})(text)
    except KeyError:
        pass
    known = {spaced(one): word for word, ones in WORDS[name].items() for one in (word, *ones)}
    plain = spaced(text)
    held = [one for one in known if len(one) > 3 and f" {one} " in f" {plain} "]
    near = get_close_matches(plain, known, n=1, cutoff=CLOSE_WORD)
    best = [*sorted(held, key=len, reverse=True), *near]
    return known[best[0]] if best else None
