"""Counts, and the people and months that they were counted among: what rates and comparisons rest on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.reader import Reader
from rorf_data.answers.received import provisional_months
from rorf_data.answers.series import FEED_OF, grids
from rorf_data.measures.counts import counts_and_gaps
from rorf_data.measures.lateness import LONGEST_DELAY
from rorf_data.measures.person_time import memberships_within, months_counted
from rorf_data.model import Feed, Period, add_months, in_words, last_of_month
from rorf_data.store import queries
from rorf_data.towns import gazetteer

EVENTS_OF = {"kits": "distributions"}
"""What chance is judged on where it isn't the count itself: kits come several to a visit."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One measure by month (rows) and town (columns, in the order of ``towns``), for the days on record on which the
    town was a member; all three are 0 where no day of the month counts.

    ``months`` is the share of the month that counts, ``person_months`` the same times the residents. ``complete`` says
    of each month how much of its records should be in by now, by what is usual: 1 for all, NaN where it isn't known.
    """

    towns: tuple[str, ...]
    starts: tuple[date, ...]
    counts: npt.NDArray[np.int64]
    person_months: npt.NDArray[np.float64]
    months: npt.NDArray[np.float64]
    complete: npt.NDArray[np.float64]

    def rows(self, chosen: Sequence[int]) -> Watched:
        """These months of it, by their places."""
        places = list(chosen)
        starts = tuple(self.starts[place] for place in places)
        return Watched(
            self.towns,
            starts,
            self.counts[places],
            self.person_months[places],
            self.months[places],
            self.complete[places],
        )


def watched(
    reader: Reader,
    connection: sa.Connection,
    measures: Sequence[str],
    towns: Sequence[str],
    period: Period,
    *,
    is_compared: bool = True,
) -> dict[str, Watched]:
    """For each measure what was counted in each month of the period and town, and among how many people.

    A day on which the town was no member counts neither above nor below, nor does a month that no file of the measure's
    feed covers, nor a day to come. Towns that never were members count throughout. Where nothing is compared, every
    month is taken as complete.
    """
    question = ("watched", tuple(measures), tuple(towns), period, is_compared)
    return reader.recall(
        question, lambda: _watched(reader, connection, measures, towns, period, is_compared=is_compared)
    )


def _watched(
    reader: Reader,
    connection: sa.Connection,
    measures: Sequence[str],
    towns: Sequence[str],
    period: Period,
    *,
    is_compared: bool,
) -> dict[str, Watched]:
    members = {code: memberships(reader, code) for code in towns}
    found = grids(connection, measures, towns, period)
    for code in towns:
        parts = memberships_within(period, members[code])
        if any(_cuts_a_month(part, period) for part in parts):
            _put_in_parts(connection, found, code, parts)
    feeds, so_far = dict.fromkeys(FEED_OF[name] for name in measures), Period(date.min, reader.today)
    members = {code: memberships_within(so_far, times) for code, times in members.items()}
    people = {feed: _people(members, set(queries.load_reported_months(connection, feed)), period) for feed in feeds}
    complete = _completeness(reader, connection, feeds if is_compared else (), period)
    return {name: _only_counted(found[name], *people[FEED_OF[name]], complete.get(FEED_OF[name])) for name in measures}


def watched_twice(
    reader: Reader, connection: sa.Connection, measures: Sequence[str], towns: Sequence[str], period: Period
) -> tuple[dict[str, Watched], dict[str, Watched]]:
    """The same for the period and for the time before it (:func:`before`)."""
    earlier = before(period)
    if not (period.is_whole_months and earlier.is_whole_months):
        now, then = (watched(reader, connection, measures, towns, time) for time in (period, earlier))
        return now, then
    # One look at both times together costs hardly more than one at either.
    both = watched(reader, connection, measures, towns, Period(earlier.first, period.last))
    now, then = ({name: within(one, time) for name, one in both.items()} for time in (period, earlier))
    return now, then


def within(one: Watched, period: Period) -> Watched:
    """The months that begin within the period."""
    return one.rows([place for place, start in enumerate(one.starts) if period.first <= start <= period.last])


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
    shown, whole = grid.copy(), Period(grid.index[0].date(), last_of_month(grid.index[-1].date()))
    for code in grid.columns:
        times = memberships(reader, code)
        if memberships_within(whole, times) != [whole]:
            is_outside = [not memberships_within(Period.of_month(month.date()), times) for month in grid.index]
            is_zero = (grid[code] == 0).fillna(value=False).to_numpy(dtype=np.bool_)
            shown.loc[is_zero & np.array(is_outside, dtype=np.bool_), code] = pd.NA
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
    members: Mapping[str, Sequence[Period]], on_record: set[date], period: Period
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Person-months and months counted, by month and town; towns that were members alike are worked out once."""
    alike = {
        times: list(months_counted(period, on_record, times).values()) for times in set(map(tuple, members.values()))
    }
    counted = {code: alike[tuple(times)] for code, times in members.items()}
    people = [[_residents(code, one.first) * one.share for one in months] for code, months in counted.items()]
    months = [[one.share for one in months] for months in counted.values()]
    return np.array(people, dtype=np.float64).T, np.array(months, dtype=np.float64).T


def _residents(code: str, day: date | None) -> int:
    return gazetteer.population(code, day).residents if day else 0


def _completeness(
    reader: Reader, connection: sa.Connection, feeds: Collection[Feed], period: Period
) -> dict[Feed, npt.NDArray[np.float64]]:
    """For each feed how much of each month's records should be in by now: 1, less, or not known (NaN).

    A month that ended so long ago that nothing more usually comes is taken as complete.
    """
    months = list(period.months())
    recent = max(period.first, reader.today - timedelta(LONGEST_DELAY))
    shares: dict[tuple[Feed | None, date], float | None] = {}
    if feeds and recent <= period.last:
        share, watched_time = reader.settings.analysis.complete_share, Period(recent, period.last)
        found = provisional_months(connection, list(feeds), watched_time, reader.calendar, complete_share=share)
        shares = {(one.feed, one.month): one.expected_share for one in found}
    return {feed: np.array([shares.get((feed, month), 1.0) for month in months], dtype=np.float64) for feed in feeds}


def _only_counted(
    grid: pd.DataFrame,
    people: npt.NDArray[np.float64],
    months: npt.NDArray[np.float64],
    complete: npt.NDArray[np.float64] | None,
) -> Watched:
    """The grid as plain numbers, without what lies outside the days that count."""
    counts, _ = counts_and_gaps(grid)
    starts = tuple(month.date() for month in grid.index)
    shares = np.ones(len(starts)) if complete is None else complete
    return Watched(tuple(grid.columns), starts, np.where(months > 0, counts, 0), people, months, shares)
