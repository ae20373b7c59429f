"""What the pages on stock, settlement and places for help ask of the store.

These feeds have few rows, and each row means something by itself: a movement of kits, an amount, a public place. The
frames therefore hold them one by one. All of them answer as of past moments as well (:mod:`rorf_data.store.as_of`).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from rorf_data.model import OUTSIDE, Feed
from rorf_data.store import tables
from rorf_data.store.kept import kept
from rorf_data.towns import gazetteer

STOCK_COLUMNS = ("move_date", "move", "store", "agency", "kits", "lot", "expiry_date")
SETTLEMENT_COLUMNS = ("entry_date", "kind", "fund", "area", "category", "purpose", "cents")
HELP_COLUMNS = ("name", "kinds", "area", "town", "address", "latitude", "longitude", "hours")


@kept
def load_stock_moves(connection: sa.Connection) -> pd.DataFrame:
    """One row for each movement of kits on record, by day: move_date, move, store, agency, kits, lot, expiry_date.

    ``move`` is received, issued, returned, expired or lost; ``store`` the place where the kits are kept, ``agency`` to
    or from whom they went (None where not said). Days are dates; ``expiry_date`` is the printed one, of a month its
    last day. Issued kits are no kits left with people.
    """
    return _current(connection, Feed.STOCK, STOCK_COLUMNS)


@kept
def load_settlement(connection: sa.Connection) -> pd.DataFrame:
    """One row for each contribution and each spending on record, by day: entry_date, kind, fund, area, category,
    purpose, cents.

    ``kind`` is contribution or spending; ``category`` treatment, recovery, prevention or harm-reduction and ``purpose``
    kits or other, None where not said. ``cents`` are whole, below zero for a contribution taken back and for spending
    that was paid back; ``area`` as everywhere, not-recorded where no town is named.
    """
    return _current(connection, Feed.SETTLEMENT, SETTLEMENT_COLUMNS)


@kept
def load_help_places(connection: sa.Connection) -> pd.DataFrame:
    """One row for each public place on the newest list of each source, by name: name, kinds, area, town, address,
    latitude, longitude, hours.

    ``kinds`` is a tuple of naloxone, treatment, disposal and other help, empty where not said. ``town`` is the label of
    ``area``, or of a place outside the area its own name where that is known. Degrees are floats; both are missing
    where the list gives no point.
    """
    columns = [name for name in HELP_COLUMNS if name != "town"]
    frame = _current(connection, Feed.HELP_PLACES, [*columns, "place_name"])
    frame["kinds"] = [tuple(kinds.split(", ")) if kinds else () for kinds in frame["kinds"]]
    frame["town"] = [
        named if area == OUTSIDE and named else gazetteer.area_label(area)
        for area, named in zip(frame["area"], frame["place_name"], strict=True)
    ]
    frame = frame.astype({"latitude": "float64", "longitude": "float64"})
    return frame.sort_values(["name", "town"], kind="stable", ignore_index=True)[list(HELP_COLUMNS)]


def _current(connection: sa.Connection, feed: Feed, columns: Sequence[str]) -> pd.DataFrame:
    """These columns of the current versions, in the order of their days and then of their files."""
    versions = tables.VERSIONS[feed].c
    by_day = [versions[name] for name in columns if name.endswith("_date")][:1]
    query = (
        sa.select(*(versions[name] for name in columns))
        .where(versions.ended_by.is_(None))
        .order_by(*by_day, sa.func.coalesce(versions.origin_id, versions.load_id), versions.row, versions.version_id)
    )
    return pd.DataFrame([tuple(row) for row in connection.execute(query)], columns=list(columns), dtype=object)
