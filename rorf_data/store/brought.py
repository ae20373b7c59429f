"""Which versions a load brought.

Their numbers follow each other, because a load holds the lock on writing from its first row to its last. So they are
asked for by number, which needs no index beside the table's own. The load itself is asked for as well: rows that an
earlier release of this program stored keep to that too, however they were numbered.
"""

from __future__ import annotations

import sqlalchemy as sa

from rorf_data.store import tables

Condition = sa.ColumnElement[bool]


def brought_by(connection: sa.Connection, versions: sa.FromClause, load_id: int) -> Condition:
    """That a version was brought by load ``load_id``; also while that load runs."""
    loads = tables.loads.c
    query = sa.select(loads.first_version, loads.last_version).where(loads.load_id == load_id)
    first, last = connection.execute(query).one()
    return sa.and_(*_between(versions, first, last), versions.c.load_id == load_id)


def brought_since(connection: sa.Connection, versions: sa.Table, load_id: int) -> Condition:
    """That a version was brought by load ``load_id`` or a later one; ask a table that no view lies over."""
    loads = tables.loads.c
    first = sa.select(sa.func.min(loads.first_version)).where(loads.feed == versions.name, loads.load_id >= load_id)
    return sa.and_(*_between(versions, connection.scalar(first), None), versions.c.load_id >= load_id)


def next_version(connection: sa.Connection, versions: sa.Table) -> int:
    """One more than the highest number of a version; the next one gets this number or a higher one."""
    return (connection.scalar(sa.select(sa.func.max(versions.c.version_id))) or 0) + 1


def _between(versions: sa.FromClause, first: int | None, last: int | None) -> list[Condition]:
    ends = [versions.c.version_id >= first] if first is not None else []
    return [*ends, versions.c.version_id <= last] if last is not None else ends
