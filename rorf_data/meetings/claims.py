"""Claims that the records can't bear: each is known by its words, told why, and met with a sentence that they do bear.

It reads words and not meaning, so it can miss a claim, and now and then asks twice about a harmless sentence. It never
rewrites anything: a person decides what is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rorf_data.measures.comparisons import Answer
from rorf_data.meetings import claim_words as words

LONGEST_TEXT: Final = 5000

NO_RECORD_OF_USE = (
    "No record here says what became of a kit, and fewer deaths or calls would not show it either: much else changes "
    "them, and in towns this small chance alone does."
)
ONLY_KITS = (
    "The records count kits, visits and calls. They never follow a person, and one person can be behind several of "
    "them."
)
NO_TEST_OF_DEATHS = (
    "Published deaths come once a year and late, and part of them without a place, so their years are not compared "
    "here."
)


@dataclass(frozen=True, slots=True)
class Bearing:
    """What the figures at hand bear, by subject: handed (kits or doses), calls, requests, deaths.

    ``counts`` are the events that a rate or percentage would rest on (for kits their visits), in the period and in the
    time before; None where they may not be told or are not on record. ``changes`` is what the comparison of the two
    says. ``offers`` are sentences that the records do bear. ``fewest`` and ``stable``: how many events it takes for a
    rate, and for one without a mark. ``unreached``: how many of the towns no kit was left in.
    """

    counts: Mapping[str, int | None]
    earlier: Mapping[str, int | None]
    changes: Mapping[str, str | None]
    offers: Mapping[str, str]
    fewest: int
    stable: int
    towns: tuple[str, ...] = ()
    unreached: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A claim that the records can't bear: its rule, its very words, why not, and what can be said instead."""

    rule: str
    words: str
    reason: str
    offer: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """Words, and why they can't be borne; a wish of it (``may_be_wished``) and a cited study are no claim of ours."""

    name: str
    pattern: re.Pattern[str]
    reason: str
    offer: str
    may_be_wished: bool = True


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    sentence: str
    has_interval: bool

    @property
    def subject(self) -> str | None:
        """What it speaks of, or else what its sentence does."""
        for text in (self.text, self.sentence):
            for name, pattern in words.SUBJECTS.items():
                if pattern.search(text):
                    return name
        return None


_RULES: Final = (
    _Rule("an effect on deaths or overdoses", words.EFFECT, NO_RECORD_OF_USE, "bound"),
    _Rule("lives saved", words.LIVES, NO_RECORD_OF_USE, "bound"),
    _Rule(
        "what became of a kit", words.USE, "No record here says whether a kit that was left was ever used.", "handed"
    ),
    _Rule(
        "a cause",
        words.CAUSE,
        "Counts beside each other don't say that one brought about the other; nothing here was compared with towns "
        "without the programme.",
        "bound",
    ),
    _Rule(
        "proof",
        words.PROVEN,
        "Nothing is proven by counts of a programme, and “significant” has one fixed meaning: a comparison that was "
        "tested. What the test says can be quoted.",
        "change",
    ),
    _Rule("success", words.EFFECTIVE, f"Whether anyone is better off isn't known. {NO_RECORD_OF_USE}", "handed"),
    _Rule("a claim about people", words.PER_PERSON, ONLY_KITS, "handed", may_be_wished=False),
    _Rule(
        "every overdose",
        words.EVERY,
        "Only calls that reached the records are counted; overdoses that nobody called about are in no record, and not "
        "every call says whether a kit was left.",
        "calls",
    ),
    _Rule(
        "overdoses",
        words.OVERDOSES,
        "The records hold calls that were suspected to be overdoses. They are not confirmed, and one call can concern "
        "more than one person.",
        "calls",
        may_be_wished=False,
    ),
    _Rule(
        "enough, or not enough",
        words.ENOUGH,
        "Pharmacies, the state and syringe programmes supply these towns too and are not counted here, so these kits "
        "can't be judged against a need or a planning figure.",
        "handed",
    ),
)


