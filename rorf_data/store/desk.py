"""Deciding a place that the resolver is unsure of: remembered for its source or for one row, and a load of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.intake.decisions import Decided
from rorf_data.intake.releasing import released_rows
from rorf_data.intake.sources import Source
from rorf_data.model import AREA_LABELS, Feed
from rorf_data.store import tables
from rorf_data.store.coverage import add_reported_months
from rorf_data.store.database import writing
from rorf_data.store.records import Actor, begin_load, finish_load, hash_of
from rorf_data.store.stage import Stage
from rorf_data.store.totals import update_totals
from rorf_data.towns import gazetteer

Scope = Literal["source", "row"]


@dataclass(frozen=True, slots=True)
class Question:
    """What a decision answers: a place as written in a source, or that of one record where ``record_key`` is given.

    ``problem`` is the sentence on why the resolver was unsure; ``place_name`` a name of our own tables, if any.
    """

    source: str
    written_key: str
    problem: str
    record_key: str = ""
    written: str | None = None
    place_name: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionReport:
    """What a decision did: its number, the load that applied it, the rows that wait no longer, and the months whose
    figures it changed.
    """

    decision_id: int
    load_id: int
    rows: int
    months: tuple[date, ...]


def decide_place(
    engine: sa.Engine,
    held_id: int,
    area: str,
    *,
    scope: Scope,
    sources: Sequence[Source],
    token_key: bytes,
    now: datetime,
    by: str,
) -> DecisionReport:
    """Decide where the place of a held row is: a town's code, ``outside`` or ``not-recorded``.

    With the scope ``source`` the decision holds for every row of the source that writes the place alike, those that
    wait now and those to come; with ``row`` for this record alone. Raises :class:`StoreRefused` when the row waits no
    longer, waits for another reason than its place, or comes from a source that isn't known here any more.
    """
    if area not in AREA_LABELS:
        gazetteer.town(area)
    with writing(engine) as connection:
        held = _waiting(connection, held_id)
        source = _source_of(held, sources)
        return _decide(connection, held, area, scope, source, token_key, Actor(by, now))


def adopt_decision(
    engine: sa.Engine,
    question: Question,
    area: str,
    *,
    said: Actor,
    sources: Sequence[Source],
    token_key: bytes,
    now: datetime,
    by: str,
) -> DecisionReport:
    """Take over a decision that was made in another installation, by ``said``; rows that wait for it come in now.

    ``by`` and ``now`` are who takes it over and when. Raises :class:`StoreRefused` for a source that isn't known here.
    """
    asked = asdict(question) | {"held_id": None}
    scope: Scope = "row" if question.record_key else "source"
    with writing(engine) as connection:
        source = _source_of(asked, sources)
        return _decide(connection, asked, area, scope, source, token_key, Actor(by, now), said)


def load_of_decision(engine: sa.Engine, decision_id: int) -> int:
    """The load that applied a decision; raises :class:`StoreRefused` when there is no such decision."""
    decided = tables.place_decisions.c
    with engine.connect() as connection:
        load_id: int | None = connection.scalar(sa.select(decided.load_id).where(decided.decision_id == decision_id))
    if load_id is None:
        raise StoreRefused(f"There is no decision {decision_id}.")
    return load_id


def _waiting(connection: sa.Connection, held_id: int) -> sa.RowMapping:
    held = tables.held_rows
    query = sa.select(held).where(held.c.held_id == held_id, held.c.ended_by.is_(None))
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise StoreRefused("This row waits no longer; somebody decided it or its file came again.")
    if found["written_key"] is None:
        raise StoreRefused("This row waits for another reason than its place.")
    return found


def _source_of(held: Mapping[Any, Any], sources: Sequence[Source]) -> Source:
    for source in sources:
        if source.name == held["source"]:
            return source
    raise StoreRefused(f"The source “{held['source']}” is not described here any more; put its file back first.")


def _decide(
    connection: sa.Connection,
    asked: Mapping[Any, Any],
    area: str,
    scope: Scope,
    source: Source,
    token_key: bytes,
    actor: Actor,
    said: Actor | None = None,
) -> DecisionReport:
    rows = _rows_concerned(connection, asked, scope)
    load_id = begin_load(
        connection,
        actor,
        file="Decision on a place",
        sha256=hash_of("decision", asked["written_key"], asked["record_key"], area, actor.now),
        source=source.name,
        feed=source.feed,
        kind="decision",
        note=f"{asked['written'] or 'A place'} is {gazetteer.area_label(area)}.",
    )
    place_name = None if area in AREA_LABELS else asked["place_name"]
    decision_id = _remember(connection, asked, area, place_name, scope, load_id, said or actor)
    counts = _release(connection, rows, Decided(decision_id, area, place_name), source, load_id, token_key)
    finish_load(connection, load_id, counts, (None, None))
    months = tables.restatements.c
    restated = connection.scalars(
        sa.select(months.month).where(months.load_id == load_id).distinct().order_by(months.month)
    )
    return DecisionReport(decision_id, load_id, len(rows), tuple(restated))


def _rows_concerned(connection: sa.Connection, asked: Mapping[Any, Any], scope: Scope) -> list[sa.RowMapping]:
    held = tables.held_rows
    alike = sa.and_(held.c.source == asked["source"], held.c.written_key == asked["written_key"])
    if scope == "row":
        is_this = held.c.held_id == asked["held_id"] if asked["held_id"] else held.c.record_key == asked["record_key"]
        alike = sa.and_(alike, is_this)
    query = sa.select(held).where(alike, held.c.ended_by.is_(None)).order_by(held.c.held_id)
    return list(connection.execute(query).mappings())


def _remember(
    connection: sa.Connection,
    asked: Mapping[Any, Any],
    area: str,
    place_name: str | None,
    scope: Scope,
    load_id: int,
    actor: Actor,
) -> int:
    inserted = connection.execute(
        tables.place_decisions.insert().values(
            source=asked["source"],
            written_key=asked["written_key"],
            record_key=asked["record_key"] if scope == "row" else "",
            written=asked["written"],
            reason=asked["problem"],
            area=area,
            place_name=place_name,
            decided_at=actor.now,
            decided_by=actor.by,
            load_id=load_id,
        )
    )
    assert inserted.inserted_primary_key is not None, "a decision has a number of its own"
    decision_id: int = inserted.inserted_primary_key[0]
    return decision_id


def _release(
    connection: sa.Connection,
    held: Sequence[sa.RowMapping],
    decided: Decided,
    source: Source,
    load_id: int,
    token_key: bytes,
) -> dict[str, int]:
    """The held rows as records, compared with those on file like the rows of any load."""
    stage = Stage(connection, Feed(source.feed), source.name, load_id, token_key=token_key)
    rows = released_rows([dict(row) for row in held], decided, source, token_key=token_key)
    stage.add(rows.assign(number=range(1, len(rows) + 1), origin_id=[row["load_id"] for row in held]))
    counts: dict[str, Any] = {"read": len(held)} | stage.settle()
    stage.apply()
    still_held = {repeat["number"] for repeat in stage.repeats}
    _end(connection, [row["held_id"] for number, row in enumerate(held, 1) if number not in still_held], load_id)
    months = sorted(stage.seen.named_months)
    add_reported_months(connection, stage.feed, stage.source, load_id, months, stage.reporting_agencies())
    update_totals(connection, stage.feed, load_id)
    stage.drop()
    return counts


def _end(connection: sa.Connection, held_ids: Sequence[int], load_id: int) -> None:
    held = tables.held_rows
    connection.execute(held.update().where(held.c.held_id.in_(held_ids)).values(ended_by=load_id))
