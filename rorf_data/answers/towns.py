"""The towns beside each other, and one town through time."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.judging import rate_of, seen_each, time_of_rates
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.reporting import reports_missing, with_agencies
from rorf_data.answers.resting import each_of, every_of, months_within, telling
from rorf_data.answers.series import grids, notes_on_gaps, sums_by_area
from rorf_data.answers.watched import memberships, notes_on_joining, watched, without_earlier_zeros
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import free
from rorf_data.measures.counts import rolling_12_months
from rorf_data.measures.intervals import Reliability
from rorf_data.measures.person_time import memberships_within
from rorf_data.measures.rates import per_1000_residents, residents_for_a_rate
from rorf_data.model import NOT_RECORDED, OUTSIDE, Feed, Filters, Period, add_months
from rorf_data.store import queries
from rorf_data.towns import gazetteer

MONTHS_SHOWN = 24
FEEDS = (Feed.DISTRIBUTIONS, Feed.REQUESTS, Feed.CALLS)
COUNTED = {"kits": "total_kits", "requests": "total_requests", "calls": "total_calls"}


@answer
def towns_table(reader: Reader, chosen: Filters) -> Released:
    """One row for each chosen town (all members when none is chosen), A to Z, over the chosen period.

    Columns: town_code, town, total_kits, total_requests, total_calls, population (residents at the end), kits_per_1000
    (missing where the town has too few visits for a rate). What lies elsewhere is in the notes.
    """
    towns = reader.towns_of(chosen)
    with reader.connect() as connection:
        counts = sums_by_area(connection, list(COUNTED), towns, chosen.period).rename(columns=COUNTED)
        frame = _without_time_outside(reader, counts, chosen.period).reset_index(names="town_code")
        frame.insert(1, "town", [gazetteer.area_label(code) for code in towns])
        residents = [gazetteer.population(code, chosen.period.last).residents for code in towns]
        frame["population"] = pd.array(residents, dtype="Int64")
        frame["kits_per_1000"], notes = _rates(reader, connection, towns, chosen.period)
        elsewhere, inside = elsewhere_in_notes(connection, list(COUNTED), towns, chosen.period)
        return describe_and_release(
            reader,
            connection,
            frame,
            title="Kits, requests and overdose calls by town",
            period=chosen.period,
            towns=towns,
            feeds=FEEDS,
            notes=[
                *notes,
                *notes_on_joining(reader, towns, chosen.period),
                *reports_missing(reader, connection, FEEDS, chosen.period),
                *notes_on_gaps(connection, list(COUNTED), chosen.period),
                *elsewhere,
            ],
            inside_notes=inside,
            rests=free(["town_code", "town", "total_kits", "population", "kits_per_1000"], len(frame))
            | {COUNTED[name]: each_of(name, towns, chosen.period) for name in ("requests", "calls")},
            has_rate=True,
        )


def _without_time_outside(reader: Reader, counts: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The counts, missing where a town that was no member in the period has none: nobody had looked there."""
    is_outside = [not memberships_within(period, memberships(reader, code)) for code in counts.index]
    return counts.mask((counts == 0).mul(is_outside, axis=0).fillna(value=False).astype(bool))


def _rates(
    reader: Reader, connection: sa.Connection, towns: Sequence[str], period: Period
) -> tuple[pd.Series, list[str]]:
    """Kits for 1,000 residents by town, and what must be said of them."""
    analysis = reader.settings.analysis
    found = watched(reader, connection, ["kits", "distributions"], towns, period, is_compared=False)
    kits, visits = (seen_each(found[name], [[code] for code in towns]) for name in ("kits", "distributions"))
    rates = per_1000_residents(
        pd.Series([one and one.count for one in kits], dtype="Int64"),
        pd.Series([one and residents_for_a_rate(one.person_months, one.months) for one in kits], dtype="Float64"),
    )
    bears = [one is not None and rate_of(one, analysis).reliability for one in visits]
    unstable = [
        gazetteer.area_label(code) for code, one in zip(towns, bears, strict=True) if one == Reliability.UNSTABLE
    ]
    low, high = analysis.fewest_for_a_rate, analysis.fewest_for_a_stable_rate
    notes = [
        f"Kits per 1,000 residents stand where there were {low} visits or more.",
        *([f"Unstable, resting on {low} to {high - 1} visits: {', '.join(unstable)}."] if unstable else []),
        *time_of_rates(visits),
    ]
    return rates.mask(pd.Series([one is Reliability.COUNT_ONLY for one in bears])), notes


@answer
def town_by_month(reader: Reader, code: str, last_month: Period) -> Released:
    """One row for each of the 24 months that end with ``last_month``: kits, requests, calls, kits over 12
    months, and how many of the agencies expected have reported their kit log.
    """
    shown = Period.of_months(last_month.last, MONTHS_SHOWN)
    with reader.connect() as connection:
        counted = grids(connection, list(COUNTED), [code], Period(add_months(shown.first, -11), shown.last))
        counted = {name: without_earlier_zeros(reader, grid) for name, grid in counted.items()}
        rolled = rolling_12_months(counted["kits"])
        columns = {COUNTED[name]: grid[code] for name, grid in counted.items()} | {"kits_12_months": rolled[code]}
        frame = pd.DataFrame(columns).iloc[-MONTHS_SHOWN:]
        rests = free(
            ["month_start", "month", "total_kits", "kits_12_months", "agencies_expected", "agencies_reported"],
            len(frame),
        )
        return describe_and_release(
            reader,
            connection,
            with_agencies(reader, connection, with_month_names(frame), "month_start"),
            title=f"{gazetteer.area_label(code)}: kits, requests and overdose calls by month",
            period=shown,
            towns=[code],
            feeds=FEEDS,
            notes=reports_missing(reader, connection, FEEDS, shown),
            rests=rests
            | {COUNTED[name]: every_of(name, [code], months_within(shown)) for name in ("requests", "calls")},
        )


def with_month_names(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame indexed by month, with the month's first day (month_start) and name (month) as its first columns."""
    named = frame.reset_index(names="month_start")
    named.insert(1, "month", [f"{month:%b %Y}" for month in named["month_start"]])
    return named


def elsewhere_in_notes(
    connection: sa.Connection, measures: Sequence[str], towns: Sequence[str], period: Period
) -> tuple[list[str], list[str]]:
    """The sentences of :func:`notes_on_elsewhere` that may leave the programme, and those that may not."""
    shown, inside = (notes_on_elsewhere(connection, names, towns, period) for names in telling(measures))
    return shown, inside


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