def check_claims(text: str, bearing: Bearing) -> tuple[Refusal, ...]:
    """Every claim of the text that the records can't bear, in its order; empty where none was found.

    Only the first 5,000 characters are read.
    """
    found: dict[tuple[str, str], Refusal] = {}
    for clause in _clauses(text[:LONGEST_TEXT]):
        for refusal in _refused(clause, bearing):
            found.setdefault((refusal.rule, refusal.words), refusal)
    return tuple(found.values())


def check_claim(text: str, bearing: Bearing) -> Refusal | None:
    """The first claim that the records can't bear; None where none was found."""
    return next(iter(check_claims(text, bearing)), None)


def _refused(clause: _Clause, bearing: Bearing) -> Iterator[Refusal]:
    has_effect = False
    for rule in _RULES:
        for match in rule.pattern.finditer(clause.text):
            if not _is_excused(clause, match, may_be_wished=rule.may_be_wished):
                has_effect = has_effect or rule.pattern is words.EFFECT
                yield Refusal(rule.name, match.group().strip(), rule.reason, _offer(bearing, rule.offer, clause))
                break
    for check in (_in_every_town, _compared, _towns_ranked, _share, _rate):
        if check is _compared and has_effect:  # the same words would be told twice
            continue
        if refusal := check(clause, bearing):
            yield refusal


def _clauses(text: str) -> Iterator[_Clause]:
    plain = re.sub(r"[’‘]", "'", text.casefold())
    plain = re.sub(r"[\u2010\u2011]", "-", re.sub(r"[\u2013\u2014]", " - ", plain))
    plain = re.sub(r"\s*%", " percent", re.sub(r"\bper cent\b", "percent", plain))
    for sentence in words.SENTENCES.split(plain):
        bare = _INTERVAL.sub(" ", sentence)
        for clause in words.CLAUSES.split(bare):
            if clause and clause.strip():
                yield _Clause(" ".join(clause.split()), " ".join(bare.split()), bare != sentence)


_INTERVAL: Final = re.compile(
    r"\([^()]*\bintervals?\b[^()]*\)|\(\d[\d.,]* to \d[\d.,]*\)|"
    r"\b\d+(?:\.\d+)? percent (?:confidence )?intervals?(?: of)?(?: (?:from )?\d[\d.,]* to \d[\d.,]*)?"
)


def _is_excused(clause: _Clause, match: re.Match[str], *, may_be_wished: bool = True) -> bool:
    before = clause.text[: match.start()]
    for disclaimer in words.DISCLAIMER.finditer(clause.text):
        if disclaimer.start() <= match.start() and not words.NEGATION.search(
            clause.text[disclaimer.end() : match.start()]
        ):
            return True
    if words.WHETHER.search(before) and words.OPEN.search(clause.text):
        return True
    if may_be_wished and words.AIM.search(before):
        return True
    if words.RATIO_BEFORE.search(before) or (match.group().startswith("revers") and words.CAN_BEFORE.search(before)):
        return True
    is_cited = words.STUDY.search(clause.sentence) and words.YEAR_CITED.search(clause.sentence)
    return bool(is_cited and not words.OWN.search(clause.sentence))


def _offer(bearing: Bearing, wanted: str, clause: _Clause) -> str:
    """The sentence to offer: the one wanted, for ``change`` that of the clause's own subject, else the next best."""
    subject = clause.subject
    named = [f"{subject}_change", str(subject)] if wanted == "change" else [wanted]
    for name in (*named, "handed", "bound"):
        if name in bearing.offers:
            return bearing.offers[name]
    return ""


def _in_every_town(clause: _Clause, bearing: Bearing) -> Refusal | None:
    match = words.EVERY_TOWN.search(clause.text)
    if not match or not bearing.unreached or not _REACHED.search(clause.text) or _is_excused(clause, match):
        return None
    reason = f"No kit is on record as left in {bearing.unreached} of the towns in this time."
    return Refusal("every town", match.group(), reason, _offer(bearing, "handed", clause))


_REACHED: Final = re.compile(r"\b(?:left|reach\w*|served?|cover\w*|has|have|had|got|received|in)\b.*|\bkits?\b")


