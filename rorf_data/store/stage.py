"""Where the rows of one file wait, inside the load's transaction, while the database itself compares them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa

from rorf_data.model import Feed, Issue, Outcome
from rorf_data.store import tables
from rorf_data.store.bulk import insert_frame, insert_selected
from rorf_data.store.match import CHANGED, HELD, NEW, Matching
from rorf_data.store.sql import month_of

EVENT_DATES = {
    Feed.DISTRIBUTIONS: ("left_date",),
    Feed.REQUESTS: ("received_date", "delivered_date", "closed_date"),
    Feed.CALLS: ("call_date",),
    Feed.DEATHS: ("death_date",),
    Feed.SUMMARIES: ("month_date",),
}
"""The days that a row tells of; the first of them is the day that the record counts on."""

_ADDED_BY_THE_STORE = {"version_id", "source", "occurrence", "load_id", "ended_by"}


class Stage:
    """A temporary table of one file's clean rows, and the verdict on each of them."""

    def __init__(self, connection: sa.Connection, feed: Feed, source: str, sha256: str, load_id: int) -> None:
        self._connection = connection
        self._feed, self._source, self._load_id = feed, source, load_id
        self._versions = tables.VERSIONS[feed]
        self._rows = _temporary([*_row_columns(self._versions), sa.Column("is_own_key", sa.Boolean)])
        self._rows.create(connection)
        self._matching = Matching(connection, self._rows, self._versions, source, sha256)

    def add(self, rows: pd.DataFrame) -> None:
        """Stage the clean rows of one batch."""
        if not rows.empty:
            insert_frame(self._connection, self._rows, rows)

    def settle(self) -> dict[str, int]:
        """Give every staged row its verdict; how many rows have which."""
        return self._matching.settle()

    def repeated_identifiers(self) -> list[Issue]:
        """The rows held because their identifier stands earlier in the same file with other values."""
        verdicts = self._matching.verdicts.c
        found = self._connection.execute(
            sa.select(self._rows, verdicts.first_row)
            .join_from(self._rows, self._matching.verdicts, self._rows.c.row == verdicts.row)
            .where(verdicts.verdict == HELD)
            .order_by(verdicts.row)
        ).all()
        if found:
            held = [self._held_row(row._mapping) for row in found]
            self._connection.execute(tables.held_rows.insert(), held)
        return [Issue(row.row, "identifier", _repeats(row.first_row), Outcome.HELD) for row in found]

    def apply(self) -> None:
        """End the versions that are replaced, store the new ones, and let go of held rows that came clean."""
        verdicts, versions = self._matching.verdicts.c, self._versions
        replaced = sa.select(verdicts.version_id).where(verdicts.verdict == CHANGED)
        self._connection.execute(
            versions.update().where(versions.c.version_id.in_(replaced)).values(ended_by=self._load_id)
        )
        stored = [self._rows.c[column.name] for column in _row_columns(versions)]
        insert_selected(
            self._connection,
            versions,
            sa.select(
                *stored,
                verdicts.occurrence,
                sa.literal(self._source).label("source"),
                sa.literal(self._load_id).label("load_id"),
            )
            .join_from(self._rows, self._matching.verdicts, self._rows.c.row == verdicts.row)
            .where(verdicts.verdict.in_([NEW, CHANGED])),
        )
        held = tables.held_rows.c
        self._connection.execute(
            tables.held_rows.update()
            .where(held.source == self._source, held.ended_by.is_(None), held.load_id != self._load_id)
            .where(held.record_key.in_(sa.select(self._rows.c.record_key)))
            .values(ended_by=self._load_id)
        )

    def months(self) -> list[date]:
        """The first days of the months that the file's clean rows tell of, earliest first."""
        days = [self._rows.c[name] for name in EVENT_DATES[self._feed]]
        months = sa.union(*(sa.select(month_of(day)).distinct().where(day.is_not(None)) for day in days))
        return sorted(self._connection.scalars(months))

    def span(self) -> tuple[date | None, date | None]:
        """The earliest and the latest day on which a clean row of the file counts."""
        day = self._rows.c[EVENT_DATES[self._feed][0]]
        first, last = self._connection.execute(sa.select(sa.func.min(day), sa.func.max(day))).one()
        return first, last

    def agencies(self) -> list[str]:
        """The agencies that the file reports for: those it has rows of in a kit log, else one empty name.

        Agencies keep their own kit logs. Requests, calls and deaths come as extracts of one system, in which an agency
        without any has no row.
        """
        if self._feed is not Feed.DISTRIBUTIONS:
            return [""]
        return list(self._connection.scalars(sa.select(self._rows.c.agency).distinct()))

    def drop(self) -> None:
        """Take the temporary tables away; a pooled connection would keep them."""
        self._rows.drop(self._connection)
        self._matching.drop()

    def _held_row(self, staged: sa.RowMapping) -> dict[str, Any]:
        own = [name for name in staged if name in self._versions.c and name not in tables.SHARED_COLUMNS]
        return {
            "load_id": self._load_id,
            "source": self._source,
            "feed": self._feed.value,
            "record_key": staged["record_key"],
            "row": staged["row"],
            "column": "identifier",
            "problem": _repeats(staged["first_row"]),
            "place_name": staged["place_name"],
            "candidates": [],
            "values": {name: _plain(staged[name]) for name in own},
        }


def _repeats(first_row: int) -> str:
    return f"the same identifier stands in row {first_row} with other values"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _row_columns(versions: sa.Table) -> list[sa.Column[Any]]:
    """The columns of a version that come from the file, in the order of the table."""
    return [column for column in versions.columns if column.name not in _ADDED_BY_THE_STORE]


def _temporary(columns: Sequence[sa.Column[Any]]) -> sa.Table:
    fresh = [sa.Column(c.name, c.type, primary_key=c.name == "row", autoincrement=False) for c in columns]
    return sa.Table("staged_rows", sa.MetaData(), *fresh, prefixes=["TEMPORARY"])
