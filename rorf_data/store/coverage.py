"""Which months each agency has reported, so that none to report and not yet reported stay two different things.

A file covers every month from its first row to its last for each agency that it has rows of. A stretch of more than
``LONGEST_QUIET`` months without any row is not covered: a year typed wrong must not turn years into zeros.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

import sqlalchemy as sa

from rorf_data.model import Feed, add_months
from rorf_data.store import tables
from rorf_data.store.bulk import insert_missing

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
