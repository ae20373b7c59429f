"""What was decided to be shown outside the programme, for each state of the data, and which sources were cleared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from rorf_data.errors import StoreRefused
from rorf_data.model import Feed
from rorf_data.store import tables
from rorf_data.store.database import writing

LONGEST_WHY = 300


class SharedCell(NamedTuple):
    """One number that could be shown: a measure, a place (town code or name of a group), and whole months."""

    measure: str
    place: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SharedRelease:
    """What was decided of one family of measures; ``cells`` without a number are hidden."""

    groups: Mapping[str, tuple[str, ...]]
    on_record: tuple[date, ...]
    cells: Mapping[SharedCell, int | None]


@dataclass(frozen=True, slots=True)
class Question:
    """What a decision is on: a family of measures, under a policy (all of it in words), of a data version, up to the
    newest month that is over and on record, for the towns that are members.
    """

    family: str
    policy: str
    data_version: int
    last_month: date
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastShared:
    """What was decided last: on what, the moment (UTC) whose data it was of, and the decision."""

    asked: Question
    moment: datetime
    release: SharedRelease

    @property
    def shown(self) -> frozenset[SharedCell]:
        """The cells whose numbers were shown."""
        return frozenset(cell for cell, total in self.release.cells.items() if total is not None)


class Clearing(NamedTuple):
    """A source that somebody cleared to leave the programme (UTC)."""

    source: str
    why: str
    cleared_at: datetime
    cleared_by: str


def load_shared_release(connection: sa.Connection, asked: Question) -> SharedRelease | None:
    """What was decided before; None where nothing was."""
    row = connection.execute(sa.select(tables.shared_releases).where(*_is(asked))).one_or_none()
    if row is None:
        return None
    kept = tables.shared_cells.c
    cells = connection.execute(
        sa.select(kept.measure, kept.place, kept.first, kept.last, kept.total).where(kept.release_id == row.release_id)
    )
    return SharedRelease(
        {name: tuple(towns) for name, towns in row.groups.items()},
        tuple(date.fromisoformat(month) for month in row.on_record),
        {SharedCell(*cell): total for *cell, total in cells},
    )


def load_newest_groups(connection: sa.Connection, asked: Question) -> Mapping[str, tuple[str, ...]] | None:
    """The towns shown together under this policy so far; None before the first decision."""
    kept = tables.shared_releases.c
    query = (
        sa.select(kept.groups)
        .where(kept.family == asked.family, kept.policy == asked.policy, kept.members == ",".join(asked.members))
        .order_by(kept.release_id.desc())
        .limit(1)
    )
    found = connection.scalar(query)
    return None if found is None else {name: tuple(towns) for name, towns in found.items()}


def load_groups(connection: sa.Connection, family: str) -> Mapping[str, tuple[str, ...]]:
    """All towns of a family that were ever shown together, under whatever policy, by the name of the group."""
    kept = tables.shared_releases.c
    found = connection.scalars(sa.select(kept.groups).where(kept.family == family).order_by(kept.release_id))
    return {name: tuple(towns) for groups in found for name, towns in groups.items()}


def load_policies(connection: sa.Connection, family: str) -> Sequence[str]:
    """The policies, in words, under which a family was ever decided on."""
    kept = tables.shared_releases.c
    return list(
        connection.scalars(sa.select(kept.policy).where(kept.family == family).distinct().order_by(kept.policy))
    )


def load_last_shared(connection: sa.Connection, family: str) -> LastShared | None:
    """The newest decision on a family, whatever its policy; None before the first."""
    kept = tables.shared_releases
    query = (
        sa.select(kept, tables.loads.c.loaded_at)
        .join(tables.loads, tables.loads.c.load_id == kept.c.data_version)
        .where(kept.c.family == family)
        .order_by(kept.c.release_id.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    asked = Question(family, row.policy, row.data_version, row.last_month, tuple(row.members.split(",")))
    release = load_shared_release(connection, asked)
    assert release is not None, "it was found just now"
    return LastShared(asked, row.loaded_at, release)


def load_memberships(connection: sa.Connection, family: str) -> Sequence[tuple[str, ...]]:
    """The towns that were the members at any decision on a family."""
    kept = tables.shared_releases.c
    query = sa.select(kept.members).where(kept.family == family).distinct().order_by(kept.members)
    return [tuple(members.split(",")) for members in connection.scalars(query)]


def load_shown_before(connection: sa.Connection, family: str) -> Mapping[SharedCell, frozenset[int]]:
    """Every cell of the family whose number was ever shown, under whatever policy, with all the numbers that it had."""
    cells, releases = tables.shared_cells.c, tables.shared_releases.c
    query = (
        sa.select(cells.measure, cells.place, cells.first, cells.last, cells.total)
        .join(tables.shared_releases, releases.release_id == cells.release_id)
        .where(releases.family == family, cells.total.is_not(None))
        .distinct()
    )
    found: dict[SharedCell, set[int]] = defaultdict(set)
    for *cell, total in connection.execute(query):
        found[SharedCell(*cell)].add(total)
    return {cell: frozenset(totals) for cell, totals in found.items()}


def load_hidden_before(connection: sa.Connection, family: str) -> frozenset[SharedCell]:
    """Every cell of the family that was ever hidden, under whatever policy."""
    cells, releases = tables.shared_cells.c, tables.shared_releases.c
    query = (
        sa.select(cells.measure, cells.place, cells.first, cells.last)
        .join(tables.shared_releases, releases.release_id == cells.release_id)
        .where(releases.family == family, cells.total.is_(None))
        .distinct()
    )
    return frozenset(SharedCell(*row) for row in connection.execute(query))


def keep_shared_release(engine: sa.Engine, asked: Question, release: SharedRelease) -> SharedRelease:
    """Keep a decision, and give back the one that counts: the first that was kept."""
    with writing(engine) as connection:
        kept = load_shared_release(connection, asked)
        if kept is not None:
            return kept
        row = {
            "family": asked.family,
            "policy": asked.policy,
            "data_version": asked.data_version,
            "last_month": asked.last_month,
            "members": ",".join(asked.members),
            "groups": {name: list(towns) for name, towns in release.groups.items()},
            "on_record": [month.isoformat() for month in release.on_record],
        }
        added = connection.execute(tables.shared_releases.insert().values(row))
        (release_id,) = added.inserted_primary_key or (0,)
        cells = [{"release_id": release_id, **cell._asdict(), "total": total} for cell, total in release.cells.items()]
        if cells:
            connection.execute(tables.shared_cells.insert(), cells)
    return release


def load_uncleared_feeds(connection: sa.Connection, withheld: Collection[str]) -> Mapping[Feed, str]:
    """The feeds with records of a withheld source that nobody cleared, each with that source's name."""
    cleared = {clearing.source for clearing in load_clearings(connection)}
    found = {}
    for feed, versions in tables.VERSIONS.items():
        for source in sorted(set(withheld) - cleared):
            is_there = sa.select(sa.literal(1)).where(versions.c.source == source, versions.c.ended_by.is_(None))
            if connection.scalar(is_there.limit(1)):
                found[feed] = source
    return found


