"""Which records came, changed or went between two states of the data, by who sent them and when they count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from rorf_data.intake.canonical import MAIN_DATES
from rorf_data.model import Feed
from rorf_data.store import tables

WATCHED = (Feed.DISTRIBUTIONS, Feed.CALLS, Feed.REQUESTS, Feed.DEATHS)
"""The feeds of which single records are compared."""

NEW, CHANGED, GONE = "new", "changed", "withdrawn"
KEY = ["source", "record_key", "occurrence"]
_ENDS_OF_REQUESTS = ("delivered_date", "closed_date")
_SHARED = frozenset({"version_id", "load_id", "ended_by", "row", "origin_id", "decision_id", "place_name", "content"})


def load_changes_since(connection: sa.Connection, feed: Feed, load_id: int) -> pd.DataFrame:
    """One row for each record of the feed that is not what it was after load ``load_id``, as far as a meeting is told.

    Columns: what (new, changed or withdrawn), who (the agency, or the source where none is recorded), day and area (of
    now; of then where it was withdrawn), kits (None where the feed has none). A request that ended since is no change
    of the request; a record that is again what it was is none at all.
    """
    versions = tables.VERSIONS[feed]
    now = _versions(connection, versions, versions.c.load_id > load_id, versions.c.ended_by.is_(None))
    then = _versions(connection, versions, versions.c.load_id <= load_id, versions.c.ended_by > load_id)
    told = [column.name for column in versions.columns if column.name not in (*_SHARED, *KEY)]
    both = now.merge(then, on=KEY, how="outer", suffixes=("", "_then"), indicator=True, validate="one_to_one")
    rows = [_change(row, told, MAIN_DATES[feed]) for row in both.to_dict("records")]
    columns = ["what", "who", "day", "area", "kits"]
    return pd.DataFrame([row for row in rows if row], columns=columns)


def _versions(
    connection: sa.Connection, versions: sa.Table, brought: sa.ColumnElement[bool], ended: sa.ColumnElement[bool]
) -> pd.DataFrame:
    names = [column.name for column in versions.columns if column.name not in _SHARED]
    found = connection.execute(sa.select(*(versions.c[name] for name in names)).where(brought, ended))
    return pd.DataFrame([tuple(row) for row in found], columns=names, dtype=object)


def _change(row: dict[Any, Any], told: Sequence[str], main_date: str) -> dict[str, Any] | None:
    """What became of one record; None where it is what it was."""
    if row["_merge"] == "both":
        what = CHANGED if any(_is_other(row, name) for name in told) else ""
    else:
        what = NEW if row["_merge"] == "left_only" else GONE
    if not what:
        return None
    end = "_then" if what == GONE else ""
    agency = row.get(f"agency{end}")
    return {
        "what": what,
        "who": agency if isinstance(agency, str) and agency else row["source"],
        "day": row[f"{main_date}{end}"],
        "area": row[f"area{end}"],
        "kits": row.get(f"kits{end}"),
    }


def _is_other(row: dict[Any, Any], name: str) -> bool:
    now, then = (None if pd.isna(one) else one for one in (row[name], row[f"{name}_then"]))
    return now != then and not (name in _ENDS_OF_REQUESTS and then is None)
