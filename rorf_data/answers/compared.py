"""Towns beside each other and times beside each other, each with an answer in words: more, less, or too few to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Literal

import pandas as pd
import sqlalchemy as sa

from rorf_data.analysis import Analysis
from rorf_data.answers.asking import answer
from rorf_data.answers.judging import (
    Pair,
    Seen,
    change_of,
    compared,
    family_of,
    note_on_many,
    notes_on_rates,
    percent,
    rate_of,
    seen,
    seen_each,
)
from rorf_data.answers.labels import LABELS
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.reporting import reports_missing
from rorf_data.answers.resting import PROTECTED, judged_on, watched_on
from rorf_data.answers.said import change_said, count_said, difference_said, rate_said
from rorf_data.answers.series import FEED_OF, notes_on_gaps
from rorf_data.answers.watched import EVENTS_OF, before, notes_on_joining, watched_twice
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import Rests, RestsOn, free
from rorf_data.measures.comparisons import Comparison
from rorf_data.measures.frames import Type, frame_of
from rorf_data.measures.funnel import WARNING, Standing, expected_counts, outside_by_chance, standings
from rorf_data.model import Filters, Period
from rorf_data.towns import gazetteer

Word = Literal["kits", "requests", "calls"]

COLUMN_OF: Final = {"distributions": "total_distributions", "requests": "total_requests", "calls": "total_calls"}
EVENTS_IN_WORDS: Final = {"distributions": "visits", "requests": "requests", "calls": "calls"}
COLUMNS: Final[dict[str, Type]] = {
    "town_code": "object",
    "town": "object",
    "count": "Int64",
    "count_said": "object",
    "rate_said": "object",
    "per_1000": "Float64",
    "per_1000_low": "Float64",
    "per_1000_high": "Float64",
    "count_before": "Int64",
    "change": "object",
    "difference": "object",
    "expected_count": "Float64",
}
PERIOD_COLUMNS: Final[dict[str, Type]] = {
    name: "Int64" if name == "count_before" else "object"
    for name in ("measure", "count_said", "rate_said", "count_before", "change")
}
VISITS_NOTE = "Kits come several to a visit, so what chance can do is judged on visits at which kits were left."


@answer
def towns_compared(reader: Reader, chosen: Filters, word: Word) -> Released:
    """One row for each chosen town, A to Z: its count with interval, its rate, and what it says against the time before
    and against the other member towns.

    All member towns of the period are judged together, whichever are chosen, so that a town has the same answer alone
    and among others. Kits are compared by their visits. Further columns hold the same as numbers: the count under its
    own name, per_1000 with per_1000_low and per_1000_high (missing where the count bears no rate), count_before, and
    expected_count: what the town would have if all member towns were alike.
    """
    measure = EVENTS_OF.get(word, word)
    towns = reader.towns_of(chosen)
    family, analysis = family_of(reader, chosen), reader.settings.analysis
    with reader.connect() as connection:
        now, then = (one[measure] for one in watched_twice(reader, connection, [measure], family, chosen.period))
        each = [[code] for code in family]
        alone, others = seen_each(now, each), seen_each(now, [_others(family, code) for code in family])
        times = list(zip(alone, seen_each(then, each), strict=True))
        places = list(zip(alone, others, strict=True))
        rows = _rows(family, times, places, analysis, measure)
        frame = frame_of([row for row in rows if row["town_code"] in towns], COLUMNS)
        return _release(
            reader,
            connection,
            frame.rename(columns={"count": COLUMN_OF[measure]}),
            title=f"{LABELS[COLUMN_OF[measure]]}: the towns compared",
            measures=[measure],
            period=chosen.period,
            towns=towns,
            count_label=f"{EVENTS_IN_WORDS[measure].capitalize()} ({percent(analysis.confidence)} interval)",
            notes=notes_on_rates([pair[0] for pair in times], analysis),
            counting_notes=[*note_on_many(times, places, analysis.significance), *_note_on_funnel(rows)],
            rests=lambda later: _town_rests(later, measure, towns, family, chosen.period),
        )


@answer
def periods_compared(reader: Reader, chosen: Filters) -> Released:
    """One row for each of visits, requests and overdose calls of the chosen towns together: the count in the period
    with its interval, the rate, the count in the time before, and what the two say.

    Where one town is chosen, its answer is the one that it has among all member towns.
    """
    towns, family = reader.towns_of(chosen), family_of(reader, chosen)
    analysis, rows, pairs = reader.settings.analysis, [], []
    with reader.connect() as connection:
        both = watched_twice(reader, connection, list(COLUMN_OF), family, chosen.period)
        for measure, column in COLUMN_OF.items():
            now, then = (time[measure] for time in both)
            pairs.append((seen(now, towns), seen(then, towns)))
            change = change_of(now, then, towns, family, analysis.significance)
            rows.append(_period_row(LABELS[column], measure, pairs[-1], change, analysis))
        return _release(
            reader,
            connection,
            frame_of(rows, PERIOD_COLUMNS),
            title="This time and the time before",
            measures=list(COLUMN_OF),
            period=chosen.period,
            towns=towns,
            count_label=f"Count ({percent(analysis.confidence)} interval)",
            notes=notes_on_rates([now for now, _ in pairs], analysis),
            rests=lambda later: _period_rests(later, towns, family, chosen.period),
        )


def _town_rests(
    reader: Reader, measure: str, towns: Sequence[str], family: Sequence[str], period: Period
) -> dict[str, list[RestsOn]]:
    each, earlier = [[code] for code in family], before(period)
    towns = [code for code in family if code in towns]
    now = [watched_on(reader, measure, [code], period) for code in towns]
    everyone = watched_on(reader, measure, family, period)
    of_now = ("count_said", "rate_said", "per_1000", "per_1000_low", "per_1000_high", COLUMN_OF[measure])
    return (
        free(["town_code", "town"], len(towns))
        | dict.fromkeys(of_now, now)
        | {
            "count_before": [watched_on(reader, measure, [code], earlier) for code in towns],
            "change": [judged_on(reader, measure, each, period, earlier)] * len(towns),
            "difference": [judged_on(reader, measure, each, period)] * len(towns),
            "expected_count": [everyone] * len(towns),
        }
    )


def _period_rests(reader: Reader, towns: Sequence[str], family: Sequence[str], period: Period) -> Rests:
    earlier = before(period)
    places = [[code] for code in family] if len(towns) == 1 else [towns]
    now = [watched_on(reader, name, towns, period) for name in COLUMN_OF]
    return free(["measure"], len(COLUMN_OF)) | {
        "count_said": now,
        "rate_said": now,
        "count_before": [watched_on(reader, name, towns, earlier) for name in COLUMN_OF],
        "change": [judged_on(reader, name, places, period, earlier) for name in COLUMN_OF],
    }


def _note_on_funnel(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Which of all towns lie outside the inner limits of the funnel plot, and how many chance would put there."""
    known = [row for row in rows if row["count"] is not None]
    if len(known) < 2:
        return []
    found = standings([row["count"] for row in known], [row["expected_count"] for row in known])
    outside = [row["town"] for row, where in zip(known, found, strict=True) if where is not Standing.WITHIN]
    by_chance = outside_by_chance([row["expected_count"] for row in known], WARNING)
    told = f"{', '.join(outside)} {'lies' if len(outside) == 1 else 'lie'}" if outside else "No town lies"
    return [
        f"{told} outside the {percent(WARNING)} limits of the region; by chance alone {by_chance:.1f} of {len(known)} "
        "would. A town outside is one to ask about, no more."
        + (" Its answer in the table judges all towns together, so it can still be too few to say." if outside else "")
    ]


