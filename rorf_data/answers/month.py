"""This month, for the meeting: the region, the towns under it, and who has not reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.compared import VISITS_NOTE
from rorf_data.answers.judging import BARE_NOTE, TOO_FEW_NOTE, change_of, compared, family_of, is_open, seen, seen_each
from rorf_data.answers.labels import FEED_WORDS
from rorf_data.answers.reader import Reader, data_since, describe_and_release
from rorf_data.answers.reporting import AGENCY_LABEL, as_days, ledger, newest_months, reports_missing
from rorf_data.answers.resting import each_of, judged_on, resting_on, together, whole_sum
from rorf_data.answers.said import answer_said, change_said
from rorf_data.answers.series import grids, waiting_grid
from rorf_data.answers.watched import Watched, before, watched, within, without_earlier_zeros
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import FREE, INSIDE, Rests, RestsOn, free
from rorf_data.measures.counts import over_areas
from rorf_data.model import Feed, Filters, Period
from rorf_data.towns import gazetteer

EVENTS = {"distributions": "kits", "calls": "calls", "requests": "requests"}
"""What chance is judged on, and the headline that it is the judge of."""

FEEDS = (Feed.DISTRIBUTIONS, Feed.CALLS, Feed.REQUESTS)
HEADLINES = {
    "kits": "Kits left",
    "calls": "Overdose calls",
    "requests": "Requests received",
    "waiting": "Requests waiting",
}


@answer
def month_summary(reader: Reader, month: Period, towns: Sequence[str]) -> Released:
    """One row for each headline measure of these towns together.

    Columns: measure, this_month, year_before (the same month a year earlier), change (what the two say: up, down, no
    clear change, or too few to say), last_12_months (the twelve months that end with this one, last day included) and
    change_12_months (what they say against the twelve before them). Requests waiting are those on the last day of the
    month and have no twelve-month sum. A figure is missing where the month is not on record, or not every one of the
    twelve.
    """
    with reader.connect() as connection:
        region = {name: over_areas(grid) for name, grid in _grids(reader, connection, towns, month).items()}
        changes = _changes(reader, connection, month, towns, region["waiting"])
        rows = [
            {
                "measure": HEADLINES[name],
                "this_month": series.iloc[-1],
                "year_before": series.iloc[-13],
                "change": changes[name][0] if pd.notna(series.iloc[-1]) else None,
                "last_12_months": pd.NA if name == "waiting" else series.iloc[-12:].sum(skipna=False),
                "change_12_months": changes[name][1] if pd.notna(series.iloc[-1]) else None,
            }
            for name, series in region.items()
        ]
        counts = ["this_month", "year_before", "last_12_months"]
        frame = pd.DataFrame(rows).astype(dict.fromkeys(counts, "Int64"))
        labels = {"change": "Against that month", "change_12_months": "Against the 12 months before"}
        notes = [VISITS_NOTE, TOO_FEW_NOTE]
        return _release(
            reader, connection, frame, f"The region in {month}", month, towns, labels=labels, notes=notes,
            rests=lambda later: _summary_rests(later, month, towns, list(HEADLINES)),
        )  # fmt: skip


@answer
def month_by_town(reader: Reader, month: Period, towns: Sequence[str]) -> Released:
    """One row for each town, A to Z: its counts in the month, and kits and calls in the twelve months that end with it,
    each with what it says against the twelve months before (kits by their visits).
    """
    with reader.connect() as connection:
        found = _grids(reader, connection, towns, month)
        changes = _changes_by_town(reader, connection, month, towns)
        frame = pd.DataFrame(
            {
                "town_code": list(towns),
                "town": [gazetteer.area_label(code) for code in towns],
                "total_kits": found["kits"].iloc[-1].array,
                "total_calls": found["calls"].iloc[-1].array,
                "total_requests": found["requests"].iloc[-1].array,
                "requests_waiting": found["waiting"].iloc[-1].array,
                "kits_12_months": found["kits"].iloc[-12:].sum(skipna=False).array,
                "kits_change": changes["distributions"],
                "calls_12_months": found["calls"].iloc[-12:].sum(skipna=False).array,
                "calls_change": changes["calls"],
            }
        )
        labels = dict.fromkeys(("kits_change", "calls_change"), "Against the 12 months before")
        labels["kits_change"] += " (visits)"
        return _release(
            reader, connection, frame, f"The towns in {month}", month, towns, labels=labels,
            notes=[VISITS_NOTE, BARE_NOTE], rests=lambda later: _town_rests(later, month, towns),
        )  # fmt: skip


@answer
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
            rests=free(frame.columns, len(frame)),
        )


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    title: str,
    month: Period,
    towns: Sequence[str],
    *,
    labels: dict[str, str],
    notes: Sequence[str],
    rests: Callable[[Reader], Rests],
) -> Released:
    return describe_and_release(
        reader,
        connection,
        frame,
        title=title,
        period=month,
        towns=towns,
        feeds=FEEDS,
        notes=[*notes, *reports_missing(reader, connection, FEEDS, month)],
        extra_labels=labels,
        rests=rests,
    )


def _summary_rests(reader: Reader, month: Period, towns: Sequence[str], measures: Sequence[str]) -> Rests:
    """What waits is worked out from single requests, so it stays inside."""
    now, year, family = Period.of_month(month.last), Period.of_months(month.last, 12), _family(reader, month, towns)
    places = [[code] for code in family] if len(towns) == 1 else [towns]
    counted = [name for name in measures if name != "waiting"]

    def said(name: str, time: Period) -> RestsOn:
        return together(judged_on(reader, name, places, time, before(time)), resting_on(name, towns, now))

    return free(["measure"], len(measures)) | {
        "this_month": [*(resting_on(name, towns, now) for name in counted), INSIDE],
        "year_before": [*(resting_on(name, towns, before(now)) for name in counted), INSIDE],
        "change": [*(said(name, month) for name in counted), INSIDE],
        "last_12_months": [*(whole_sum(reader, name, towns, year) for name in counted), FREE],
        "change_12_months": [*(said(name, year) for name in counted), FREE],
    }


def _town_rests(reader: Reader, month: Period, towns: Sequence[str]) -> Rests:
    now, year, family = Period.of_month(month.last), Period.of_months(month.last, 12), _family(reader, month, towns)
    all_towns = judged_on(reader, "calls", [[code] for code in family], year, before(year))
    return free(["town_code", "town", "total_kits", "kits_12_months", "kits_change"], len(towns)) | {
        "total_calls": each_of("calls", towns, now),
        "total_requests": each_of("requests", towns, now),
        "calls_12_months": [whole_sum(reader, "calls", [code], year) for code in towns],
        "calls_change": [all_towns] * len(towns),
    }


def _family(reader: Reader, month: Period, towns: Sequence[str]) -> tuple[str, ...]:
    return family_of(reader, Filters(month, tuple(towns)))


def _grids(reader: Reader, connection: sa.Connection, towns: Sequence[str], month: Period) -> dict[str, pd.DataFrame]:
    """Thirteen months up to this one."""
    period = data_since(month, 12)
    counted = grids(connection, ["kits", "calls", "requests"], towns, period)
    shown = {name: without_earlier_zeros(reader, grid) for name, grid in counted.items()}
    return shown | {"waiting": waiting_grid(connection, towns, period)}


def _two_years(reader: Reader, connection: sa.Connection, month: Period, towns: Sequence[str]) -> dict[str, Watched]:
    return watched(reader, connection, list(EVENTS), towns, Period.of_months(month.last, 24))


def _changes(
    reader: Reader, connection: sa.Connection, month: Period, towns: Sequence[str], waiting: pd.Series
) -> dict[str, tuple[str, str | None]]:
    """For each headline what the month says against the same of a year before, and the year against that before."""
    family, significance = _family(reader, month, towns), reader.settings.analysis.significance
    year = Period.of_months(month.last, 12)
    found = _two_years(reader, connection, month, family)
    changes: dict[str, tuple[str, str | None]] = {}
    for name, one in found.items():
        pairs = [(within(one, time), within(one, before(time))) for time in (month, year)]
        said = [
            change_said(
                change_of(now, then, towns, family, significance),
                events="visits" if name == "distributions" else "",
                is_open=is_open(now, towns),
            )
            for now, then in pairs
        ]
        changes[EVENTS[name]] = (said[0], said[1])
    people = [seen(within(found["requests"], time), towns) for time in (month, before(month))]
    pair = [
        replace(one, count=int(count), exposure=one.person_months) if one and pd.notna(count) else None
        for one, count in zip(people, waiting.iloc[[-1, -13]], strict=True)
    ]
    return changes | {"waiting": (change_said(compared([(pair[0], pair[1])], significance)[0]), None)}


def _changes_by_town(
    reader: Reader, connection: sa.Connection, month: Period, towns: Sequence[str]
) -> dict[str, list[str | None]]:
    """For each measure what the year to this month says of each town against the year before, judged together."""
    family = _family(reader, month, towns)
    year, changes = Period.of_months(month.last, 12), {}
    for name, one in _two_years(reader, connection, month, family).items():
        now, then = within(one, year), within(one, before(year))
        pairs = list(zip(*(seen_each(time, [[code] for code in family]) for time in (now, then)), strict=True))
        said = compared(pairs, reader.settings.analysis.significance)
        words = {
            code: answer_said(change.answer if change else None, is_open=pair[0].is_open) if pair[0] else None
            for code, pair, change in zip(family, pairs, said, strict=True)
        }
        changes[name] = [words[code] for code in towns]
    return changes
