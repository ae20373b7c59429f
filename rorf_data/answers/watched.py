"""Counts, and the people and months that they were counted among: what rates and comparisons rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.reader import Reader
from rorf_data.answers.series import FEED_OF, grids
from rorf_data.measures.person_time import memberships_within, person_months
from rorf_data.model import Period, add_months, in_words
from rorf_data.store import queries
from rorf_data.towns import gazetteer

EVENTS_OF = {"kits": "distributions"}
"""What chance is judged on where it isn't the count itself: kits come several to a visit."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One measure by month (rows) and town (columns), for the days on record on which the town was a member.

    ``counts`` is missing, and ``person_months`` and ``months`` (the share of the month that counts) are 0, where no day
    of the month counts.
    """

    counts: pd.DataFrame
    person_months: pd.DataFrame
    months: pd.DataFrame


def watched(
    reader: Reader, connection: sa.Connection, measures: Sequence[str], towns: Sequence[str], period: Period
) -> dict[str, Watched]:
    """For each measure what was counted in each month of the period and town, and among how many people.

    A day on which the town was no member counts neither above nor below, nor does a month that no file of the measure's
    feed covers. Towns that never were members count throughout.
    """
    members = {code: memberships(reader, code) for code in towns}
    found = grids(connection, measures, towns, period)
    for code in towns:
        parts = memberships_within(period, members[code])
        if any(_cuts_a_month(part, period) for part in parts):
            _put_in_parts(connection, found, code, parts)
    people: dict[object, tuple[pd.DataFrame, pd.DataFrame]] = {}
    for name in measures:
        feed = FEED_OF[name]
        if feed not in people:
            on_record = set(queries.load_reported_months(connection, feed))
            people[feed] = _people(members, on_record, period)
    return {name: _only_counted(found[name], *people[FEED_OF[name]]) for name in measures}


def memberships(reader: Reader, code: str) -> list[Period]:
    """The times in which the town was a member, from and up to any day where it never was one."""
    name = gazetteer.area_label(code)
    times = [
        Period(member.member_from, member.member_to or date.max)
        for member in reader.settings.members
        if member.town == name
    ]
    return times or [Period(date.min, date.max)]


def without_earlier_zeros(reader: Reader, grid: pd.DataFrame) -> pd.DataFrame:
    """The grid, missing where it says 0 of a month in which the town was no member: nobody had looked then.

    What was found there all the same stays, so that nothing is lost.
    """
    shown = grid.copy()
    for code in grid.columns:
        times = memberships(reader, code)
        is_outside = [not memberships_within(Period.of_month(month.date()), times) for month in grid.index]
        shown.loc[is_outside & (grid[code] == 0).fillna(value=False).to_numpy(dtype=bool), code] = pd.NA
    return shown


def notes_on_joining(reader: Reader, towns: Sequence[str], period: Period) -> list[str]:
    """A sentence for each town that was a member for a part of the period only."""
    notes = []
    for code in towns:
        parts = memberships_within(period, memberships(reader, code))
        if parts != [period] and parts:
            times = " and ".join(f"{in_words(part.first)} to {in_words(part.last)}" for part in parts)
            notes.append(
                f"{gazetteer.area_label(code)} was a member from {times}; rates and comparisons count that time."
            )
    return notes


def before(period: Period) -> Period:
    """The time that a period is compared with: the same days a year earlier, or as many years as it takes for the two
    not to overlap, so that the seasons are the same.
    """
    years = 1
    while add_months(period.last, -12 * years) >= period.first:
        years += 1
    is_month_end = period.last == Period.of_month(period.last).last
    last = add_months(period.last, -12 * years)
    return Period(add_months(period.first, -12 * years), Period.of_month(last).last if is_month_end else last)


def _cuts_a_month(part: Period, period: Period) -> bool:
    """Whether a membership begins or ends within a month, at another day than the period itself does."""
    begins = part.first != period.first and part.first.day != 1
    ends = part.last != period.last and part.last != Period.of_month(part.last).last
    return begins or ends


def _put_in_parts(
    connection: sa.Connection, found: dict[str, pd.DataFrame], code: str, parts: Sequence[Period]
) -> None:
    """Count the town's days of membership alone, which sums by month can't tell from the days beside them."""
    counted = [grids(connection, list(found), [code], part) for part in parts]
    for name, grid in found.items():
        own = pd.concat([part[name][code] for part in counted]).groupby(level=0).sum(min_count=1)
        grid[code] = own.reindex(grid.index).astype("Int64")


def _people(
    members: dict[str, list[Period]], on_record: set[date], period: Period
) -> tuple[pd.DataFrame, pd.DataFrame]:
    index = pd.DatetimeIndex(list(period.months()), name="month").as_unit("s")
    by_town = {
        code: list(person_months(period, on_record, times, partial(_residents, code)).values())
        for code, times in members.items()
    }
    counted = {code: list(person_months(period, on_record, times, _one).values()) for code, times in members.items()}
    return pd.DataFrame(by_town, index=index, dtype=float), pd.DataFrame(counted, index=index, dtype=float)


def _residents(code: str, day: date) -> int:
    return gazetteer.population(code, day).residents


def _one(_: date) -> int:
    return 1


def _only_counted(counts: pd.DataFrame, people: pd.DataFrame, months: pd.DataFrame) -> Watched:
    is_counted = months.to_numpy() > 0
    kept = {
        code: pd.arrays.IntegerArray(
            counts[code].fillna(0).to_numpy(dtype=np.int64), counts[code].isna().to_numpy() | ~is_counted[:, place]
        )
        for place, code in enumerate(counts.columns)
    }
    return Watched(pd.DataFrame(kept, index=counts.index), people, months)
