"""Which months each agency has reported, so that none to report and not yet reported stay two different things.

A file covers every month from its first row to its last for each agency that it has rows of. A log that one person
keeps for several agencies is as complete for each of them as it is for all, so an agency's own last row does not end
its months there; an agency that keeps a log of its own is covered by that log alone. What comes after a file's last row
is not covered: only a later row, a row with 0 kits, or somebody's word that there is nothing to report covers it.

A stretch of more than ``LONGEST_QUIET`` months without any row is not covered: a year typed wrong must not turn years
into zeros. A shorter one is, until the wrong date is mended: :func:`end_coverage` then takes the months back.

Coverage is kept by load and never deleted. A row without ``ended_by`` counts; undoing a load ends the rows that it
brought, and :func:`bring_back_coverage` brings back copies of those that it had ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

import sqlalchemy as sa

from rorf_data.model import Feed, add_months
from rorf_data.store import tables
from rorf_data.store.bulk import insert_missing
from rorf_data.store.stage import EVENT_DATES

LONGEST_QUIET = 12


def covered_months(months: Sequence[date]) -> Iterator[date]:
    """Every month from the first to the last of ``months`` (sorted first days), without the stretches left out."""
    yield from months[:1]
    for month, following in pairwise(months):
        quiet = (following.year - month.year) * 12 + following.month - month.month - 1
        if quiet <= LONGEST_QUIET:
            yield from (add_months(month, step) for step in range(1, quiet + 1))
        yield following


def add_reported_months(
    connection: sa.Connection, feed: Feed, source: str, load_id: int, months: Sequence[date], agencies: Iterable[str]
) -> None:
    """Record that the load covers these months for each of these agencies."""
    covered = list(covered_months(months))
    rows = [
        {"feed": feed.value, "source": source, "agency": agency, "month": month, "load_id": load_id}
        for agency in agencies
        for month in covered
    ]
    insert_missing(connection, tables.reported_months, rows)


def end_coverage(connection: sa.Connection, feed: Feed, source: str, load_id: int) -> int:
    """Take back the months that only rows covered which load ``load_id`` moved or withdrew; how many rows ended.

    For each earlier load of the source these are the months before the first or after the last record that its agencies
    have now; quiet months between stay covered. Does nothing unless the load ended records. Call it once the versions
    are in place.
    """
    versions, months = tables.VERSIONS[feed].c, tables.reported_months
    if connection.scalar(sa.select(versions.version_id).where(versions.ended_by == load_id).limit(1)) is None:
        return 0
    reaches = _reaches(connection, feed, source)
    earlier = _covering_loads(connection, feed, source, load_id)
    for covering, agencies in earlier.items():
        found = [reach for name, reach in reaches.items() if name in agencies or "" in agencies]
        first, last = min((f for f, _ in found), default=date.max), max((t for _, t in found), default=date.min)
        connection.execute(
            months.update()
            .where(months.c.load_id == covering, months.c.source == source, months.c.feed == feed.value)
            .where(months.c.ended_by.is_(None), months.c.basis == "rows")
            .where(sa.or_(months.c.month < first, months.c.month > last))
            .values(ended_by=load_id)
        )
    ended = sa.select(sa.func.count()).where(months.c.ended_by == load_id, months.c.load_id.in_(earlier))
    return connection.scalar(ended) or 0


def bring_back_coverage(connection: sa.Connection, undone: int, load_id: int) -> None:
    """Bring back what load ``undone`` had ended, as copies that belong to the undoing load ``load_id``."""
    months = tables.reported_months
    kept = [column for column in months.columns if column.name not in ("load_id", "ended_by")]
    ended = connection.execute(sa.select(*kept).where(months.c.ended_by == undone).distinct()).mappings()
    insert_missing(connection, months, [dict(row) | {"load_id": load_id} for row in ended])


def _covering_loads(connection: sa.Connection, feed: Feed, source: str, load_id: int) -> dict[int, set[str]]:
    """The other loads whose rows cover months of the source, each with the agencies that it covers."""
    months = tables.reported_months.c
    query = sa.select(months.load_id, months.agency).where(
        months.feed == feed.value,
        months.source == source,
        months.basis == "rows",
        months.ended_by.is_(None),
        months.load_id != load_id,
    )
    found: dict[int, set[str]] = {}
    for covering, agency in connection.execute(query.distinct()):
        found.setdefault(covering, set()).add(agency)
    return found


def _reaches(connection: sa.Connection, feed: Feed, source: str) -> dict[str, tuple[date, date]]:
    """The first and the last month that current records of the source tell of, by agency where there is one."""
    table = tables.VERSIONS[feed]
    whose = table.c.agency if "agency" in table.c else table.c.source
    found: dict[str, list[date]] = {}
    for name in EVENT_DATES[feed]:
        day = table.c[name]
        query = sa.select(whose, sa.func.min(day), sa.func.max(day)).where(day.is_not(None))
        query = query.where(table.c.source == source, table.c.ended_by.is_(None)).group_by(whose)
        for agency, *ends in connection.execute(query):
            found.setdefault(agency or "", []).extend(day.replace(day=1) for day in ends)
    return {agency: (min(months), max(months)) for agency, months in found.items()}
