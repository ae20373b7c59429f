"""The decisions on places that are in force, as intake applies them."""

from __future__ import annotations

import sqlalchemy as sa

from rorf_data.intake.decisions import Decided, Decisions
from rorf_data.store import tables


def decisions_for(connection: sa.Connection, source: str) -> Decisions:
    """What people decided for a source as a whole and for single rows of it, the later of two, and of agencies."""
    decided = tables.place_decisions.c
    found = connection.execute(
        sa.select(decided.decision_id, decided.written_key, decided.record_key, decided.area, decided.place_name)
        .where(decided.source == source, decided.undone_by.is_(None))
        .order_by(decided.decision_id)
    )
    by_writing, by_record = {}, {}
    for decision_id, written_key, record_key, area, place_name in found:
        entry = Decided(decision_id, area, place_name)
        if record_key:
            by_record[record_key] = entry
        else:
            by_writing[written_key] = entry
    return Decisions(by_writing, by_record, confirmed_agencies(connection))


def confirmed_agencies(connection: sa.Connection) -> frozenset[str]:
    """The names, in small letters, that a person has confirmed to be agencies' although they look like a person's."""
    return frozenset(name.casefold() for name in connection.scalars(sa.select(tables.agencies.c.name)))
