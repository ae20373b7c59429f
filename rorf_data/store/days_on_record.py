"""Days in doubt that are on record already, because somebody said before that they are right."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from rorf_data.intake.canonical import MAIN_DATES
from rorf_data.model import Feed
from rorf_data.store import tables

AT_A_TIME = 500


def days_on_record(connection: sa.Connection, feed: Feed, source: str, *, among: Collection[date]) -> frozenset[date]:
    """Of the days ``among`` those that a record of the source counts on."""
    versions = tables.VERSIONS[feed].c
    day = versions[MAIN_DATES[feed]]
    query = sa.select(day).where(versions.source == source, versions.ended_by.is_(None)).distinct()
    found: set[date] = set()
    asked = sorted(among)
    for start in range(0, len(asked), AT_A_TIME):
        found.update(connection.scalars(query.where(day.in_(asked[start : start + AT_A_TIME]))))
    return frozenset(found)
