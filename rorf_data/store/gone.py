"""Records that a file sent again no longer holds.

A file whose rows carry no identifier replaces the months and agencies that it covers. What it no longer holds of them
is withdrawn when more of the records on file are in it again than not; else it could as well be a file that only adds,
and a person must say which it is. A file that is a list of what there is now replaces the list of its source whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from rorf_data.intake.canonical import KEPT_BY, LISTS, MAIN_DATES
from rorf_data.model import last_of_month
from rorf_data.store import tables
from rorf_data.store.coverage import covered_months
from rorf_data.store.stage import Stage


@dataclass(frozen=True, slots=True)
class Gone:
    """The current versions that a file no longer holds, and whether that is sure enough to withdraw them.

    ``again``: how many records of the same months and agencies it does hold. ``is_of_a_list``: whether the file is a
    list of what there is now.
    """

    version_ids: tuple[int, ...] = ()
    again: int = 0
    is_of_a_list: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether the file is a list, or more records of the same months and agencies are in it again than not."""
        return bool(self.version_ids) and (self.is_of_a_list or len(self.version_ids) < self.again)

    @property
    def is_doubtful(self) -> bool:
        """Whether a person must say if the file replaces its months or only adds to them."""
        return bool(self.version_ids) and not self.is_sure


def find_gone(connection: sa.Connection, stage: Stage) -> Gone:
    """What is on file in the months and agencies of the settled ``stage`` but not in it; of a list, anything.

    Nothing is gone where no row of the file is clean, nor where the file lies wholly beside what is on file, in other
    days of the same months.
    """
    first, last = stage.seen.span
    if first is None or last is None:
        return Gone()
    if stage.feed in LISTS:
        return _not_in_list(connection, stage)
    day = stage.versions.c[MAIN_DATES[stage.feed]]
    found = connection.execute(
        sa.select(stage.versions.c.version_id, day).where(*_scope(connection, stage, first, last))
    ).all()
    met = set(connection.scalars(sa.select(stage.matching.verdicts.c.version_id)))
    covered = set(covered_months(stage.seen.months))
    inside = [(version, when) for version, when in found if when.replace(day=1) in covered]
    missing = [(version, when) for version, when in inside if version not in met]
    again = len(inside) - len(missing)
    if not again and not any(first <= when <= last for _, when in missing):
        return Gone()
    return Gone(tuple(version for version, _ in missing), again)


def let_go_of_earlier_list(connection: sa.Connection, stage: Stage) -> None:
    """What an earlier list of the source left waiting waits no longer; decided later, it would join the newest list."""
    held = tables.held_rows
    connection.execute(
        held.update()
        .where(held.c.source == stage.source, held.c.feed == stage.feed.value, held.c.load_id != stage.load_id)
        .where(held.c.ended_by.is_(None))
        .values(ended_by=stage.load_id)
    )


def _not_in_list(connection: sa.Connection, stage: Stage) -> Gone:
    versions, met = stage.versions.c, set(connection.scalars(sa.select(stage.matching.verdicts.c.version_id)))
    query = sa.select(versions.version_id).where(
        versions.source == stage.source, versions.ended_by.is_(None), versions.load_id != stage.load_id
    )
    on_file = list(connection.scalars(query))
    missing = tuple(version for version in on_file if version not in met)
    return Gone(missing, len(on_file) - len(missing), is_of_a_list=True)


def _scope(connection: sa.Connection, stage: Stage, first: date, last: date) -> Sequence[sa.ColumnElement[bool]]:
    versions = stage.versions.c
    day = versions[MAIN_DATES[stage.feed]]
    conditions = [
        versions.source == stage.source,
        versions.ended_by.is_(None),
        versions.load_id != stage.load_id,
        day.between(first.replace(day=1), last_of_month(last)),
    ]
    if stage.feed in KEPT_BY:
        kept_by = sa.func.coalesce(versions[KEPT_BY[stage.feed]], "")
        conditions.append(kept_by.in_(_agencies_on_file(connection, stage)))
    return conditions


def _agencies_on_file(connection: sa.Connection, stage: Stage) -> list[str]:
    """The names under which the agencies of the file are on record, whatever their case."""
    wanted = {agency.casefold() for agency in stage.seen.agencies}
    versions = stage.versions.c
    query = sa.select(sa.func.coalesce(versions[KEPT_BY[stage.feed]], "")).where(
        versions.source == stage.source, versions.ended_by.is_(None)
    )
    return [agency for agency in connection.scalars(query.distinct()) if agency.casefold() in wanted]
