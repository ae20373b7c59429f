"""This month, for the meeting: the region, the towns under it, and who has not reported."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.labels import FEED_WORDS
from rorf_data.answers.reader import Reader, data_since, describe_and_release
from rorf_data.answers.series import grids, waiting_grid
from rorf_data.disclosure.release import Released
from rorf_data.measures.counts import over_areas
from rorf_data.model import Feed, Period
from rorf_data.store import queries
from rorf_data.towns import gazetteer

FEEDS = (Feed.DISTRIBUTIONS, Feed.CALLS, Feed.REQUESTS)
HEADLINES = {
    "kits": "Kits left",
    "calls": "Overdose calls",
    "requests": "Requests received",
    "waiting": "Requests waiting",
}


def month_summary(reader: Reader, month: Period, towns: Sequence[str]) -> Released:
    """One row for each headline measure of these towns together.

    Columns: measure, this_month, year_before (the same month a year earlier), last_12_months (the twelve months that
    end with this one, last day included). Requests waiting are those on the last day of the month and have no
    twelve-month sum. A figure is missing where the month is not on record, or not every one of the twelve.
    """
    with reader.connect() as connection:
        region = {name: over_areas(grid) for name, grid in _grids(connection, towns, data_since(month, 12)).items()}
        rows = [
            {
                "measure": HEADLINES[name],
                "this_month": series.iloc[-1],
                "year_before": series.iloc[-13],
                "last_12_months": pd.NA if name == "waiting" else series.iloc[-12:].sum(skipna=False),
            }
            for name, series in region.items()
        ]
        counts = ["this_month", "year_before", "last_12_months"]
        frame = pd.DataFrame(rows).astype(dict.fromkeys(counts, "Int64"))
        title = f"The region in {month}"
        return describe_and_release(reader, connection, frame, title=title, period=month, towns=towns, feeds=FEEDS)


def month_by_town(reader: Reader, month: Period, towns: Sequence[str]) -> Released:
    """One row for each town, A to Z: its counts in the month, and kits and calls in the twelve months that end with
    it.
    """
    with reader.connect() as connection:
        found = _grids(connection, towns, data_since(month, 12))
        frame = pd.DataFrame(
            {
                "town_code": list(towns),
                "town": [gazetteer.area_label(code) for code in towns],
                "total_kits": found["kits"].iloc[-1].array,
                "total_calls": found["calls"].iloc[-1].array,
                "total_requests": found["requests"].iloc[-1].array,
                "requests_waiting": found["waiting"].iloc[-1].array,
                "kits_12_months": found["kits"].iloc[-12:].sum(skipna=False).array,
                "calls_12_months": found["calls"].iloc[-12:].sum(skipna=False).array,
            }
        )
        title = f"The towns in {month}"
        return describe_and_release(reader, connection, frame, title=title, period=month, towns=towns, feeds=FEEDS)


def who_has_reported(reader: Reader, month: Period) -> Released:
    """One row for each agency that ever kept a kit log, and for each source of requests or calls: is the month in?

    An agency has reported a month when a file that holds rows of it reaches from an earlier or that month to that or
    a later one; a source of requests or calls when one of its files does. Those that have not come first.
    """
    with reader.connect() as connection:
        agencies = queries.load_agencies(connection)
        agencies = agencies[agencies["feed"].isin([feed.value for feed in FEEDS])]
        reports = queries.load_agency_months(connection, month.first)
        reported = set(reports.itertuples(index=False, name=None))
        keys = list(agencies[["feed", "source", "agency"]].itertuples(index=False, name=None))
        frame = pd.DataFrame(
            {
                "agency": [agency or source for _, source, agency in keys],
                "feed": [FEED_WORDS[Feed(feed)] for feed, _, _ in keys],
                "last_month": pd.to_datetime(agencies["last_month"]).array,
                "has_reported": ["yes" if key in reported else "not yet" for key in keys],
            }
        ).sort_values(["has_reported", "feed", "agency"])
        title = f"Who has reported {month}"
        return describe_and_release(
            reader,
            connection,
            frame,
            title=title,
            period=month,
            towns=(),
            feeds=FEEDS,
            extra_labels={"agency": "Agency or source"},
        )


def _grids(connection: sa.Connection, towns: Sequence[str], period: Period) -> dict[str, pd.DataFrame]:
    counted = grids(connection, ["kits", "calls", "requests"], towns, period)
    return counted | {"waiting": waiting_grid(connection, towns, period)}
