"""The tables of ``rorf table``: one measure by any of town and time, over every place on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.cascade import FEEDS
from rorf_data.answers.cascade_table import AGENCY, cascade_rows
from rorf_data.answers.labels import LABELS
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.reporting import reports_missing, with_agencies
from rorf_data.answers.resting import NEVER_SHARED, resting_on, span_within
from rorf_data.answers.series import grids, notes_on_gaps, sums_by_area
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import Rests, RestsOn, free
from rorf_data.measures.counts import as_rows, by_grain
from rorf_data.measures.turnaround import turnaround_by
from rorf_data.model import NOT_RECORDED, OUTSIDE, Feed, Grain, Period, end_of, last_of_month, start_of
from rorf_data.store import queries
from rorf_data.towns import gazetteer

GRAINS = {grain.value: grain for grain in Grain}
BY = ("town", *GRAINS, AGENCY)
USUAL_MEASURE = {Feed.REQUESTS: "requests", Feed.CALLS: "calls"}
"""What tells which months are on record, for a table whose own figures are no plain counts."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What one table counts: store measures under their column names, the table's own measure first."""

    feed: Feed
    columns: dict[str, str]


SUBJECTS = {
    "kits": _Subject(
        Feed.DISTRIBUTIONS,
        {
            "kits": "total_kits",
            "doses": "total_doses",
            "distributions": "total_distributions",
            "kits_at_overdose": "kits_at_overdose",
        },
    ),
    "requests": _Subject(Feed.REQUESTS, {"requests": "total_requests", "delivered": "total_delivered"}),
    "calls": _Subject(
        Feed.CALLS,
        {
            "calls": "total_calls",
            "fatal_calls": "fatal_calls",
            "nonfatal_calls": "nonfatal_calls",
            "naloxone_calls": "naloxone_calls",
        },
    ),
    "deaths": _Subject(Feed.DEATHS, {"deaths": "total_deaths", "opioid_deaths": "opioid_deaths"}),
    "turnaround": _Subject(Feed.REQUESTS, {}),
    "cascade": _Subject(Feed.CALLS, {}),
}


def table(
    reader: Reader, name: str, *, by: Sequence[str], first: date | None, last: date | None, towns: Sequence[str]
) -> Released:
    """The table ``name`` by the columns ``by`` (town and at most one length of time; of the cascade also the agency
    that answered), both ends of the period included.

    Without ``towns`` every town of the region is there, member or not, and a line each for what lies outside and what
    has no place; rows without town add all of these up. A count is missing where nothing of the span is on record.
    ``ValueError`` for a table or a column that does not exist, and for a period that ends before it begins.
    """
    subject = _checked(name, by)
    with reader.connect() as connection:
        period = period_on_record(connection, reader, subject.feed, first, last)
    return table_over(reader, name, tuple(by), period, tuple(towns))


@answer
def table_over(reader: Reader, name: str, by: Sequence[str], period: Period, towns: Sequence[str]) -> Released:
    """The same over a period that is known, so that it can be asked again."""
    subject = _checked(name, by)
    areas = tuple(towns) or (*(town.code for town in gazetteer.towns()), OUTSIDE, NOT_RECORDED)
    grain = _grain_of(by)
    with reader.connect() as connection:
        if name == "turnaround":
            long = _turnaround(reader, connection, areas, period, grain, by)
        elif name == "cascade":
            long = cascade_rows(reader, connection, areas, period, grain, by)
        else:
            long = _counts(connection, subject, areas, period, grain, by)
        if name == "kits" and grain is Grain.MONTH:
            long = with_agencies(reader, connection, long, "start")
        long = _in_order(long, by)
        frame = _dressed(long, reader, period, by)
        feeds = FEEDS if name == "cascade" else (subject.feed,)
        notes = [*reports_missing(reader, connection, feeds, period)]
        if grain is not Grain.MONTH:
            notes += notes_on_gaps(connection, list(subject.columns)[:1] or [USUAL_MEASURE[subject.feed]], period)
        title = f"{LABELS[frame.columns[len(by)]]} by {', '.join(by)}" if by else LABELS[frame.columns[0]]
        return describe_and_release(
            reader,
            connection,
            frame,
            title=title,
            period=period,
            towns=towns or (),
            feeds=feeds,
            notes=notes,
            rests=lambda _: _rests(subject, long, areas, period, by),
            is_over_time=grain is not None,
        )


def _checked(name: str, by: Sequence[str]) -> _Subject:
    if name not in SUBJECTS:
        raise ValueError(f"there is no table {name!r}; there are {', '.join(SUBJECTS)}")
    unknown = [column for column in by if column not in BY]
    if unknown:
        raise ValueError(f"a table can't be by {unknown[0]!r}; it can be by {', '.join(BY)}")
    if AGENCY in by and name != "cascade":
        raise ValueError("only the table cascade can be by agency")
    if len(set(by)) < len(by) or len(set(by) - {"town", AGENCY}) > 1:
        raise ValueError("--by takes town and one length of time, each once, and agency for the cascade")
    return SUBJECTS[name]


def period_on_record(
    connection: sa.Connection, reader: Reader, feed: Feed, first: date | None, last: date | None
) -> Period:
    """The period asked for; an end that wasn't is that of the months on record."""
    months = queries.load_reported_months(connection, feed) or [reader.today.replace(day=1)]
    start = first or min(months[0], last or months[0])
    return Period(start, last or max(start, last_of_month(months[-1])))


