"""The towns beside each other, and one town through time."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.reporting import reports_missing, with_agencies
from rorf_data.answers.series import grids, notes_on_gaps, sums_by_area
from rorf_data.disclosure.release import Released
from rorf_data.measures.counts import rolling_12_months
from rorf_data.measures.rates import per_1000_residents
from rorf_data.model import NOT_RECORDED, OUTSIDE, Feed, Filters, Period, add_months
from rorf_data.store import queries
from rorf_data.towns import gazetteer

MONTHS_SHOWN = 24
FEEDS = (Feed.DISTRIBUTIONS, Feed.REQUESTS, Feed.CALLS)
COUNTED = {"kits": "total_kits", "requests": "total_requests", "calls": "total_calls"}


def towns_table(reader: Reader, chosen: Filters) -> Released:
    """One row for each chosen town (all members when none is chosen), A to Z, over the chosen period.

    Columns: town_code, town, total_kits, total_requests, total_calls, population (residents), kits_per_1000 (of
    residents, over the period, not annualised). What lies elsewhere is in the notes.
    """
    towns = reader.towns_of(chosen)
    with reader.connect() as connection:
        counts = sums_by_area(connection, list(COUNTED), towns, chosen.period).rename(columns=COUNTED)
        frame = counts.reset_index(names="town_code")
        frame.insert(1, "town", [gazetteer.area_label(code) for code in towns])
        residents = [gazetteer.population(code, chosen.period.last).residents for code in towns]
        frame["population"] = pd.array(residents, dtype="Int64")
        frame["kits_per_1000"] = per_1000_residents(frame["total_kits"], frame["population"])
        return describe_and_release(
            reader,
            connection,
            frame,
            title="Kits, requests and overdose calls by town",
            period=chosen.period,
            towns=towns,
            feeds=FEEDS,
            notes=[
                *reports_missing(reader, connection, FEEDS, chosen.period),
                *notes_on_gaps(connection, list(COUNTED), chosen.period),
                *notes_on_elsewhere(connection, list(COUNTED), towns, chosen.period),
            ],
            has_rate=True,
        )


def town_by_month(reader: Reader, code: str, last_month: Period) -> Released:
    """One row for each of the 24 months that end with ``last_month``: kits, requests, calls, kits over 12
    months, and how many of the agencies expected have reported their kit log.
    """
    shown = Period.of_months(last_month.last, MONTHS_SHOWN)
    with reader.connect() as connection:
        counted = grids(connection, list(COUNTED), [code], Period(add_months(shown.first, -11), shown.last))
        rolled = rolling_12_months(counted["kits"])
        columns = {COUNTED[name]: grid[code] for name, grid in counted.items()} | {"kits_12_months": rolled[code]}
        frame = pd.DataFrame(columns).iloc[-MONTHS_SHOWN:]
        return describe_and_release(
            reader,
            connection,
            with_agencies(reader, connection, with_month_names(frame), "month_start"),
            title=f"{gazetteer.area_label(code)}: kits, requests and overdose calls by month",
            period=shown,
            towns=[code],
            feeds=FEEDS,
            notes=reports_missing(reader, connection, FEEDS, shown),
        )


def with_month_names(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame indexed by month, with the month's first day (month_start) and name (month) as its first columns."""
    named = frame.reset_index(names="month_start")
    named.insert(1, "month", [f"{month:%b %Y}" for month in named["month_start"]])
    return named


def notes_on_elsewhere(
    connection: sa.Connection, measures: Sequence[str], towns: Sequence[str], period: Period
) -> list[str]:
    """A sentence for each measure of which something lies in other places than ``towns``: nothing is dropped unsaid."""
    named = {"kits": "Kits left", "requests": "Requests", "calls": "Overdose calls", "deaths": "Published deaths"}
    sums = queries.load_sums(connection, measures, period)
    elsewhere = [row for row in zip(sums["measure"], sums["area"], sums["total"], strict=True) if row[1] not in towns]
    sentences = []
    for measure in measures:
        counts = {area: int(total) for name, area, total in elsewhere if name == measure}
        outside, unplaced = counts.pop(OUTSIDE, 0), counts.pop(NOT_RECORDED, 0)
        parts = [
            (sum(counts.values()), "in other towns of the region"),
            (outside, "outside the region"),
            (unplaced, "with no place recorded"),
        ]
        if listed := ", ".join(f"{count} {where}" for count, where in parts if count):
            sentences.append(f"{named[measure]} not counted here: {listed}.")
    return sentences
