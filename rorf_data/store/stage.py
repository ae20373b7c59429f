"""The rows of one load on their way to becoming versions, inside the load's transaction.

A row whose record is not on file is stored at once. The others wait in a temporary table until the whole file is there,
because only all rows of a record together say which of them is which version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from rorf_data.intake.canonical import KEPT_BY, MAIN_DATES
from rorf_data.model import Feed
from rorf_data.store import tables
from rorf_data.store.bulk import insert_frame, insert_rows, insert_selected
from rorf_data.store.earlier_keys import EarlierKeys, as_keys
from rorf_data.store.match import CHANGED, HELD, NEW, Matching
from rorf_data.store.renewing import has_old_contents, renew_contents

EVENT_DATES = {
    Feed.DISTRIBUTIONS: ("left_date",),
    Feed.REQUESTS: ("received_date", "delivered_date", "closed_date"),
    Feed.CALLS: ("call_date",),
    Feed.DEATHS: ("death_date",),
    Feed.SUMMARIES: ("month_date",),
    Feed.STOCK: ("move_date",),
    Feed.SETTLEMENT: ("entry_date",),
    Feed.HELP_PLACES: (),
}
"""The days that a row tells of; the first of them is the day that the record counts on. A list tells of none."""

AGENCIES_REPORT_FOR_THEMSELVES = {Feed.DISTRIBUTIONS}

_ADDED_BY_THE_STORE = {"version_id", "source", "occurrence", "load_id", "ended_by"}


@dataclass(slots=True)
class Seen:
    """What the clean rows of a load tell of: the days they count on, every month they name, and whose they are.

    ``agencies`` are those that the rows are kept by; of stock the places of storage, of a settlement its funds.
    """

    days: set[date] = field(default_factory=set)
    named_months: set[date] = field(default_factory=set)
    agencies: set[str] = field(default_factory=set)

    def add(self, rows: pd.DataFrame, feed: Feed) -> None:
        """Take in the clean rows of one batch."""
        for name in EVENT_DATES[feed]:
            self.named_months |= {day.replace(day=1) for day in set(rows[name]) if day is not None}
        self.days |= set(rows[MAIN_DATES[feed]])
        if feed in KEPT_BY:
            self.agencies |= {agency or "" for agency in set(rows[KEPT_BY[feed]])}

    @property
    def span(self) -> tuple[date | None, date | None]:
        """The earliest and the latest day on which a row counts."""
        return (min(self.days), max(self.days)) if self.days else (None, None)

    @property
    def months(self) -> list[date]:
        """First days of the months in which rows count, earliest first."""
        return sorted({day.replace(day=1) for day in self.days})


class Stage:
    """One load's clean rows, and the verdict on each of them.

    Where ``earlier_loads`` of this very file are in force, all of its rows wait for the comparison, so that none brings
    back what another file has since corrected.
    """

    def __init__(
        self,
        connection: sa.Connection,
        feed: Feed,
        source: str,
        load_id: int,
        *,
        token_key: bytes,
        earlier_loads: Sequence[int] = (),
    ) -> None:
        self.feed, self.source, self.load_id = feed, source, load_id
        self.versions = tables.VERSIONS[feed]
        self.seen = Seen()
        self.repeats: list[dict[str, Any]] = []
        self._connection, self._token_key, self._compares_all = connection, token_key, bool(earlier_loads)
        self._has_old_contents = has_old_contents(connection)
        self._has_current = self._any_current()
        self._stored = self._unchanged = 0
        self._earlier = EarlierKeys()
        self._index_to_make = self._let_index_wait()
        self._keys = sa.Table(
            "staged_keys", sa.MetaData(), sa.Column("record_key", sa.String(32)), prefixes=["TEMPORARY"]
        )
        self._keys.create(connection)
        self.rows = _temporary(self.versions)
        self.rows.create(connection)
        self.matching = Matching(connection, self.rows, self.versions, source, earlier_loads)

    def add(self, rows: pd.DataFrame) -> None:
        """Take in the clean rows of one batch, whose ``row`` no other row of the load has."""
        if rows.empty:
            return
        self.seen.add(rows, self.feed)
        if self._compares_all:
            self._stage(rows)
            return
        is_known = self._is_known(rows)
        self._stage(rows[is_known])
        self._store(rows[~is_known])

    def settle(self) -> dict[str, int]:
        """Give every row its verdict; how many rows have which. The rows held are in ``repeats``."""
        self._make_index()
        if self._has_old_contents:
            keys = sa.select(self.rows.c.record_key)
            renew_contents(self._connection, self.feed, self.source, keys, token_key=self._token_key)
        counts = self.matching.settle()
        self.repeats += self._held_by_matching()
        counts[NEW] = counts.get(NEW, 0) + self._stored
        counts["unchanged"] = counts.get("unchanged", 0) + self._unchanged
        counts[HELD] = len(self.repeats)
        return counts

    def apply(self) -> None:
        """End the versions that are replaced, store the new ones, and let go of held rows that came clean."""
        verdicts, versions = self.matching.verdicts.c, self.versions
        replaced = sa.select(verdicts.version_id).where(verdicts.verdict == CHANGED)
        self._connection.execute(
            versions.update().where(versions.c.version_id.in_(replaced)).values(ended_by=self.load_id)
        )
        stored = [self.rows.c[column.name] for column in _row_columns(versions)]
        insert_selected(
            self._connection,
            versions,
            sa.select(
                *stored,
                verdicts.occurrence,
                sa.literal(self.source).label("source"),
                sa.literal(self.load_id).label("load_id"),
            )
            .join_from(self.rows, self.matching.verdicts, self.rows.c.number == verdicts.number)
            .where(verdicts.verdict.in_([NEW, CHANGED])),
        )
        self._let_go_of_held_rows()

    def drop(self) -> None:
        """Take the temporary tables away; a pooled connection would keep them."""
        self.rows.drop(self._connection)
        self._keys.drop(self._connection)
        self.matching.drop()

    def reporting_agencies(self) -> list[str]:
        """The agencies that the load reports for: those it has rows of in a kit log, else one empty name.

        Agencies keep their own kit logs. Requests, calls and deaths come as extracts of one system, in which an agency
        without any has no row.
        """
        return sorted(self.seen.agencies) if self.feed in AGENCIES_REPORT_FOR_THEMSELVES else [""]

    def _any_current(self) -> bool:
        versions = self.versions.c
        query = sa.select(versions.version_id).where(versions.source == self.source, versions.ended_by.is_(None))
        return self._connection.scalar(query.limit(1)) is not None

    def _is_known(self, rows: pd.DataFrame) -> pd.Series[bool]:
        """Rows whose record had a current version before this load began."""
        if not self._has_current:
            return pd.Series(data=False, index=rows.index)
        versions = self.versions.c
        query = sa.select(versions.record_key).where(self._is_current_among(rows), versions.load_id != self.load_id)
        return rows["record_key"].isin(set(self._connection.scalars(query)))

    def _is_current_among(self, rows: pd.DataFrame) -> sa.ColumnElement[bool]:
        """The current versions of the records of these rows; asked as IN, which SQLite answers from the index."""
        self._connection.execute(self._keys.delete())
        insert_rows(self._connection, self._keys, ["record_key"], ((key,) for key in set(rows["record_key"])))
        versions = self.versions.c
        return sa.and_(
            versions.source == self.source,
            versions.ended_by.is_(None),
            versions.record_key.in_(sa.select(self._keys.c.record_key)),
        )

    def _stage(self, rows: pd.DataFrame) -> None:
        if not rows.empty:
            insert_frame(self._connection, self.rows, _with_number(rows))

    def _store(self, rows: pd.DataFrame) -> None:
        """Store rows of new records at once, numbered after those of the same records that earlier batches brought."""
        rows = self._without_repeats(rows)
        if rows.empty:
            return
        if self._earlier.meet(as_keys(rows["record_key"].tolist())):
            self._make_index()
            numbered = self._after_earlier_batches(rows)
        else:
            numbered = rows.assign(occurrence=_occurrences(rows))
        self._insert(numbered)
        self._stored += len(numbered)

    def _insert(self, rows: pd.DataFrame) -> None:
        same: dict[str, str | int] = {"source": self.source, "load_id": self.load_id}
        if (rows["occurrence"] == 1).all():
            rows, same = rows.drop(columns="occurrence"), same | {"occurrence": 1}
        if self._index_to_make is None:
            # In the order of their keys the rows meet the index from its one end to the other, which is quicker.
            rows = rows.iloc[np.argsort(as_keys(rows["record_key"].tolist()), kind="stable")]
        insert_frame(self._connection, self.versions, rows, same=same)

    def _let_index_wait(self) -> sa.Index | None:
        """The index over current versions, taken away until all rows are there; None where it stays.

        Made at once it takes a third of the time that it takes row by row. It stays where there are versions already,
        and on PostgreSQL, where nobody could read the table in the meantime.
        """
        is_empty = self._connection.scalar(sa.select(self.versions.c.version_id).limit(1)) is None
        if not is_empty or self._connection.dialect.name != "sqlite":
            return None
        index = next(index for index in self.versions.indexes if index.unique)
        index.drop(self._connection)
        return index

    def _make_index(self) -> None:
        if self._index_to_make is not None:
            self._index_to_make.create(self._connection)
            self._index_to_make = None

    def _without_repeats(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows but for those whose identifier stands before in them: unchanged if they say the same, else held."""
        again = rows["is_own_key"].astype(bool) & rows["record_key"].duplicated()
        if not again.any():
            return rows
        first = rows.groupby("record_key")[["content", "row"]].transform("first")
        self._set_aside(rows[again], first[again])
        return rows[~again]

    def _after_earlier_batches(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows that are new beside those of earlier batches, numbered after them."""
        versions = self.versions.c
        query = sa.select(versions.record_key, versions.content, versions.row, versions.occurrence).where(
            self._is_current_among(rows), versions.load_id == self.load_id
        )
        columns = ["record_key", "content", "row", "occurrence"]
        found = pd.DataFrame([tuple(row) for row in self._connection.execute(query)], columns=columns)
        found = found.sort_values("occurrence")
        is_again = rows["record_key"].isin(set(found["record_key"])) & rows["is_own_key"].astype(bool)
        if is_again.any():
            first = found.drop_duplicates("record_key").set_index("record_key")
            again = rows[is_again]
            self._set_aside(again, first.loc[again["record_key"], ["content", "row"]].set_index(again.index))
        fresh = rows[~is_again]
        last = fresh["record_key"].map(found.groupby("record_key")["occurrence"].max())
        return fresh.assign(occurrence=_occurrences(fresh) + last.fillna(0).astype("int64"))

    def _set_aside(self, again: pd.DataFrame, first: pd.DataFrame) -> None:
        is_same = again["content"].to_numpy() == first["content"].to_numpy()
        self._unchanged += int(is_same.sum())
        held: list[Any] = again[~is_same].assign(first_row=first.loc[~is_same, "row"]).to_dict("records")
        self.repeats += held

    def _held_by_matching(self) -> list[dict[str, Any]]:
        verdicts = self.matching.verdicts
        found = self._connection.execute(
            sa.select(self.rows, verdicts.c.first_number.label("first_row"))
            .join_from(self.rows, verdicts, self.rows.c.number == verdicts.c.number)
            .where(verdicts.c.verdict == HELD)
            .order_by(verdicts.c.number)
        )
        return [dict(row._mapping) for row in found]

    def _let_go_of_held_rows(self) -> None:
        held, versions = tables.held_rows, self.versions.c
        is_stored = sa.exists().where(
            versions.source == self.source,
            versions.record_key == held.c.record_key,
            versions.ended_by.is_(None),
            versions.load_id == self.load_id,
        )
        is_staged = held.c.record_key.in_(sa.select(self.rows.c.record_key))
        self._connection.execute(
            held.update()
            .where(held.c.source == self.source, held.c.ended_by.is_(None), held.c.load_id != self.load_id)
            .where(sa.or_(is_stored, is_staged))
            .values(ended_by=self.load_id)
        )


def _occurrences(rows: pd.DataFrame) -> pd.Series[int]:
    """Rows alike without an identifier are numbered from 1; a record with one is always the first."""
    return rows.groupby("record_key", sort=False).cumcount() + 1


def _with_number(rows: pd.DataFrame) -> pd.DataFrame:
    return rows if "number" in rows else rows.assign(number=rows["row"])


def _row_columns(versions: sa.Table) -> list[sa.Column[Any]]:
    """The columns of a version that come from the load's rows, in the order of the table."""
    return [column for column in versions.columns if column.name not in _ADDED_BY_THE_STORE]


def _temporary(versions: sa.Table) -> sa.Table:
    columns: Sequence[sa.Column[Any]] = [sa.Column(c.name, c.type) for c in _row_columns(versions)]
    return sa.Table(
        "staged_rows",
        sa.MetaData(),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *columns,
        sa.Column("is_own_key", sa.Boolean),
        prefixes=["TEMPORARY"],
    )
