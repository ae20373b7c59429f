"""This month, for the meeting: the region, the towns under it, and who has not reported."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.labels import FEED_WORDS
from rorf_data.answers.reader import Reader, data_since, describe_and_release
from rorf_data.answers.reporting import AGENCY_LABEL, as_days, ledger, newest_months, reports_missing
from rorf_data.answers.series import grids, waiting_grid
from rorf_data.disclosure.release import Released
from rorf_data.measures.counts import over_areas
from rorf_data.model import Feed, Period
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
        return _release(reader, connection, frame, f"The region in {month}", month, towns)


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
        return _release(reader, connection, frame, f"The towns in {month}", month, towns)


def who_has_reported(reader: Reader, month: Period) -> Released:
    """One row for each agency that keeps a kit log, each source of requests or calls, and each sender of summaries.

    Columns: agency, feed, last_month (the newest on record), has_reported (yes or not yet), report (how the month
    stands, in words). Whoever neither reported the month nor was expected to is left out; those that have not reported
    come first.
    """
    with reader.connect() as connection:
        reports = [
            report
            for report in ledger(reader, connection, [month.first], (*FEEDS, Feed.SUMMARIES))
            if report.is_in or report.is_expected
        ]
        newest = newest_months(connection)
        frame = pd.DataFrame(
            {
                "agency": [report.reporter.name for report in reports],
                "feed": [FEED_WORDS[report.reporter.feed] for report in reports],
                "last_month": as_days(newest.get(report.reporter) for report in reports),
                "has_reported": ["yes" if report.is_in else "not yet" for report in reports],
                "report": [report.in_words for report in reports],
            }
        ).sort_values(["has_reported", "feed", "agency"])
        return describe_and_release(
            reader,
            connection,
            frame,
            title=f"Who has reported {month}",
            period=month,
            towns=(),
            feeds=[*FEEDS, *(feed for feed in [Feed.SUMMARIES] if (frame["feed"] == FEED_WORDS[feed]).any())],
            extra_labels=AGENCY_LABEL,
        )


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    title: str,
    month: Period,
    towns: Sequence[str],
) -> Released:
    return describe_and_release(
        reader,
        connection,
        frame,
        title=title,
        period=month,
        towns=towns,
        feeds=FEEDS,
        notes=reports_missing(reader, connection, FEEDS, month),
    )


def _grids(connection: sa.Connection, towns: Sequence[str], period: Period) -> dict[str, pd.DataFrame]:
    counted = grids(connection, ["kits", "calls", "requests"], towns, period)
    return counted | {"waiting": waiting_grid(connection, towns, period)}