def _compared(clause: _Clause, bearing: Bearing) -> Refusal | None:
    """A change that the comparison doesn't call so; the words of a change without a subject are no claim of ours."""
    subject = clause.subject
    text = _NO_CHANGE.sub(" ", clause.text)
    for direction, pattern in _DIRECTIONS:
        match = pattern.search(text)
        if match is None or subject is None or _is_excused(_Clause(text, clause.sentence, False), match):
            continue
        answer = bearing.changes.get(subject)
        if answer == direction and subject != "deaths":
            return None
        reason = _why_not(subject, answer, bearing)
        return Refusal("a comparison", match.group().strip(), reason, _offer(bearing, "change", clause))
    return None


_DIRECTIONS: Final = (
    (Answer.NO_CLEAR_CHANGE, words.STEADY),
    (Answer.UP, words.UPWARDS),
    (Answer.DOWN, words.DOWN),
)
_NO_CHANGE: Final = re.compile(
    r"\bno\s+clear\s+(?:change|difference)\b|\bby\s+more\s+than\s+chance\b|\bmore\s+or\s+(?:less|fewer)\b"
)


def _why_not(subject: str, answer: str | None, bearing: Bearing) -> str:
    if subject == "deaths":
        return NO_TEST_OF_DEATHS
    if answer is None:
        return "The two times are not compared here: one of them may not be told, is not on record, or isn't complete."
    judged = " (judged by visits, since kits come several to a visit)" if subject == "handed" else ""
    if answer == Answer.TOO_FEW:
        return f"The comparison says “{answer}”{judged}: even twice as many could hardly be told from chance."
    return f"The comparison with the time before says “{answer}”{judged}."


def _towns_ranked(clause: _Clause, bearing: Bearing) -> Refusal | None:
    named = [town for town in bearing.towns if re.search(rf"\b{re.escape(town.casefold())}\b", clause.text)]
    match = words.RANKED.search(clause.text)
    if not named or not match or clause.subject in (None, "handed") or _is_excused(clause, match):
        return None
    reason = "In towns this small the numbers differ by chance, and most of them may not be told outside the programme."
    return Refusal("towns against each other", match.group().strip(), reason, _offer(bearing, "calls", clause))


def _share(clause: _Clause, bearing: Bearing) -> Refusal | None:
    match = words.SHARES.search(clause.text)
    subject = clause.subject
    if match is None or subject is None or _is_excused(clause, match):
        return None
    known = [bearing.counts.get(subject), bearing.earlier.get(subject, 0)]
    if all(count is not None and count >= bearing.stable for count in known):
        return None
    fewest = f"A percentage rests on {bearing.stable} events or more here, on both sides of a comparison."
    reason = f"{fewest} {_rests_on(subject, bearing)}"
    return Refusal("a percentage of a small count", match.group().strip(), reason, _offer(bearing, subject, clause))


def _rate(clause: _Clause, bearing: Bearing) -> Refusal | None:
    match = words.RATES.search(clause.text)
    subject = clause.subject
    if match is None or subject is None or _is_excused(clause, match):
        return None
    count = bearing.counts.get(subject)
    if count is not None and count >= bearing.stable:
        return None
    if count is not None and count >= bearing.fewest and (clause.has_interval or "unstable" in clause.sentence):
        return None
    reason = (
        f"Under {bearing.fewest} events there is a count and no rate, and under {bearing.stable} a rate stands with "
        f"its interval. {_rests_on(subject, bearing)}"
    )
    return Refusal("a rate of a small count", match.group().strip(), reason, _offer(bearing, subject, clause))


_COUNTED: Final = {"handed": "visits", "calls": "overdose calls", "requests": "requests", "deaths": "published deaths"}


def _rests_on(subject: str, bearing: Bearing) -> str:
    count, earlier = bearing.counts.get(subject), bearing.earlier.get(subject)
    if count is None:
        return f"The number of {_COUNTED[subject]} is not told or not on record."
    before = f", {earlier:,} in the time before" if earlier is not None else ""
    return f"This one rests on {count:,} {_COUNTED[subject]}{before}."