def _counts(
    connection: sa.Connection,
    subject: _Subject,
    areas: Sequence[str],
    period: Period,
    grain: Grain | None,
    by: Sequence[str],
) -> pd.DataFrame:
    """One row for each combination of ``by``: the key columns (area, start), then the measures."""
    names = list(subject.columns)
    if grain is None:
        sums = sums_by_area(connection, names, areas, period).rename(columns=subject.columns)
        return sums.reset_index() if "town" in by else sums.sum(min_count=1).to_frame().T.astype("Int64")
    found = grids(connection, names, areas, period)
    wanted = []
    for name, column in subject.columns.items():
        grid = by_grain(found[name], grain)
        if "town" not in by:
            grid = grid.sum(axis=1, min_count=1).astype("Int64").to_frame("all")
        wanted.append(as_rows(grid, column).set_index(["start", "area"]))
    long = pd.concat(wanted, axis=1).reset_index()
    return long if "town" in by else long.drop(columns="area")


def _turnaround(
    reader: Reader,
    connection: sa.Connection,
    areas: Sequence[str],
    period: Period,
    grain: Grain | None,
    by: Sequence[str],
) -> pd.DataFrame:
    """Delivered requests by the columns ``by``; 0 only where the month, or one of the months, is on record. Of too few
    delivered there is no percentile, as on the page.
    """
    found = queries.load_turnarounds(connection, period)
    found = found[found["area"].isin(areas)].copy()
    keys: dict[str, list[object]] = {"area": list(areas)} if "town" in by else {}
    if grain is not None:
        found["start"] = _starts(grain, [month.date() for month in found["month"]])
        keys["start"] = list(_starts(grain, period.months()).unique())
    summary = turnaround_by(found, list(keys))[[*keys, "median_days", "p90_days", "total_delivered"]]
    percentiles = ["median_days", "p90_days"]
    is_enough = summary["total_delivered"] >= reader.settings.analysis.fewest_for_percentiles
    summary[percentiles] = summary[percentiles].where(is_enough)
    if keys:
        every = pd.MultiIndex.from_product(list(keys.values()), names=list(keys)).to_frame(index=False)
        summary = every.merge(summary, how="left", on=list(keys), validate="one_to_one")
    on_record = set(period.months()) & set(queries.load_reported_months(connection, Feed.REQUESTS))
    is_known = summary["start"].isin(_starts(grain, on_record)) if grain else pd.Series(bool(on_record), summary.index)
    return summary.assign(total_delivered=summary["total_delivered"].fillna(0).where(is_known))


def _starts(grain: Grain, days: Iterable[date]) -> pd.DatetimeIndex:
    return pd.DatetimeIndex([start_of(grain, day) for day in days]).as_unit("s")


def _in_order(long: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The rows sorted by their keys, in the order asked for."""
    order = [{"town": "area", AGENCY: AGENCY}.get(column, "start") for column in by]
    return long.sort_values(order, key=_rank, kind="stable") if order else long


def _rests(subject: _Subject, long: pd.DataFrame, areas: Sequence[str], period: Period, by: Sequence[str]) -> Rests:
    """Of plain counts what each row is the sum of; days to delivery and the cascade are told of by single records."""
    if not subject.columns:
        return {}
    grain = _grain_of(by)
    spans = [span_within(period, grain, start.date()) for start in long["start"]] if grain else [period] * len(long)
    places = [(area,) for area in long["area"]] if "town" in by else [tuple(areas)] * len(long)
    rests: dict[str, list[RestsOn]] = {
        column: [resting_on(measure, *row) for row in zip(places, spans, strict=True)]
        for measure, column in subject.columns.items()
        if measure not in NEVER_SHARED
    }
    return rests | free([*by, "is_member", "town_code", "agencies_expected", "agencies_reported"], len(long))


def _grain_of(by: Sequence[str]) -> Grain | None:
    return next((GRAINS[column] for column in by if column in GRAINS), None)


def _dressed(long: pd.DataFrame, reader: Reader, period: Period, by: Sequence[str]) -> pd.DataFrame:
    """The key columns by their names and first, in the order asked for; what is known of a town last."""
    measures = [column for column in long.columns if column not in {"area", "start", AGENCY}]
    dressed = long.copy()
    for column in (column for column in by if column != AGENCY):
        dressed[column] = (
            [gazetteer.area_label(area) for area in dressed["area"]]
            if column == "town"
            else [_code_of(GRAINS[column], start.date()) for start in dressed["start"]]
        )
    if "town" not in by:
        return dressed[[*by, *measures]]
    grain = _grain_of(by)
    starts = [start.date() for start in dressed["start"]] if grain else []
    spans = [Period(start, end_of(grain, start)) for start in starts] if grain else [period] * len(dressed)
    members = {span: set(reader.settings.member_towns(span)) for span in set(spans)}
    dressed["is_member"] = [town in members[span] for town, span in zip(dressed["town"], spans, strict=True)]
    dressed["town_code"] = dressed["area"]
    return dressed[[*by, *measures, "is_member", "town_code"]]


def _rank(values: pd.Series) -> pd.Series:
    """Towns A to Z by name, then outside, then without a place; times as they run."""
    if values.name != "area":
        return values
    last = {OUTSIDE: "~1", NOT_RECORDED: "~2"}
    return values.map(lambda area: last.get(area) or gazetteer.area_label(area))


def _code_of(grain: Grain, start: date) -> str:
    """A span as programs write it: 2026-03, 2026-Q1, 2025-26 (fiscal) or 2026."""
    if grain is Grain.MONTH:
        return f"{start:%Y-%m}"
    if grain is Grain.QUARTER:
        return f"{start.year}-Q{(start.month - 1) // 3 + 1}"
    if grain is Grain.YEAR:
        return str(start.year)
    return f"{start.year}-{(start.year + 1) % 100:02d}"
