"""Where the rows of one file wait, inside the load's transaction, while the database itself compares them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa

from rorf_data.model import Feed, Issue, Outcome
from rorf_data.store import tables
from rorf_data.store.bulk import insert_frame, insert_selected
from rorf_data.store.sql import month_of

EVENT_DATE = {
    Feed.DISTRIBUTIONS: "left_date",
    Feed.REQUESTS: "received_date",
    Feed.CALLS: "call_date",
    Feed.DEATHS: "death_date",
}

_ADDED_BY_THE_STORE = {"version_id", "source", "occurrence", "load_id", "ended_by"}


class Stage:
    """Two temporary tables: the staged rows, and the verdict on each (new, changed, unchanged or held)."""

    def __init__(self, connection: sa.Connection, feed: Feed, source: str, sha256: str, load_id: int) -> None:
        self._connection = connection
        self._feed, self._source, self._sha256, self._load_id = feed, source, sha256, load_id
        self._versions = tables.VERSIONS[feed]
        self._rows = _temporary("staged_rows", [*_row_columns(self._versions), sa.Column("is_own_key", sa.Boolean)])
        self._verdicts = _temporary("staged_verdicts", _verdict_columns())
        for table in (self._rows, self._verdicts):
            table.create(connection)

    def add(self, rows: pd.DataFrame) -> None:
        """Stage the clean rows of one batch."""
        if not rows.empty:
            insert_frame(self._connection, self._rows, rows)

    def settle(self) -> dict[str, int]:
        """Give every staged row its verdict; how many rows have which.

        Rows without an identifier of their own that are alike are numbered in the order of the file. An identifier that
        comes again in the same file is unchanged where the row says the same, and held where it doesn't.
        """
        insert_selected(self._connection, self._verdicts, self._judged())
        verdict = self._verdicts.c.verdict
        counted = self._connection.execute(sa.select(verdict, sa.func.count()).group_by(verdict))
        return {name: int(count) for name, count in counted}

    def repeated_identifiers(self) -> list[Issue]:
        """The rows held because their identifier stands earlier in the same file with other values."""
        verdicts = self._verdicts.c
        query = sa.select(verdicts.row, verdicts.first_row).where(verdicts.verdict == "held").order_by(verdicts.row)
        found = self._connection.execute(query).all()
        self._keep_held([(row, _repeats(first_row)) for row, first_row in found])
        return [Issue(row, "identifier", _repeats(first_row), Outcome.HELD) for row, first_row in found]

    def apply(self) -> None:
        """End the versions that are replaced, and store the new ones."""
        verdicts, versions = self._verdicts.c, self._versions
        replaced = sa.select(verdicts.version_id).where(verdicts.verdict == "changed")
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
            .join_from(self._rows, self._verdicts, self._rows.c.row == verdicts.row)
            .where(verdicts.verdict.in_(["new", "changed"])),
        )

    def months(self) -> list[date]:
        """The first days of the months in which the file has a clean row, earliest first."""
        month = month_of(self._rows.c[EVENT_DATE[self._feed]])
        return list(self._connection.scalars(sa.select(month).distinct().order_by(month)))

    def span(self) -> tuple[date | None, date | None]:
        """The earliest and the latest day among the clean rows of the file."""
        day = self._rows.c[EVENT_DATE[self._feed]]
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
        for table in (self._rows, self._verdicts):
            table.drop(self._connection)

    def _judged(self) -> sa.Select[*tuple[Any, ...]]:
        numbered = self._numbered()
        current = self._versions.alias()
        return sa.select(
            numbered.c.row,
            numbered.c.first_row,
            numbered.c.occurrence,
            current.c.version_id,
            self._verdict(numbered, current).label("verdict"),
        ).select_from(
            numbered.outerjoin(
                current,
                sa.and_(
                    current.c.source == self._source,
                    current.c.record_key == numbered.c.record_key,
                    current.c.occurrence == numbered.c.occurrence,
                    current.c.ended_by.is_(None),
                ),
            )
        )

    def _numbered(self) -> sa.Subquery:
        rows = self._rows.c
        number = sa.func.row_number().over(partition_by=rows.record_key, order_by=rows.row)
        return sa.select(
            rows.row,
            rows.record_key,
            rows.content,
            sa.case((rows.is_own_key, 1), else_=number).label("occurrence"),
            sa.case((rows.is_own_key, number), else_=1).label("time"),
            sa.func.first_value(rows.content)
            .over(partition_by=rows.record_key, order_by=rows.row)
            .label("first_content"),
            sa.func.first_value(rows.row).over(partition_by=rows.record_key, order_by=rows.row).label("first_row"),
        ).subquery()

    def _verdict(self, numbered: sa.Subquery, current: sa.FromClause) -> sa.ColumnElement[str]:
        is_again = numbered.c.time > 1
        return sa.case(
            (sa.and_(is_again, numbered.c.content == numbered.c.first_content), "unchanged"),
            (is_again, "held"),
            (current.c.version_id.is_(None), "new"),
            (current.c.content == numbered.c.content, "unchanged"),
            (self._came_with_this_file_before(numbered), "unchanged"),
            else_="changed",
        )

    def _came_with_this_file_before(self, numbered: sa.Subquery) -> sa.ColumnElement[bool]:
        earlier = self._versions.alias()
        return (
            sa.select(earlier.c.version_id)
            .join_from(earlier, tables.loads, tables.loads.c.load_id == earlier.c.load_id)
            .where(
                tables.loads.c.sha256 == self._sha256,
                earlier.c.source == self._source,
                earlier.c.record_key == numbered.c.record_key,
                earlier.c.occurrence == numbered.c.occurrence,
                earlier.c.content == numbered.c.content,
            )
            .exists()
        )

    def _keep_held(self, problems: list[tuple[int, str]]) -> None:
        for row, problem in problems:
            staged = self._connection.execute(sa.select(self._rows).where(self._rows.c.row == row)).one()._mapping
            own = [name for name in staged if name in self._versions.c and name not in tables.SHARED_COLUMNS]
            self._connection.execute(
                tables.held_rows.insert().values(
                    load_id=self._load_id,
                    source=self._source,
                    feed=self._feed.value,
                    record_key=staged["record_key"],
                    row=row,
                    column="identifier",
                    problem=problem,
                    place_name=staged["place_name"],
                    candidates=[],
                    values={name: _plain(staged[name]) for name in own},
                )
            )


def _repeats(first_row: int) -> str:
    return f"the same identifier stands in row {first_row} with other values"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _row_columns(versions: sa.Table) -> list[sa.Column[Any]]:
    """The columns of a version that come from the file, in the order of the table."""
    return [column for column in versions.columns if column.name not in _ADDED_BY_THE_STORE]


def _verdict_columns() -> Iterator[sa.Column[Any]]:
    yield sa.Column("row", sa.Integer, primary_key=True)
    for name in ("first_row", "occurrence", "version_id"):
        yield sa.Column(name, sa.BigInteger, nullable=True)
    yield sa.Column("verdict", sa.Text, nullable=False)


def _temporary(name: str, columns: Any) -> sa.Table:
    fresh = [sa.Column(c.name, c.type, primary_key=c.name == "row", autoincrement=False) for c in columns]
    return sa.Table(name, sa.MetaData(), *fresh, prefixes=["TEMPORARY"])
