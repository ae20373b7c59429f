"""What a grant asks for: the figures of one period with their bounds, and a count by town, by month or by the funder's
own year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.changes import TOGETHER
from rorf_data.answers.compared import VISITS_NOTE
from rorf_data.answers.judging import Seen, change_of, family_of, percent, rate_of, seen
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.reporting import reports_missing
from rorf_data.answers.resting import each_of, every_of, judged_on, resting_on, span_within, together, watched_on
from rorf_data.answers.series import FEED_OF, grids, notes_on_gaps, sums_by_area
from rorf_data.answers.watched import before, memberships, notes_on_joining, watched_twice, without_earlier_zeros
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import FREE, Rests, RestsOn, free
from rorf_data.measures.counts import by_grain, over_areas
from rorf_data.measures.frames import Type, frame_of
from rorf_data.measures.intervals import Reliability, count_limits
from rorf_data.measures.person_time import memberships_within
from rorf_data.measures.rates import residents_for_a_rate
from rorf_data.model import (
    FISCAL_YEAR_FIRST_MONTH,
    Feed,
    Filters,
    Grain,
    Period,
    end_of,
    in_words,
    months_of_year,
    name_of,
    start_of,
)
from rorf_data.store import queries
from rorf_data.towns import gazetteer

Counted = Literal["kits", "doses", "requests", "calls", "deaths"]

COLUMN_OF: Final[dict[Counted, str]] = {
    "kits": "total_kits",
    "doses": "total_doses",
    "requests": "total_requests",
    "calls": "total_calls",
    "deaths": "total_deaths",
}
TITLES: Final[dict[Counted, str]] = {
    "kits": "Kits left",
    "doses": "Doses in the kits left",
    "requests": "Requests received",
    "calls": "Overdose calls",
    "deaths": "Published deaths",
}
HANDED_OUT: Final[tuple[Counted, ...]] = ("kits", "doses")
_INTERVAL: Final[dict[str, Type]] = {"count_low": "Float64", "count_high": "Float64"}
_RATE: Final[dict[str, Type]] = {"per_1000": "Float64", "per_1000_low": "Float64", "per_1000_high": "Float64"}
_CHANGE: Final[dict[str, Type]] = {"count_before": "Int64", "change": "object"}
_PLACES: Final[dict[str, Type]] = {"total_distributions": "Int64", "towns_reached": "Int64", "towns_counted": "Int64"}
_MONTHS: Final[dict[str, Type]] = {"months_counted": "Float64"}
_LABELS: Final = {
    "count_low": "Interval, lower limit",
    "count_high": "Interval, upper limit",
    "towns_reached": "Towns in which a kit was left",
    "towns_counted": "Towns counted",
    "months_counted": "Months that rates count",
    "doses_per_1000": "Doses per 1,000 residents",
    "bears_rate": "What a rate may say",
}


@answer
def grant_figures(reader: Reader, chosen: Filters, counted: Counted) -> Released:
    """One row: the count of the chosen towns together over the period, both ends included, with all that bounds it.

    Columns: period, the count under its own name, and population (residents at the end). Of all but deaths:
    months_counted, which is 12 or more where rates are for a year. Of kits and doses: visits
    (total_distributions), towns_reached of towns_counted, and kits or doses per 1,000 residents, missing where the
    visits bear no rate. Of events: count_low and count_high (their exact interval), per_1000 with its limits
    and bears_rate (shown, unstable, count only); of deaths only the interval. count_before is the count of the time
    before (:func:`before`), and change what the two say, for kits and doses by their visits; of deaths there is none,
    for their days are those of the report in part. A figure is missing where nothing is on record.
    """
    towns = reader.towns_of(chosen)
    with reader.connect() as connection:
        total = _total(connection, counted, towns, chosen.period)
        row: dict[str, Any] = {"period": str(chosen.period), COLUMN_OF[counted]: total}
        row["population"] = sum(gazetteer.population(code, chosen.period.last).residents for code in towns)
        types: dict[str, Type] = {"period": "object", COLUMN_OF[counted]: "Int64", "population": "Int64"}
        rests: dict[str, Sequence[RestsOn]] = {
            **free(["period", "population"], 1),
            COLUMN_OF[counted]: [resting_on(counted, towns, chosen.period)],
        }
        parts = (_handed_out if counted in HANDED_OUT else _events)(reader, connection, chosen, counted, total)
        for values, of_type, on in parts:
            row |= values
            types |= of_type
            rests |= {name: [on] for name in of_type}
        return _release(
            reader, connection, frame_of([row], types), TITLES[counted], counted, chosen, rests, _notes(reader, counted)
        )


@answer
def grant_over_time(
    reader: Reader, chosen: Filters, counted: Counted, grain: Grain, fiscal_from: int = FISCAL_YEAR_FIRST_MONTH
) -> Released:
    """One row for each month, quarter or year of the period: period_start, period (its name), town (all of the chosen
    together) and the count under its own name.

    ``fiscal_from`` is the number of the month that a fiscal year begins with; title and heading say its months. A count
    is missing where nothing of the span is on record; spans that the period cuts hold only the days inside it, and a
    note names them.
    """
    towns, column = reader.towns_of(chosen), COLUMN_OF[counted]
    with reader.connect() as connection:
        grid = without_earlier_zeros(reader, grids(connection, [counted], towns, chosen.period)[counted])
        spans = by_grain(over_areas(grid).to_frame(TOGETHER), grain, fiscal_from=fiscal_from)
        starts = [start.date() for start in spans.index]
        frame = pd.DataFrame(
            {
                "period_start": spans.index,
                "period": [_short(name_of(grain, start, fiscal_from=fiscal_from)) for start in starts],
                "town": TOGETHER,
                column: spans[TOGETHER].array,
            }
        )
        inside = [span_within(chosen.period, grain, start) for start in starts]
        rests = free(["period_start", "period", "town"], len(frame)) | {column: every_of(counted, towns, inside)}
        title = f"{TITLES[counted]} by {_in_words(grain, fiscal_from)}{_which(grain, fiscal_from)}"
        notes = _cut(chosen.period, grain, fiscal_from)
        label = f"{_in_words(grain, fiscal_from).capitalize()}{_which(grain, fiscal_from)}"
        return _release(reader, connection, frame, title, counted, chosen, rests, notes, {"period": label})


@answer
def grant_by_town(reader: Reader, chosen: Filters, counted: Counted) -> Released:
    """One row for each chosen town (all members when none is chosen), A to Z, over the period, both ends included.

    Columns: town_code, town, the count under its own name, population (residents at the end).
    """
    towns, column = reader.towns_of(chosen), COLUMN_OF[counted]
    with reader.connect() as connection:
        sums = sums_by_area(connection, [counted], towns, chosen.period)
        residents = [gazetteer.population(code, chosen.period.last).residents for code in towns]
        frame = pd.DataFrame(
            {
                "town_code": list(towns),
                "town": [gazetteer.area_label(code) for code in towns],
                column: sums[counted].array,
                "population": pd.array(residents, dtype="Int64"),
            }
        )
        rests = free(["town_code", "town", "population"], len(frame)) | {column: each_of(counted, towns, chosen.period)}
        return _release(reader, connection, frame, f"{TITLES[counted]} by town", counted, chosen, rests, [])


def first_month_on_record(reader: Reader, counted: Counted) -> date | None:
    """The first day of the first month that the records of this measure cover; None before the first load."""
    with reader.connect() as connection:
        return next(iter(queries.load_reported_months(connection, FEED_OF[counted])), None)


def newest_year_of_deaths(reader: Reader) -> Period | None:
    """The newest calendar year that published deaths are on record for, whole; None without one."""
    with reader.connect() as connection:
        months = set(queries.load_reported_months(connection, Feed.DEATHS))
    whole = [month.year for month in months if months.issuperset(_year(month.year).months())]
    return _year(max(whole)) if whole else None


def _short(name: str) -> str:
    """A year without its months, which stand in the title."""
    return name.partition(" (")[0]


def _which(grain: Grain, fiscal_from: int) -> str:
    """The months of a fiscal year, in brackets."""
    return f" ({months_of_year(fiscal_from)})" if grain is Grain.FISCAL_YEAR and fiscal_from != 1 else ""


Part = tuple[dict[str, Any], dict[str, Type], RestsOn]
"""Values, the types of their columns, and what all of them rest on."""


def _handed_out(
    reader: Reader, connection: sa.Connection, chosen: Filters, counted: Counted, total: int | None
) -> list[Part]:
    towns, per = reader.towns_of(chosen), f"{counted}_per_1000"
    sums = sums_by_area(connection, ["kits", "distributions"], towns, chosen.period)
    is_known = total is not None
    places = {
        "total_distributions": int(sums["distributions"].sum()) if is_known else None,
        "towns_reached": int((sums["kits"] > 0).sum()) if is_known else None,
        "towns_counted": len(towns),
    }
    family = family_of(reader, chosen)
    now, then = watched_twice(reader, connection, ["distributions", counted], family, chosen.period)
    visits, handed = seen(now["distributions"], towns), seen(now[counted], towns)
    bears = rate_of(visits, reader.settings.analysis).reliability if visits else Reliability.COUNT_ONLY
    rate = None if handed is None or bears is Reliability.COUNT_ONLY else _per_1000(handed)
    change = change_of(
        now["distributions"], then["distributions"], towns, family, reader.settings.analysis.significance
    )
    changed = {
        "count_before": _total(connection, counted, towns, before(chosen.period)),
        "change": change.answer.value if change else None,
    }
    return [
        (places, _PLACES, FREE),
        ({per: rate}, {per: "Float64"}, FREE),
        (_months(handed), _MONTHS, FREE),
        (changed, _CHANGE, FREE),
    ]


def _months(found: Seen | None) -> dict[str, float | None]:
    """How many months a rate counts: those on record in which a town was a member."""
    return {"months_counted": round(found.months, 2) if found else None}


def _per_1000(handed: Seen) -> float:
    """Kits or doses per 1,000 residents to one decimal, for a year from twelve months counted up."""
    return round(1000 * handed.count / residents_for_a_rate(handed.person_months, handed.months), 1)


def _events(
    reader: Reader, connection: sa.Connection, chosen: Filters, counted: Counted, total: int | None
) -> list[Part]:
    towns, analysis = reader.towns_of(chosen), reader.settings.analysis
    limits = None if total is None else count_limits(total, analysis.confidence)
    interval = {"count_low": limits and round(limits.low, 1), "count_high": limits and round(limits.high, 1)}
    own = resting_on(counted, towns, chosen.period)
    if counted == "deaths":
        return [(interval, _INTERVAL, own)]
    family, earlier = family_of(reader, chosen), before(chosen.period)
    now, then = (one[counted] for one in watched_twice(reader, connection, [counted], family, chosen.period))
    found = seen(now, towns)
    rate = rate_of(found, analysis) if found else None
    around = rate.limits if rate else None
    rates = {
        "per_1000": rate and rate.per_1000,
        "per_1000_low": around and around.low,
        "per_1000_high": around and around.high,
        "bears_rate": rate.reliability.value if rate else None,
    }
    change = change_of(now, then, towns, family, analysis.significance)
    places = [[code] for code in family] if len(towns) == 1 else [towns]
    on = together(judged_on(reader, counted, places, chosen.period, earlier), resting_on(counted, towns, earlier))
    return [
        (interval, _INTERVAL, own),
        (_months(found), _MONTHS, FREE),
        (rates, _RATE | {"bears_rate": "object"}, together(own, watched_on(reader, counted, towns, chosen.period))),
        (
            {"count_before": _total(connection, counted, towns, earlier)},
            {"count_before": "Int64"},
            resting_on(counted, towns, earlier),
        ),
        ({"change": change.answer.value if change else None}, {"change": "object"}, together(own, on)),
    ]


def _total(connection: sa.Connection, counted: str, towns: Sequence[str], period: Period) -> int | None:
    known = sums_by_area(connection, [counted], towns, period)[counted].dropna()
    return int(known.sum()) if len(known) else None


def _notes(reader: Reader, counted: Counted) -> list[str]:
    analysis = reader.settings.analysis
    if counted in HANDED_OUT:
        return [VISITS_NOTE]
    return [f"Intervals are the exact {percent(analysis.confidence)} ones, if events come by chance (Garwood)."]


def _joining(reader: Reader, towns: Sequence[str], period: Period) -> list[str]:
    """When the towns were members, in one sentence where that is alike for all."""
    parts = {tuple(memberships_within(period, memberships(reader, code))) for code in towns}
    if len(towns) == 1 or len(parts) > 1:
        return notes_on_joining(reader, towns, period)
    times = " and ".join(
        f"{in_words(part.first)}" + ("" if part.last == period.last else f" to {in_words(part.last)}")
        for part in next(iter(parts), ())
    )
    if not times or parts == {(period,)}:
        return []
    return [f"The towns were members from {times}; rates and comparisons count the time since."]


def _cut(period: Period, grain: Grain, fiscal_from: int) -> list[str]:
    """Which of the spans aren't whole."""
    ends = {
        start: Period(start, end_of(grain, start))
        for start in (start_of(grain, day, fiscal_from=fiscal_from) for day in (period.first, period.last))
    }
    names = [
        _short(name_of(grain, start, fiscal_from=fiscal_from))
        for start, span in ends.items()
        if span.first < period.first or span.last > period.last
    ]
    return [f"Not a whole {_in_words(grain, fiscal_from)}: {', '.join(names)}."] if names else []


def _in_words(grain: Grain, fiscal_from: int) -> str:
    if grain is Grain.YEAR or (grain is Grain.FISCAL_YEAR and fiscal_from == 1):
        return "calendar year"
    return "fiscal year" if grain is Grain.FISCAL_YEAR else grain.value


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    title: str,
    counted: Counted,
    chosen: Filters,
    rests: Rests,
    notes: Sequence[str],
    labels: Mapping[str, str] | None = None,
) -> Released:
    towns = reader.towns_of(chosen)
    feed = FEED_OF[counted]
    return describe_and_release(
        reader,
        connection,
        frame,
        title=title,
        period=chosen.period,
        towns=towns,
        feeds=[feed],
        notes=[
            *notes,
            *_joining(reader, towns, chosen.period),
            *reports_missing(reader, connection, [feed], chosen.period),
            *notes_on_gaps(connection, [counted], chosen.period),
        ],
        has_rate="population" in frame,
        extra_labels={name: label for name, label in _LABELS.items() if name in frame} | dict(labels or {}),
        rests=rests,
    )
