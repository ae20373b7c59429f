"""Whether a file, found again, is what it was: which data it was made from, and whether the figures still agree."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from rorf_data.answers.asking import ask_again
from rorf_data.answers.protected import share
from rorf_data.answers.reader import Reader, local_day
from rorf_data.disclosure.asked import Asked, read_asked
from rorf_data.disclosure.release import Released
from rorf_data.errors import RorfDataError
from rorf_data.exports.check_code import check_code, content_sha256
from rorf_data.exports.comparing import Difference, cells_changed, differences
from rorf_data.exports.found_in_files import Found, find_in_file
from rorf_data.exports.metadata import AUDIENCE, QUESTION
from rorf_data.model import Audience
from rorf_data.store.history import load_one
from rorf_data.store.queries import load_data_version
from rorf_data.store.taken import Taken, find_taken, find_taken_file

_POLICY = re.compile(r"\(policy “(.+?)”\)")


@dataclass(frozen=True, slots=True)
class Origin:
    """What figures were made from: the question, the newest load known then, for whom, under which policy, when."""

    asked: Asked | None
    data_version: int
    audience: Audience
    title: str
    filters: str
    policy: str = ""
    taken_at: datetime | None = None
    content_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is found out of one check code.

    ``taken``: the entries of the log with this code, newest first. ``why_not``: why the figures couldn't be asked for
    again, in a sentence. ``was_so``: whether the store says, of the data of then, what the code was made of.
    ``changed``: cells of the file that are not what the store says. ``since``: what today's figures say otherwise.
    ``figures``: the title of the figures themselves, which a deck or a picture may call otherwise.
    """

    check_code: str
    origin: Origin | None = None
    taken: tuple[Taken, ...] = ()
    why_not: str = ""
    was_so: bool | None = None
    changed: tuple[Difference, ...] = ()
    since: tuple[Difference, ...] | None = None
    why_not_now: str = ""
    figures: str = ""

    @property
    def holds(self) -> bool:
        """Whether the figures are those of the data that they were made from."""
        return bool(self.was_so) and not self.changed


@dataclass(frozen=True, slots=True)
class Verified:
    """What is found out of a file: its form, whether this very file is in the log, and a verdict for each code."""

    form: str
    is_in_log: bool
    verdicts: tuple[Verdict, ...] = field(default_factory=tuple)


def verify_file(reader: Reader, content: bytes, name: str) -> Verified:
    """What is found out of a file. Raises :class:`rorf_data.errors.FileRefused` for what is none of our forms.

    Also a file that tells no code any more is known by its hash, if it is just as it was made.
    """
    form, found = find_in_file(content, name)
    with reader.engine.connect() as connection:
        entries = find_taken_file(connection, hashlib.sha256(content).hexdigest())
    codes = {one.check_code: one for one in (*found, *(Found(entry.check_code) for entry in entries))}
    codes |= {one.check_code: one for one in found}
    return Verified(form, bool(entries), tuple(_verify(reader, one) for one in codes.values()))


def verify_code(reader: Reader, code: str) -> Verdict:
    """What is found out of a check code alone: what the log knows of it, and whether figures still agree."""
    return _verify(reader, Found(code))


def _verify(reader: Reader, found: Found) -> Verdict:
    with reader.engine.connect() as connection:
        taken = tuple(find_taken(connection, found.check_code))
    origin = _of_entry(taken[0]) if taken else _of_facts(found)
    verdict = Verdict(found.check_code, origin, taken)
    if origin is None:
        return replace(verdict, why_not="Neither the file nor the log of this database says what it was made from.")
    if origin.asked is None:
        return replace(verdict, why_not="These figures are of a kind that can't be asked for again.")
    try:
        then = _shown_then(reader, origin, found.check_code)
    except (RorfDataError, ValueError, TypeError, KeyError, AttributeError) as problem:
        return replace(verdict, why_not=_why(problem))
    was_so = check_code(then) == found.check_code or content_sha256(then) == origin.content_sha256
    verdict = replace(
        verdict,
        was_so=was_so,
        figures=then.about.title,
        changed=tuple(cells_changed(then, found.table) if found.table else ()),
    )
    try:
        now = _asked(reader, origin)
    except (RorfDataError, ValueError, TypeError, KeyError, AttributeError) as problem:
        return replace(verdict, why_not_now=_why(problem))
    return replace(verdict, since=tuple(differences(then, now)))


def _why(problem: Exception) -> str:
    if isinstance(problem, RorfDataError):
        return str(problem)
    return "The question that it answers isn't one that this version of the program knows."


def _of_entry(entry: Taken) -> Origin:
    return Origin(
        asked=_read(entry.asked),
        data_version=entry.data_version,
        audience=Audience(entry.audience),
        title=entry.title,
        filters=entry.filters,
        policy=entry.policy.partition(",")[0],
        taken_at=entry.taken_at,
        content_sha256=entry.content_sha256,
    )


def _of_facts(found: Found) -> Origin | None:
    """What the file says of itself; None where it says too little."""
    facts = found.facts
    if not facts.get("Data version", "").isdecimal():
        return None
    policy = _POLICY.search(facts.get("Protection", ""))
    return Origin(
        asked=_read(facts.get(QUESTION, "")),
        data_version=int(facts["Data version"]),
        audience=Audience.INTERNAL if facts.get(AUDIENCE, "").startswith("INTERNAL") else Audience.SHARED,
        title=facts.get("Title", ""),
        filters="; ".join(facts[name] for name in ("Period", "Towns") if name in facts),
        policy=policy[1] if policy else "",
    )


def _read(written: str) -> Asked | None:
    try:
        return read_asked(written)
    except ValueError:
        return None


def _shown_then(reader: Reader, origin: Origin, code: str) -> Released:
    """The figures of the data of then, as they were on the day that they were taken away.

    Some depend on the day itself. Where no log tells it, the day of the load and today are tried, and the first for
    which the code is right counts.
    """
    with reader.engine.connect() as connection:
        newest = load_data_version(connection)
        moment = load_one(connection, origin.data_version).loaded_at if origin.data_version else None
    # A file that somebody sends in decides nothing: what it is compared with was decided when it was made.
    past = replace(reader if moment is None or origin.data_version == newest else reader.at(moment), may_decide=False)
    tried = None
    for day in _days(reader, origin, moment):
        shown = _asked(replace(past, today=day), origin)
        if check_code(shown) == code:
            return shown
        tried = tried or shown
    assert tried is not None, "there is a day to try"
    return tried


def _days(reader: Reader, origin: Origin, moment: datetime | None) -> Sequence[date]:
    days = [local_day(origin.taken_at, reader)] if origin.taken_at else []
    if moment is not None and not days:
        days.append(local_day(moment, reader))
    return list(dict.fromkeys([*days, reader.today]))


def _asked(reader: Reader, origin: Origin) -> Released:
    """The question asked of this reader, for the audience and under the policy of then."""
    assert origin.asked is not None, "whoever asks has a question"
    rules = reader.settings.sharing
    if origin.policy in rules.policies:
        sharing = replace(rules, policy=rules.policies[origin.policy])
        may_decide = reader.may_decide and sharing.policy == rules.policy
        reader = replace(reader, settings=replace(reader.settings, sharing=sharing), may_decide=may_decide)
    released = ask_again(reader, origin.asked)
    return released if origin.audience is Audience.INTERNAL else share(reader, released)
