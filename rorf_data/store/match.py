"""Which staged row is which record: new, changed, unchanged, or one that a person must look at.

Rows are told apart by their identifier, or, where the source has none, by day, agency and place. Of rows alike in that,
those that say the same as a record on file are that record; only what is left over on both sides is taken for
corrections, in the order of the file. A record that a file no longer holds is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from rorf_data.store.brought import brought_by
from rorf_data.store.bulk import insert_selected

NEW, CHANGED, UNCHANGED, HELD = "new", "changed", "unchanged", "held"


def verdict_table() -> sa.Table:
    """One row for each staged row: what it is compared by, the version it meets, and the verdict."""
    return sa.Table(
        "staged_verdicts",
        sa.MetaData(),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("record_key", sa.String(32)),
        sa.Column("content", sa.String(32)),
        sa.Column("first_number", sa.Integer),
        sa.Column("copy", sa.Integer),
        sa.Column("occurrence", sa.Integer),
        sa.Column("version_id", sa.BigInteger),
        sa.Column("verdict", sa.Text),
        sa.Index("ix_staged_verdicts_record_key", "record_key", "content", "copy"),
        prefixes=["TEMPORARY"],
    )


def current_table() -> sa.Table:
    """The current versions whose records the staged rows may be; ``copy`` numbers those that say the same."""
    return sa.Table(
        "staged_current",
        sa.MetaData(),
        sa.Column("version_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("record_key", sa.String(32)),
        sa.Column("content", sa.String(32)),
        sa.Column("occurrence", sa.Integer),
        sa.Column("copy", sa.Integer),
        sa.Index("ix_staged_current_record_key", "record_key", "content", "copy"),
        prefixes=["TEMPORARY"],
    )


class Matching:
    """Compares the staged rows of one file with the current versions of its source, inside the database."""

    def __init__(
        self,
        connection: sa.Connection,
        rows: sa.Table,
        versions: sa.Table,
        source: str,
        earlier_loads: Sequence[int],
    ) -> None:
        self._connection, self._rows, self._versions = connection, rows, versions
        self._source, self._earlier_loads = source, list(earlier_loads)
        self.verdicts, self._current = verdict_table(), current_table()
        for table in (self.verdicts, self._current):
            table.create(connection)

    def settle(self) -> dict[str, int]:
        """Give every staged row its verdict; how many rows have which."""
        if not self._take_in_rows():
            return {}
        has_current = self._take_in_current()
        if has_current:
            self._find_unchanged()
        self._find_what_this_file_brought_before()
        if has_current:
            self._pair_what_is_left()
        self._call_the_rest_new()
        verdict = self.verdicts.c.verdict
        counted = self._connection.execute(sa.select(verdict, sa.func.count()).group_by(verdict))
        return {name: int(count) for name, count in counted}

    def drop(self) -> None:
        """Take the temporary tables away; a pooled connection would keep them."""
        for table in (self.verdicts, self._current):
            table.drop(self._connection)

    def _take_in_rows(self) -> int:
        """An identifier that comes again in the file is unchanged where the row says the same, else held."""
        rows = self._rows.c
        same_key = {"partition_by": [rows.record_key], "order_by": [rows.number]}
        is_again = sa.and_(rows.is_own_key, _number(**same_key) > 1)
        first_content = sa.func.first_value(rows.content).over(**same_key)  # type: ignore[arg-type]  # typed as frames
        return insert_selected(
            self._connection,
            self.verdicts,
            sa.select(
                rows.number,
                rows.record_key,
                rows.content,
                sa.func.first_value(rows.number).over(**same_key).label("first_number"),  # type: ignore[arg-type]  # as above
                _number(partition_by=[rows.record_key, rows.content], order_by=[rows.number]).label("copy"),
                sa.case(
                    (sa.and_(is_again, first_content == rows.content), UNCHANGED), (is_again, HELD), else_=None
                ).label("verdict"),
            ),
        )

    def _take_in_current(self) -> int:
        versions = self._versions.c
        return insert_selected(
            self._connection,
            self._current,
            sa.select(
                versions.version_id,
                versions.record_key,
                versions.content,
                versions.occurrence,
                _number(partition_by=[versions.record_key, versions.content], order_by=[versions.occurrence]).label(
                    "copy"
                ),
            ).where(
                versions.source == self._source,
                versions.ended_by.is_(None),
                versions.record_key.in_(sa.select(self._rows.c.record_key)),
            ),
        )

    def _find_unchanged(self) -> None:
        mine, current = self.verdicts.c, self._current.c
        self._connection.execute(
            self.verdicts.update()
            .where(mine.verdict.is_(None))
            .where(mine.record_key == current.record_key, mine.content == current.content, mine.copy == current.copy)
            .values(verdict=UNCHANGED, version_id=current.version_id)
        )

    def _find_what_this_file_brought_before(self) -> None:
        """A row that this very file brought, and that another file has since corrected, brings nothing back."""
        if not self._earlier_loads:
            return
        versions, mine = self._versions.c, self.verdicts.c
        brought_before = [brought_by(self._connection, self._versions, load_id) for load_id in self._earlier_loads]
        is_of_this_file = sa.or_(*brought_before, versions.origin_id.in_(self._earlier_loads))
        brought = (
            sa.select(versions.record_key, versions.content)
            .where(is_of_this_file, versions.ended_by.is_not(None))
            .distinct()
            .subquery()
        )
        self._connection.execute(
            self.verdicts.update()
            .where(mine.verdict.is_(None))
            .where(mine.record_key == brought.c.record_key, mine.content == brought.c.content)
            .values(verdict=UNCHANGED)
        )

    def _pair_what_is_left(self) -> None:
        """What is left of the rows and of the current versions of a record are corrections, in order."""
        mine, current = self.verdicts.c, self._current.c
        met = sa.select(mine.version_id).where(mine.version_id.is_not(None))
        rows = sa.select(
            mine.number, mine.record_key, _number(partition_by=[mine.record_key], order_by=[mine.number]).label("place")
        ).where(mine.verdict.is_(None))
        versions = sa.select(
            current.version_id,
            current.occurrence,
            current.record_key,
            _number(partition_by=[current.record_key], order_by=[current.occurrence]).label("place"),
        ).where(current.version_id.not_in(met))
        left, right = rows.subquery(), versions.subquery()
        pairs = (
            sa.select(left.c.number, right.c.version_id, right.c.occurrence)
            .join_from(left, right, sa.and_(left.c.record_key == right.c.record_key, left.c.place == right.c.place))
            .subquery()
        )
        self._connection.execute(
            self.verdicts.update()
            .where(mine.number == pairs.c.number)
            .values(verdict=CHANGED, version_id=pairs.c.version_id, occurrence=pairs.c.occurrence)
        )

    def _call_the_rest_new(self) -> None:
        """New records are numbered after those of the same key that are on record."""
        mine, current = self.verdicts.c, self._current.c
        number = _number(partition_by=[mine.record_key], order_by=[mine.number])
        rest = sa.select(mine.number, mine.record_key, number.label("place")).where(mine.verdict.is_(None)).subquery()
        taken = (
            sa.select(sa.func.max(current.occurrence))
            .where(current.record_key == rest.c.record_key)
            .correlate(rest)
            .scalar_subquery()
        )
        numbered = sa.select(rest.c.number, (sa.func.coalesce(taken, 0) + rest.c.place).label("occurrence")).subquery()
        self._connection.execute(
            self.verdicts.update()
            .where(mine.number == numbered.c.number)
            .values(verdict=NEW, occurrence=numbered.c.occurrence)
        )


def _number(*, partition_by: list[Any], order_by: list[Any]) -> sa.Over[int]:
    return sa.func.row_number().over(partition_by=partition_by, order_by=order_by)
