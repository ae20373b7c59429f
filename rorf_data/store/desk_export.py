"""Decisions on places as a file that another installation can take in: a small TOML, as sources are described in.

The database holds a keyed hash of each place as written. Where the words are kept beside it, the place, ZIP code and
state that give this hash are found again, and any installation can take the decision in under a key of its own; the
others hold only under the same key, whose fingerprint stands in the file.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from rorf_data.errors import FileRefused, RorfDataError
from rorf_data.intake.decisions import place_hasher
from rorf_data.intake.personal import without_personal
from rorf_data.intake.sources import Source
from rorf_data.model import AREA_LABELS
from rorf_data.store import tables
from rorf_data.store.desk import Question, adopt_decision
from rorf_data.store.records import Actor
from rorf_data.towns import gazetteer
from rorf_data.towns.meaning import holds_only_our_names
from rorf_data.towns.resolve import resolve

KIND = "decisions on places"
LONGEST_NAME = 60
HEAD = """\
# Decisions on places that could not be told by a program. Take this file in on the page Place names of another
# installation, or with: rorf places import FILE
"""
NOT_KEPT = "What was written is not kept; it was decided in another installation."


@dataclass(frozen=True, slots=True)
class Carried:
    """One decision as the file carries it.

    ``place``, ``zip`` and ``state`` are None where they can't be told any more; ``record_key`` is empty for a decision
    on all rows of the source.
    """

    source: str
    area: str
    written_key: str
    record_key: str
    place: str | None
    zip: str | None
    state: str | None
    decided_by: str
    decided_at: datetime

    def name(self) -> str:
        """What a report calls it."""
        what = f"“{self.place}”" if self.place else f"ZIP code {self.zip}" if self.zip else "a place that is not kept"
        return f"{what} in {self.source}" + (", one row" if self.record_key else "")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the decisions of a file: ``taken``, those in force here ``already``, and the others with why not.

    ``rows`` wait no longer, and ``months`` that were on record have other figures.
    """

    taken: int
    already: int
    rows: int
    months: tuple[date, ...]
    not_taken: tuple[tuple[str, str], ...]


def decisions_to_toml(engine: sa.Engine, *, token_key: bytes, now: datetime) -> str:
    """The decisions in force, the oldest first; ``now`` is in UTC."""
    decided = tables.place_decisions
    query = sa.select(decided).where(decided.c.undone_by.is_(None)).order_by(decided.c.decision_id)
    with engine.connect() as connection:
        carried = [_carry(row, token_key) for row in connection.execute(query).mappings()]
        key = _fingerprint(connection)
    head = [f"kind = {_quoted(KIND)}", f"key = {_quoted(key)}", f"written_at = {_moment(now)}"]
    return "\n".join([HEAD, *head, *(line for one in carried for line in _lines(one))]) + "\n"


def import_decisions(
    engine: sa.Engine, text: str, *, sources: Sequence[Source], token_key: bytes, now: datetime, by: str
) -> ImportReport:
    """Take in what :func:`decisions_to_toml` wrote; a decision that is in force here is never replaced by another.

    Raises :class:`FileRefused` when the text is no such file.
    """
    key, carried = read_decisions(text)
    with engine.connect() as connection:
        is_same_key = key == _fingerprint(connection)
    report = ImportReport(0, 0, 0, (), ())
    for one in carried:
        here = _here(one, token_key=token_key, is_same_key=is_same_key)
        try:
            report = _import(engine, here, report, sources=sources, token_key=token_key, actor=Actor(by, now))
        except RorfDataError as problem:
            report = replace(report, not_taken=(*report.not_taken, (one.name(), str(problem))))
    return report


def read_decisions(text: str) -> tuple[str, list[Carried]]:
    """The fingerprint of the key, and the decisions of a file; :class:`FileRefused` when it is no such file."""
    try:
        entries = tomllib.loads(text)
        if entries.get("kind") != KIND:
            raise FileRefused("This file holds no decisions on places; such a file comes from the page Place names.")
        return str(entries["key"]), [_carried(entry) for entry in entries.get("decisions", [])]
    except (tomllib.TOMLDecodeError, AttributeError, KeyError, TypeError, ValueError):
        raise FileRefused("This file of decisions can't be read; it was cut short or changed by hand.") from None