def load_clearings(connection: sa.Connection) -> Sequence[Clearing]:
    """The clearings in force, oldest first."""
    kept = tables.clearings.c
    query = (
        sa.select(kept.source, kept.why, kept.cleared_at, kept.cleared_by)
        .where(kept.withdrawn_at.is_(None))
        .order_by(kept.clearing_id)
    )
    return [Clearing(*row) for row in connection.execute(query)]


def sharing_version(engine: sa.Engine) -> str:
    """Changes with every clearing that is given or withdrawn."""
    kept = tables.clearings.c
    with engine.connect() as connection:
        given, withdrawn = connection.execute(sa.select(sa.func.count(), sa.func.count(kept.withdrawn_at))).one()
    return f"{given}-{withdrawn}"


def clear_source(engine: sa.Engine, source: str, *, why: str, now: datetime, by: str) -> Clearing:
    """Clear a source to leave the programme; ``now`` is in UTC.

    Raises :class:`StoreRefused` without a reason, or with one that is too long, and where it is cleared already.
    """
    plain = " ".join(why.split())
    if not plain or len(plain) > LONGEST_WHY:
        raise StoreRefused(f"Say why “{source}” may leave the programme, in at most {LONGEST_WHY} characters.")
    with writing(engine) as connection:
        if any(clearing.source == source for clearing in load_clearings(connection)):
            raise StoreRefused(f"“{source}” is cleared already.")
        row = {"source": source, "why": plain, "cleared_at": now, "cleared_by": by}
        connection.execute(tables.clearings.insert().values(row))
    return Clearing(source, plain, now, by)


def withdraw_clearing(engine: sa.Engine, source: str, *, now: datetime, by: str) -> None:
    """Take a clearing back; it stays on record. Raises :class:`StoreRefused` where the source isn't cleared."""
    kept = tables.clearings
    with writing(engine) as connection:
        done = connection.execute(
            kept.update()
            .where(kept.c.source == source, kept.c.withdrawn_at.is_(None))
            .values(withdrawn_at=now, withdrawn_by=by)
        )
        if not done.rowcount:
            raise StoreRefused(f"“{source}” isn't cleared, so there is nothing to take back.")


def _is(asked: Question) -> tuple[sa.ColumnElement[bool], ...]:
    kept = tables.shared_releases.c
    return (
        kept.family == asked.family,
        kept.policy == asked.policy,
        kept.data_version == asked.data_version,
        kept.last_month == asked.last_month,
        kept.members == ",".join(asked.members),
    )
