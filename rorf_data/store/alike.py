"""Files that seem to tell of what another source has told already.

The same overdose calls reach a region by more than one way: a dispatch centre's export and an ambulance service's own.
Counted from both, every call would count twice.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from rorf_data.errors import FileRefused
from rorf_data.intake.canonical import MAIN_DATES
from rorf_data.model import AREA_LABELS, NOT_RECORDED, Feed
from rorf_data.store import tables
from rorf_data.store.brought import brought_by
from rorf_data.store.stage import Stage

# Counts by month, movements of kits and money, and lists of places share days and towns without being the same.
NOT_COMPARED = frozenset({Feed.SUMMARIES, Feed.STOCK, Feed.SETTLEMENT, Feed.HELP_PLACES})
LOOKED_AT = 2_000
FEWEST = 5

Record = tuple[date, str, str]


def check_not_told_already(connection: sa.Connection, stage: Stage, file_name: str) -> None:
    """Raise :class:`FileRefused` when most of the load's new records are on file from another source of the feed.

    Records are taken for the same when day and town agree, and in kit logs the agency too; at least ``FEWEST`` new ones
    are compared, and at most ``LOOKED_AT``. Published deaths, which one office publishes in editions with places and
    without, are compared by the day alone where one of the two sources has no place at all.
    """
    others = _other_sources(connection, stage)
    if not others or stage.feed in NOT_COMPARED:
        return
    if stage.feed is Feed.DEATHS:
        _check_days(connection, stage, others, file_name)
    mine = _new_records(connection, stage)
    on_file = _on_file(connection, stage, others, {day for day, _, _ in mine})
    total, told = len(mine), sum(record in on_file for record in mine)
    if total >= FEWEST and told * 2 > total:
        raise FileRefused(
            f"“{file_name}” seems to tell of what is on record already from the source {_named(others)}: {told:,} of "
            f"{total:,} new rows have the day and the town of a record there, and would count twice. Load it as that "
            "source, undo the earlier load, or say that these are other events."
        )


def _check_days(connection: sa.Connection, stage: Stage, others: list[str], file_name: str) -> None:
    versions = stage.versions.c
    day = versions[MAIN_DATES[stage.feed]]
    of_the_load = versions.load_id == stage.load_id
    placed = set(connection.scalars(sa.select(versions.source).where(_has_place(stage)).distinct()))
    compared = [name for name in others if name not in placed] if stage.source in placed else others
    query = sa.select(day).where(versions.source.in_(compared), versions.ended_by.is_(None)).distinct()
    on_file = set(connection.scalars(query))
    if not on_file:
        return
    new = connection.scalars(
        sa.select(day).where(of_the_load, day.between(min(on_file), max(on_file))).limit(LOOKED_AT)
    )
    mine = list(new)
    told = sum(day in on_file for day in mine)
    if len(mine) >= FEWEST and told * 2 > len(mine):
        raise FileRefused(
            f"“{file_name}” seems to tell of the deaths that are on record already from the source "
            f"{_named(compared)}: {told:,} of {len(mine):,} new rows have the day of a record there, and one of the "
            "two names no places by which to tell them apart. They would count twice. Undo the earlier load, or say "
            "that these are other events."
        )


def _has_place(stage: Stage) -> sa.ColumnElement[bool]:
    versions = stage.versions.c
    return sa.and_(versions.ended_by.is_(None), versions.area != NOT_RECORDED)


def _named(sources: list[str]) -> str:
    return " or ".join(f"“{name}”" for name in sources)


def _other_sources(connection: sa.Connection, stage: Stage) -> list[str]:
    loads = tables.loads.c
    query = sa.select(loads.source).where(loads.feed == stage.feed.value, loads.source != stage.source)
    return sorted(connection.scalars(query.distinct()))


def _new_records(connection: sa.Connection, stage: Stage) -> list[Record]:
    """Day, town and agency of the first records that the load brought to towns of the region."""
    versions = stage.versions.c
    query = sa.select(*_record(stage)).where(
        brought_by(connection, stage.versions, stage.load_id), versions.area.not_in(AREA_LABELS)
    )
    return [tuple(row) for row in connection.execute(query.limit(LOOKED_AT))]


def _on_file(connection: sa.Connection, stage: Stage, others: list[str], days: set[date]) -> set[Record]:
    versions = stage.versions.c
    query = sa.select(*_record(stage)).where(
        versions.source.in_(others), versions.ended_by.is_(None), versions[MAIN_DATES[stage.feed]].in_(days)
    )
    return {tuple(row) for row in connection.execute(query.distinct())}


def _record(stage: Stage) -> tuple[sa.ColumnElement[Any], ...]:
    versions = stage.versions.c
    agency = sa.func.lower(versions.agency) if stage.feed is Feed.DISTRIBUTIONS else sa.literal("")
    return versions[MAIN_DATES[stage.feed]], versions.area, agency