def _others(family: Sequence[str], code: str) -> list[str]:
    return [other for other in family if other != code]


def _rows(
    family: Sequence[str], times: Sequence[Pair], places: Sequence[Pair], analysis: Analysis, measure: str
) -> list[dict[str, Any]]:
    now = [pair[0] for pair in times]
    expected = expected_counts(
        [one.count if one else 0 for one in now], [one.person_months if one else 0 for one in now]
    )
    rows = zip(
        family, times, compared(times, analysis.significance), compared(places, analysis.significance), expected,
        strict=True,
    )  # fmt: skip
    return [
        {"town_code": code, "town": gazetteer.area_label(code)}
        | _of_now(pair[0], analysis, measure)
        | {
            "count_before": pair[1].count if pair[1] else None,
            "change": change_said(change, is_open=pair[0].is_open) if pair[0] else None,
            "difference": difference_said(difference) if pair[0] else None,
            "expected_count": share if pair[0] else None,
        }
        for code, pair, change, difference, share in rows
    ]


def _of_now(one: Seen | None, analysis: Analysis, measure: str) -> dict[str, Any]:
    columns = ("count", "count_said", "rate_said", "per_1000", "per_1000_low", "per_1000_high")
    if one is None:
        return dict.fromkeys(columns)
    rate = rate_of(one, analysis)
    said = rate_said(rate, events=EVENTS_IN_WORDS[measure], fewest=analysis.fewest_for_a_rate)
    limits = (rate.limits.low, rate.limits.high) if rate.limits else (None, None)
    values = (one.count, count_said(one.count, rate.count_limits), said, rate.per_1000, *limits)
    return dict(zip(columns, values, strict=True))


def _period_row(name: str, measure: str, pair: Pair, change: Comparison | None, analysis: Analysis) -> dict[str, Any]:
    now, then = pair
    told = _of_now(now, analysis, measure)
    return {
        "measure": name,
        "count_said": told["count_said"],
        "rate_said": told["rate_said"],
        "count_before": then.count if then else None,
        "change": change_said(change, is_open=now.is_open) if now else None,
    }


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    *,
    title: str,
    measures: Sequence[str],
    period: Period,
    towns: Sequence[str],
    count_label: str,
    notes: Iterable[str],
    rests: Callable[[Reader], Rests],
    counting_notes: Sequence[str] = (),
) -> Released:
    feeds, earlier = list(dict.fromkeys(FEED_OF[name] for name in measures)), before(period)
    inside = [] if PROTECTED.isdisjoint(measures) else counting_notes
    joining = [note for time in (period, earlier) for note in notes_on_joining(reader, towns, time)]
    return describe_and_release(
        reader,
        connection,
        frame,
        title=title,
        period=period,
        towns=towns,
        feeds=feeds,
        notes=[
            f"The time before is {earlier}.",
            *([VISITS_NOTE] if "distributions" in measures else []),
            *notes,
            *([] if inside else counting_notes),
            *dict.fromkeys(joining),
            *reports_missing(reader, connection, feeds, period),
            *notes_on_gaps(connection, measures, period),
            *(f"The time before: {note}" for note in notes_on_gaps(connection, measures, earlier)),
        ],
        inside_notes=inside,
        rests=rests,
        has_rate=True,
        extra_labels={"count_said": count_label},
    )