def _import(
    engine: sa.Engine,
    one: Carried,
    report: ImportReport,
    *,
    sources: Sequence[Source],
    token_key: bytes,
    actor: Actor,
) -> ImportReport:
    in_force = _in_force(engine, one)
    if in_force == one.area:
        return replace(report, already=report.already + 1)
    if in_force is not None:
        raise FileRefused(f"Here it is decided to be {gazetteer.area_label(in_force)}, which stays.")
    said = Actor(one.decided_by, one.decided_at)
    done = adopt_decision(
        engine, _question(one), one.area, said=said, sources=sources, token_key=token_key, now=actor.now, by=actor.by
    )
    months = tuple(sorted({*report.months, *done.months}))
    return replace(report, taken=report.taken + 1, rows=report.rows + done.rows, months=months)


def _carry(row: sa.RowMapping, token_key: bytes) -> Carried:
    hash_parts = place_hasher(row["source"], token_key=token_key)
    parts = next((p for p in _likely_parts(row["written"] or "") if hash_parts(p) == row["written_key"]), None)
    return Carried(
        source=row["source"],
        area=row["area"],
        written_key=row["written_key"],
        record_key=row["record_key"],
        place=parts[0] if parts else None,
        zip=parts[1] if parts else None,
        state=parts[2] if parts else None,
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
    )


def _likely_parts(place: str) -> Iterator[tuple[str, str, str]]:
    """The place with the ZIP codes and states that may have stood beside it."""
    states = [word for state in gazetteer.states() for word in (state.code, state.name, *state.other_spellings)]
    yield from ((place, "", state) for state in ("", *states))
    yield from ((place, code, state) for code in gazetteer.zip_shares() for state in ("", "CT", "Connecticut", "Conn"))


def _here(one: Carried, *, token_key: bytes, is_same_key: bool) -> Carried:
    """The decision with the hash that the place has under this installation's key; an empty one where it has none."""
    if is_same_key:
        return one
    if one.record_key or one.place is None or one.zip is None or one.state is None:
        return replace(one, written_key="")
    hash_parts = place_hasher(one.source, token_key=token_key)
    return replace(one, written_key=hash_parts((one.place, one.zip, one.state)))


def _in_force(engine: sa.Engine, one: Carried) -> str | None:
    """The area that is decided here for the same question, if any."""
    if not one.written_key:
        why = "it is for one row alone" if one.record_key else "what was written is not kept"
        raise FileRefused(f"It was made under another key, and {why}.")
    decided = tables.place_decisions.c
    query = sa.select(decided.area).where(
        decided.source == one.source,
        decided.written_key == one.written_key,
        decided.record_key == one.record_key,
        decided.undone_by.is_(None),
    )
    with engine.connect() as connection:
        area: str | None = connection.scalar(query.order_by(decided.decision_id.desc()).limit(1))
    return area


def _question(one: Carried) -> Question:
    """Nothing of the file's own words is kept but a place of our own names."""
    if one.place is None:
        return Question(one.source, one.written_key, NOT_KEPT, one.record_key)
    found = resolve(one.place, zip_code=one.zip or "", state=one.state or "")
    written = one.place if one.place and holds_only_our_names(one.place) else None
    return Question(one.source, one.written_key, found.reason, one.record_key, written, found.place_name)


def _carried(entry: dict[str, Any]) -> Carried:
    decided_at: datetime = entry["decided_at"]
    area = str(entry["area"])
    if area not in AREA_LABELS:
        gazetteer.town(area)
    return Carried(
        source=str(entry["source"]),
        area=area,
        written_key=str(entry["written_key"]),
        record_key=str(entry.get("record_key", "")),
        place=entry.get("place"),
        zip=entry.get("zip"),
        state=entry.get("state"),
        decided_by=without_personal(str(entry["decided_by"]))[:LONGEST_NAME],
        decided_at=decided_at.astimezone(UTC).replace(tzinfo=None),
    )


def _lines(one: Carried) -> Iterator[str]:
    yield from ("", "[[decisions]]", f"source = {_quoted(one.source)}")
    for name in ("place", "zip", "state"):
        value = getattr(one, name)
        if value is not None:
            yield f"{name} = {_quoted(value)}"
    yield f"area = {_quoted(one.area)}  # {gazetteer.area_label(one.area)}"
    yield f"scope = {_quoted('row' if one.record_key else 'source')}"
    yield f"written_key = {_quoted(one.written_key)}"
    if one.record_key:
        yield f"record_key = {_quoted(one.record_key)}"
    yield f"decided_by = {_quoted(one.decided_by)}"
    yield f"decided_at = {_moment(one.decided_at)}"


def _fingerprint(connection: sa.Connection) -> str:
    """What tells one key from another without telling the key."""
    facts = tables.facts.c
    return connection.scalar(sa.select(facts.value).where(facts.name == "token_key")) or ""


def _moment(moment: datetime) -> str:
    return moment.replace(tzinfo=UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
