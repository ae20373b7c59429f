"""Published accidental drug deaths: a series of its own, by place of injury, never added to calls."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.resting import each_of, every_of, span_within
from rorf_data.answers.series import grids, sums_by_area
from rorf_data.answers.towns import elsewhere_in_notes
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import Rests, free
from rorf_data.measures.counts import by_grain, over_areas
from rorf_data.model import NOT_RECORDED, OUTSIDE, Feed, Filters, Grain, Period
from rorf_data.store import queries
from rorf_data.towns import gazetteer

DEATHS_NOTE = (
    "Accidental drug deaths as published by the state medical examiner, counted where the injury happened; many of "
    "the published rows name no place of injury, and some years say of no death whether an opioid was found. "
    "They are not overdose calls and are never added to them."
)


@answer
def deaths_by_year(reader: Reader, chosen: Filters) -> Released:
    """One row for each calendar year on record, whatever the chosen period; the chosen towns together.

    Columns: year, total_deaths, opioid_deaths (any opioid found, as published; missing in a year in which the published
    file says so of no death of these towns and of none outside the region, for then nobody filled it in). The file
    comes once a year and late, so its own years are shown.
    """
    towns = reader.towns_of(chosen)
    with reader.connect() as connection:
        months = queries.load_reported_months(connection, Feed.DEATHS)
        period = Period(months[0], Period.of_month(months[-1]).last) if months else chosen.period
        counted = grids(connection, ["deaths", "opioid_deaths"], towns, period)
        years = {name: by_grain(over_areas(grid).to_frame(), Grain.YEAR).iloc[:, 0] for name, grid in counted.items()}
        frame = pd.DataFrame({"total_deaths": years["deaths"], "opioid_deaths": years["opioid_deaths"]})
        frame = frame.dropna(how="all").reset_index(names="year")
        spans = [span_within(period, Grain.YEAR, start.date()) for start in frame["year"]]
        frame["year"] = [str(start.year) for start in frame["year"]]
        is_told = frame["year"].isin(_years_with_opioids(connection, period)) | (frame["opioid_deaths"] > 0)
        frame["opioid_deaths"] = frame["opioid_deaths"].where(is_told)
        rests = free(["year"], len(frame)) | {
            "total_deaths": every_of("deaths", towns, spans),
            "opioid_deaths": every_of("opioid_deaths", towns, spans),
        }
        return _release(reader, connection, frame, "Published deaths by year", period, towns, rests)


def _years_with_opioids(connection: sa.Connection, period: Period) -> set[str]:
    """The years in which the published file names an opioid for any death outside the region.

    The region's own are left aside: whether another town had any is not to be read off the figures of this one.
    """
    found = queries.load_monthly(connection, ["opioid_deaths"], period)
    return {str(one.month.year) for one in found if one.total and one.area in (OUTSIDE, NOT_RECORDED)}


@answer
def deaths_by_town(reader: Reader, chosen: Filters) -> Released:
    """One row for each chosen town over all years on record: town_code, town, total_deaths."""
    towns = reader.towns_of(chosen)
    with reader.connect() as connection:
        months = queries.load_reported_months(connection, Feed.DEATHS)
        period = Period(months[0], Period.of_month(months[-1]).last) if months else chosen.period
        counts = sums_by_area(connection, ["deaths"], towns, period).rename(columns={"deaths": "total_deaths"})
        frame = counts.reset_index(names="town_code")
        frame.insert(1, "town", [gazetteer.area_label(code) for code in towns])
        rests = free(["town_code", "town"], len(towns)) | {"total_deaths": each_of("deaths", towns, period)}
        return _release(reader, connection, frame, "Published deaths by town", period, towns, rests)


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    title: str,
    period: Period,
    towns: Sequence[str],
    rests: Rests,
) -> Released:
    elsewhere, inside = elsewhere_in_notes(connection, ["deaths"], towns, period)
    return describe_and_release(
        reader,
        connection,
        frame,
        title=title,
        period=period,
        towns=towns,
        feeds=[Feed.DEATHS],
        notes=[DEATHS_NOTE, *elsewhere],
        inside_notes=inside,
        rests=rests,
    )
