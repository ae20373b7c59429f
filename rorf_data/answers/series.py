"""Grids of months for several answers: which measure lies in which feed, and which months are on record."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.labels import FEED_WORDS
from rorf_data.measures.counted import COUNTED
from rorf_data.measures.counts import counts_by_area, waiting_at_month_end
from rorf_data.model import Feed, Period
from rorf_data.store import queries
from rorf_data.store.kept import kept
from rorf_data.store.totals import MEASURES

FEED_OF = {measure.name: measure.feed for measure in MEASURES}


def grids(
    connection: sa.Connection, measures: Sequence[str], areas: Sequence[str], period: Period
) -> dict[str, pd.DataFrame]:
    """For each measure the counts by month and area, over every month that the period touches."""
    found = _grids(connection, tuple(measures), tuple(areas), period)
    return {name: grid.copy(deep=False) for name, grid in found.items()}


@kept
def _grids(
    connection: sa.Connection, measures: Sequence[str], areas: Sequence[str], period: Period
) -> dict[str, pd.DataFrame]:
    monthly = queries.load_monthly(connection, measures, period)
    reported = {feed: queries.load_reported_months(connection, feed) for feed in {FEED_OF[name] for name in measures}}
    months = list(period.months())
    return {name: COUNTED[name](monthly, areas, months, reported[FEED_OF[name]]) for name in measures}


def sums_by_area(
    connection: sa.Connection, measures: Sequence[str], areas: Sequence[str], period: Period
) -> pd.DataFrame:
    """For each area the counts over the whole period; a measure is missing where no month of the period is on
    record.
    """
    sums = queries.load_sums(connection, measures, period)
    touched = set(period.months())
    is_on_record = {
        name: not touched.isdisjoint(queries.load_reported_months(connection, FEED_OF[name])) for name in measures
    }
    return counts_by_area(sums, areas, is_on_record)


def notes_on_gaps(connection: sa.Connection, measures: Sequence[str], period: Period) -> list[str]:
    """A sentence for each feed of these measures that is on record for some months of the period only."""
    months = set(period.months())
    notes = []
    for feed in dict.fromkeys(FEED_OF[name] for name in measures):
        known = len(months & set(queries.load_reported_months(connection, feed)))
        if 0 < known < len(months):
            notes.append(f"{FEED_WORDS[feed]} are on record for {known} of these {len(months)} months.")
    return notes


def waiting_grid(connection: sa.Connection, areas: Sequence[str], period: Period) -> pd.DataFrame:
    """Requests waiting at the end of each month of the period, by area; missing before the first and after the newest
    month on record.
    """
    reported = queries.load_reported_months(connection, Feed.REQUESTS)
    wanted = pd.DatetimeIndex(list(period.months()), name="month").as_unit("s")
    if not reported:
        return pd.DataFrame({area: pd.array([pd.NA] * len(wanted), dtype="Int64") for area in areas}, index=wanted)
    ever = Period(min(reported[0], period.first), period.last)
    monthly = queries.load_monthly(connection, ["requests", "delivered", "closed"], ever)
    waiting = waiting_at_month_end(monthly, areas, list(ever.months())).reindex(wanted)
    waiting.loc[(wanted < pd.Timestamp(reported[0])) | (wanted > pd.Timestamp(reported[-1]))] = pd.NA
    return waiting
