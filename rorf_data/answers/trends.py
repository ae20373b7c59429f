"""Kits, requests and calls through time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from rorf_data.answers.asking import answer
from rorf_data.answers.changes import TOGETHER, Changes
from rorf_data.answers.compared import VISITS_NOTE
from rorf_data.answers.judging import BARE_NOTE
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.reporting import reports_missing, with_agencies
from rorf_data.answers.resting import PROTECTED, resting_on, whole_sum
from rorf_data.answers.series import FEED_OF, grids, notes_on_gaps
from rorf_data.answers.towns import COUNTED, elsewhere_in_notes
from rorf_data.answers.watched import EVENTS_OF, without_earlier_zeros
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import Rests, RestsOn, free
from rorf_data.measures.counts import as_rows, by_grain, over_areas, rolling_12_months
from rorf_data.model import Filters, Grain, Period, add_months, end_of, last_of_month, name_of, start_of
from rorf_data.towns import gazetteer

TITLES = {"kits": "Kits left", "requests": "Requests received", "calls": "Overdose calls"}
LABELS_OF_CHANGES = {"count_before": "A year before", "change": "Against a year before"}
JUDGED_TOGETHER_NOTE = "The towns of one point in time are judged together (false-discovery control)."


@answer
def trend(
    reader: Reader,
    chosen: Filters,
    measure: Literal["kits", "requests", "calls"],
    grain: Grain,
    *,
    by_town: bool,
    rolling: bool,
) -> Released:
    """One row for each span of ``grain`` and each town (or all chosen towns together).

    Columns: period_start, period (its name), town, and the count under the measure's own name. With ``rolling`` the
    spans are months and each count is that of the twelve months that end with the month. A count is missing where
    nothing of the span is on record; spans that the chosen period cuts hold only the days inside it, and a note says
    so. Where a year before is on record for any of them, count_before is the same span then, and change what the two
    say. Kits by month have agencies_expected and agencies_reported beside them: a month that not every agency has
    reported may still rise.
    """
    towns = reader.towns_of(chosen)
    span = _with_lead(chosen.period) if rolling else chosen.period
    with reader.connect() as connection:
        grid = without_earlier_zeros(reader, grids(connection, [measure], towns, span)[measure])
        if not by_town:
            grid = over_areas(grid).to_frame(TOGETHER)
        grid = rolling_12_months(grid).iloc[11:] if rolling else by_grain(grid, grain)
        frame = _long(grid, measure, Grain.MONTH if rolling else grain)
        made = Changes(measure, grain, by_town=by_town, rolling=rolling)
        compared = made.of(reader, connection, chosen, span)
        frame = frame.join(compared, on=["period_start", "town"], validate="one_to_one")
        if frame["count_before"].isna().all():
            frame = frame.drop(columns=["count_before", "change"])
        if measure == "kits" and grain is Grain.MONTH and not rolling:
            frame = with_agencies(reader, connection, frame, "period_start")
        elsewhere, inside = elsewhere_in_notes(connection, [measure], towns, chosen.period)
        return describe_and_release(
            reader,
            connection,
            frame,
            title=_title(made),
            period=chosen.period,
            towns=towns,
            feeds=[FEED_OF[measure]],
            notes=[
                *(_notes_on_changes(measure, by_town=by_town) if "change" in frame else []),
                *reports_missing(reader, connection, [FEED_OF[measure]], span),
                *_notes_on_cut_spans(chosen.period, grain, rolling=rolling),
                *([] if grain is Grain.MONTH else notes_on_gaps(connection, [measure], chosen.period)),
                *elsewhere,
            ],
            inside_notes=inside,
            rests=lambda later: _rests(later, frame, chosen, made, span),
            extra_labels={name: label for name, label in LABELS_OF_CHANGES.items() if name in frame},
        )


def _title(made: Changes) -> str:
    of_time = " in the 12 months to each month" if made.rolling else f" by {_in_words(made.grain)}"
    return f"{TITLES[made.measure]}{of_time}, {'by town' if made.by_town else 'together'}"


def _with_lead(period: Period) -> Period:
    return Period(add_months(period.first.replace(day=1), -11), last_of_month(period.last))


def _long(grid: pd.DataFrame, measure: str, grain: Grain) -> pd.DataFrame:
    """One row for each span and column of the grid, spans first."""
    long = as_rows(grid, COUNTED[measure]).rename(columns={"start": "period_start", "area": "town"})
    long["town"] = [name if name == TOGETHER else gazetteer.area_label(name) for name in long["town"]]
    long.insert(1, "period", [name_of(grain, start.date()) for start in long["period_start"]])
    return long


def _rests(reader: Reader, frame: pd.DataFrame, chosen: Filters, made: Changes, span: Period) -> Rests:
    if made.measure not in PROTECTED:
        return free(frame.columns, len(frame))
    towns = reader.towns_of(chosen)
    areas = {gazetteer.area_label(code): (code,) for code in towns} | {TOGETHER: tuple(towns)}
    windows = {start: made.window(start.date(), span) for start in dict.fromkeys(frame["period_start"])}
    said = {start: made.change_rests_on(reader, chosen, window) for start, window in windows.items()}
    rows = [(start, areas[town]) for start, town in zip(frame["period_start"], frame["town"], strict=True)]
    counted = whole_sum if made.rolling else _plain_sum
    rests: dict[str, list[RestsOn]] = free(["period_start", "period", "town"], len(frame)) | {
        COUNTED[made.measure]: [counted(reader, made.measure, places, windows[start]) for start, places in rows]
    }
    if "change" not in frame:
        return rests
    return rests | {
        "count_before": [made.count_before_rests_on(reader, places, windows[start]) for start, places in rows],
        "change": [said[start] for start, _ in rows],
    }


def _plain_sum(_: Reader, measure: str, areas: Sequence[str], span: Period) -> RestsOn:
    return resting_on(measure, areas, span)


def _notes_on_changes(measure: str, *, by_town: bool) -> list[str]:
    judged = [JUDGED_TOGETHER_NOTE] if by_town else []
    return [*([VISITS_NOTE] if measure in EVENTS_OF else []), BARE_NOTE, *judged]


def _in_words(grain: Grain) -> str:
    return {Grain.FISCAL_YEAR: "fiscal year", Grain.YEAR: "calendar year"}.get(grain, grain.value)


def _notes_on_cut_spans(period: Period, grain: Grain, *, rolling: bool) -> list[str]:
    if rolling:
        return []
    cut = []
    first, last = start_of(grain, period.first), start_of(grain, period.last)
    if first != period.first:
        cut.append(name_of(grain, first))
    if end_of(grain, last) != period.last:
        cut.append(name_of(grain, last))
    return [f"Not a whole {_in_words(grain)}: {', '.join(dict.fromkeys(cut))}."] if cut else []
