"""What was decided at meetings: each tied to a measure and to a role, open until it is done or dropped.

Nothing is ever changed or taken out: how a decision stands is what was said of it last, so it can be told for any past
moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.model import add_months, in_words
from rorf_data.store import tables
from rorf_data.store.database import writing
from rorf_data.store.meetings import load_meeting
from rorf_data.store.typed_words import role_to_keep, words_to_keep

OPEN: Final = "open"
STATUSES: Final = ("open", "done", "dropped")
MEASURES: Final = ("kits", "calls", "requests", "delivered", "waiting", "reports")
"""What a decision can be seen by: measures of the store, and the reports that are in."""

LONGEST_WORDS = 160
MONTHS_AHEAD = 24


class Decision(NamedTuple):
    """A decision and how it stands; ``towns`` are codes (none: all member towns), ``changed_at`` and ``changed_by``
    say who last said how it stands, and when (UTC).
    """

    decision_id: int
    words: str
    meeting: int
    measure: str
    towns: tuple[str, ...]
    owner_role: str
    due_on: date | None
    decided_at: datetime
    decided_by: str
    status: str = OPEN
    changed_at: datetime | None = None
    changed_by: str = ""


def add_decision(
    engine: sa.Engine,
    words: str,
    *,
    meeting: int,
    measure: str,
    towns: Sequence[str] = (),
    owner_role: str,
    due_on: date | None = None,
    now: datetime,
    by: str,
) -> Decision:
    """Keep what was decided at a meeting; ``now`` is in UTC.

    Raises :class:`StoreRefused` for words or a role that can't be kept, a measure that isn't known, a day that can't be
    meant, a meeting that isn't on record or is withdrawn. ValueError for a town that isn't a code.
    """
    plain, role = words_to_keep(words, "A decision", LONGEST_WORDS), role_to_keep(owner_role)
    if measure not in MEASURES:
        raise StoreRefused(f"A decision is seen by one of these: {', '.join(MEASURES)}.")
    if wrong := [town for town in towns if not town.isdigit()]:
        raise ValueError(f"{wrong[0]!r} is no code of a town")
    with writing(engine) as connection:
        held = load_meeting(connection, meeting)
        if held.is_withdrawn:
            raise StoreRefused(f"The snapshot of meeting {meeting} is withdrawn; nothing can be decided at it.")
        if due_on and not held.held_on <= due_on <= add_months(held.held_on, MONTHS_AHEAD):
            latest = add_months(held.held_on, MONTHS_AHEAD)
            raise StoreRefused(f"It is due between {in_words(held.held_on)} and {in_words(latest)}.")
        row = {"words": plain, "meeting": meeting, "measure": measure, "towns": ",".join(towns)}
        row |= {"owner_role": role, "due_on": due_on, "decided_at": now, "decided_by": by}
        added = connection.execute(tables.decisions.insert().values(row))
        (number,) = added.inserted_primary_key or (0,)
    return Decision(number, plain, meeting, measure, tuple(towns), role, due_on, now, by)


def set_status(engine: sa.Engine, decision_id: int, status: str, *, now: datetime, by: str) -> Decision:
    """Say how a decision stands; the decision as it stood before. ``now`` is in UTC.

    Raises :class:`StoreRefused` where there is no such decision, and where it stands so already.
    """
    if status not in STATUSES:
        raise StoreRefused(f"A decision is {', '.join(STATUSES[:-1])} or {STATUSES[-1]}.")
    with writing(engine) as connection:
        found = next((one for one in load_decisions(connection) if one.decision_id == decision_id), None)
        if found is None:
            raise StoreRefused(f"There is no decision {decision_id}; the list of decisions gives the number of each.")
        if found.status == status:
            raise StoreRefused(f"Decision {decision_id} is {status} already.")
        row = {"decision_id": decision_id, "status": status, "changed_at": now, "changed_by": by}
        connection.execute(tables.decision_changes.insert().values(row))
    return found


def load_decisions(connection: sa.Connection, *, at: datetime | None = None) -> list[Decision]:
    """Every decision in the order in which they were taken, as it stands now or stood at a past moment (UTC)."""
    kept, changes = tables.decisions.c, tables.decision_changes.c
    decided = sa.select(*(kept[name] for name in Decision._fields if name in kept)).order_by(kept.decision_id)
    changed = sa.select(changes.decision_id, changes.status, changes.changed_at, changes.changed_by)
    changed = changed.order_by(changes.change_id)
    if at is not None:
        decided, changed = decided.where(kept.decided_at <= at), changed.where(changes.changed_at <= at)
    newest = {number: (status, moment, by) for number, status, moment, by in connection.execute(changed)}
    found = [Decision(*row) for row in connection.execute(decided)]
    return [
        one._replace(
            towns=_codes(str(one.towns)),
            **dict(
                zip(("status", "changed_at", "changed_by"), newest.get(one.decision_id, (OPEN, None, "")), strict=True)
            ),
        )
        for one in found
    ]


def _codes(written: object) -> tuple[str, ...]:
    return tuple(str(written).split(",")) if written else ()
