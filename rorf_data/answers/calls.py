"""Suspected-overdose calls, how they ended, and the kits beside them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from rorf_data.answers.asking import answer
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.reporting import reports_missing
from rorf_data.answers.resting import each_of, every_of, months_within
from rorf_data.answers.series import grids, notes_on_gaps, sums_by_area
from rorf_data.answers.towns import elsewhere_in_notes, with_month_names
from rorf_data.answers.watched import without_earlier_zeros
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import RestsOn, free
from rorf_data.measures.counts import over_areas
from rorf_data.measures.rates import kits_per_call
from rorf_data.model import Feed, Filters
from rorf_data.towns import gazetteer

COUNTED = {
    "calls": "total_calls",
    "fatal_calls": "fatal_calls",
    "nonfatal_calls": "nonfatal_calls",
    "naloxone_calls": "naloxone_calls",
    "kits": "total_kits",
}
RATIO_NOTE = (
    "Kits per overdose call divides all kits left by all suspected-overdose calls of the same places and time; "
    "kits and calls are not linked by incident, so it is no share of calls and may exceed 1."
)
FEEDS = (Feed.CALLS, Feed.DISTRIBUTIONS)
TOLD = ("calls", "fatal_calls", "kits")
"""What may be told outside the programme, as far as it isn't too small."""


@answer
def calls_by_month(reader: Reader, chosen: Filters) -> Released:
    """One row for each month that the period touches, the chosen towns together.

    Columns: month_start, month, total_calls, fatal_calls, nonfatal_calls, unknown_outcome_calls, naloxone_calls
    (naloxone given by anyone, as recorded), total_kits, kits_per_call (all kits over all calls of the month; missing
    where there were too few calls for a rate).
    """
    towns = reader.towns_of(chosen)
    with reader.connect() as connection:
        fewest = reader.settings.analysis.fewest_for_a_rate
        counted = grids(connection, list(COUNTED), towns, chosen.period)
        shown = {COUNTED[name]: without_earlier_zeros(reader, grid) for name, grid in counted.items()}
        counts = pd.DataFrame({column: over_areas(grid) for column, grid in shown.items()})
        elsewhere, inside = elsewhere_in_notes(connection, ["calls", "kits"], towns, chosen.period)
        rests = {name: every_of(name, towns, months_within(chosen.period)) for name in TOLD}
        return describe_and_release(
            reader,
            connection,
            with_month_names(_with_outcome_and_ratio(counts, fewest)),
            title="Overdose calls and kits left by month",
            period=chosen.period,
            towns=towns,
            feeds=FEEDS,
            notes=[
                RATIO_NOTE,
                f"It stands where there were {fewest} calls or more.",
                *reports_missing(reader, connection, FEEDS, chosen.period),
                *elsewhere,
            ],
            inside_notes=inside,
            rests=free(["month_start", "month"], len(counts)) | _rests(rests),
        )


@answer
def calls_by_town(reader: Reader, chosen: Filters) -> Released:
    """One row for each chosen town, A to Z, over the whole period; columns as in :func:`calls_by_month`.

    kits_per_call is missing where a town has too few calls for a rate.
    """
    towns = reader.towns_of(chosen)
    with reader.connect() as connection:
        counts = sums_by_area(connection, list(COUNTED), towns, chosen.period).rename(columns=COUNTED)
        fewest = reader.settings.analysis.fewest_for_a_rate
        frame = _with_outcome_and_ratio(counts, fewest).reset_index(names="town_code")
        frame.insert(1, "town", [gazetteer.area_label(code) for code in towns])
        elsewhere, inside = elsewhere_in_notes(connection, ["calls", "kits"], towns, chosen.period)
        rests = {name: each_of(name, towns, chosen.period) for name in TOLD}
        return describe_and_release(
            reader,
            connection,
            frame,
            title="Overdose calls and kits left by town",
            period=chosen.period,
            towns=towns,
            feeds=FEEDS,
            notes=[
                RATIO_NOTE,
                f"It stands where there were {fewest} calls or more.",
                *reports_missing(reader, connection, FEEDS, chosen.period),
                *notes_on_gaps(connection, ["calls", "kits"], chosen.period),
                *elsewhere,
            ],
            inside_notes=inside,
            rests=free(["town_code", "town"], len(towns)) | _rests(rests),
        )


def _rests(told: Mapping[str, list[RestsOn]]) -> dict[str, list[RestsOn]]:
    """Kits for each call stand where there are calls enough, so they tell of the calls and of nothing else."""
    return {COUNTED[name]: rows for name, rows in told.items()} | {"kits_per_call": told["calls"]}


def _with_outcome_and_ratio(counts: pd.DataFrame, fewest: int) -> pd.DataFrame:
    return counts.assign(
        unknown_outcome_calls=counts["total_calls"] - counts["fatal_calls"] - counts["nonfatal_calls"],
        kits_per_call=kits_per_call(counts["total_kits"], counts["total_calls"]).mask(counts["total_calls"] < fewest),
    )[[*list(COUNTED.values())[:3], "unknown_outcome_calls", "naloxone_calls", "total_kits", "kits_per_call"]]
