"""What agencies counted themselves, by town and month: kept apart from rows of events and never added to them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from rorf_data.model import Period
from rorf_data.store import tables

COUNTED = ("kits", "calls", "requests")


def load_summaries(connection: sa.Connection, areas: Sequence[str], period: Period) -> pd.DataFrame:
    """Summaries of the months that begin in the period, both ends included, for these areas.

    Columns: month (first day, a date), area, source, agency (empty where none is named), kits, calls, requests (None
    where nothing was given), one row for each month, area, source and agency; by month, area, source and agency.
    """
    told = tables.summaries.c
    agency = sa.func.coalesce(told.agency, "")
    known_by = [told.month_date, told.area, told.source, agency]
    query = (
        sa.select(*known_by, *(sa.func.sum(told[name]) for name in COUNTED))
        .where(told.ended_by.is_(None), told.area.in_(areas), told.month_date.between(period.first, period.last))
        .group_by(*known_by)
        .order_by(*known_by)
    )
    rows = [tuple(row) for row in connection.execute(query)]
    return pd.DataFrame(rows, columns=["month", "area", "source", "agency", *COUNTED], dtype=object)
