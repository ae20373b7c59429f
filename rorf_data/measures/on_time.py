"""Which events were on record when a day first was: so that a report that comes late changes no past judgement.

A day is *on record* from the moment of the first load that reaches it. What was on record then came on time for that
day; what came in afterwards is late for it, and in time for every later day that its own load was the first to reach.
Two sources that tell of the same days are no exception: the first of them to come decides.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from rorf_data.model import Period

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reach:
    """A load in force: when it came in (UTC without mark), and the last day that its rows tell of."""

    received_at: datetime
    last_day: date


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """The events of some areas together on each day of ``period``: as they are on record now, and how they came in.

    ``now`` has one count for each day. ``arrived_days`` (days since the first), ``arrived_at`` and ``arrived_totals``
    have one entry for each day and load that brought events of it.
    """

    period: Period
    now: Counts
    arrived_days: Counts
    arrived_at: npt.NDArray[np.datetime64]
    arrived_totals: Counts

    def known_at(self, moment: datetime) -> Counts:
        """For each day the events that were on record at ``moment`` and still are.

        A record that was withdrawn since, or moved to another day or area, doesn't count where it no longer stands.
        """
        was_in = self.arrived_at <= np.datetime64(moment)
        arrived = np.bincount(self.arrived_days[was_in], self.arrived_totals[was_in], minlength=self.now.size)
        return np.minimum(arrived.astype(np.int64), self.now)

    def within(self, counts: Counts, period: Period) -> int:
        """The sum of daily ``counts`` over a period inside the record's own, both ends included."""
        return int(self.sums(counts, [period])[0])

    def sums(self, counts: Counts, periods: Sequence[Period]) -> Counts:
        """The sum of daily ``counts`` over each of these periods; ``ValueError`` for one that reaches out of it."""
        firsts = np.array([(period.first - self.period.first).days for period in periods])
        ends = np.array([(period.last - self.period.first).days for period in periods]) + 1
        if (firsts < 0).any() or (ends > counts.size).any():
            raise ValueError(f"the record of {self.period} doesn't hold every one of these periods")
        until = np.concatenate([[0], counts.cumsum()])
        sums: Counts = until[ends] - until[firsts]
        return sums


def record_of(totals: pd.DataFrame, arrivals: pd.DataFrame, areas: Collection[str], period: Period) -> Record:
    """The record of these areas together over the period.

    ``totals`` has day, area and total as they stand now; ``arrivals`` has day, area, received_at and total, what each
    load brought as new. Rows of other areas and days are left out.
    """
    kept_days, kept = _by_day(totals, areas, period)
    came_days, came = _by_day(arrivals, areas, period)
    now = np.bincount(kept_days, kept["total"].to_numpy(), minlength=length_of(period))
    return Record(
        period=period,
        now=now.astype(np.int64),
        arrived_days=came_days,
        arrived_at=came["received_at"].to_numpy(dtype="datetime64[us]"),
        arrived_totals=came["total"].to_numpy(dtype=np.int64),
    )


def first_known(day: date, reaches: Sequence[Reach]) -> datetime | None:
    """The moment at which ``day`` first was on record; None where no load reaches it."""
    return min((reach.received_at for reach in reaches if reach.last_day >= day), default=None)


def length_of(period: Period) -> int:
    """The number of days of a period."""
    return (period.last - period.first).days + 1


def _by_day(frame: pd.DataFrame, areas: Collection[str], period: Period) -> tuple[Counts, pd.DataFrame]:
    """The rows of these areas and days, and for each of them the number of days since the first of the period."""
    # Days in plain Python: pandas compares a column of dates one object at a time, several times as slowly.
    first = period.first.toordinal()
    places = np.fromiter((day.toordinal() - first for day in frame["day"]), dtype=np.int64, count=len(frame))
    is_there = frame["area"].isin(list(areas)).to_numpy() & (places >= 0) & (places < length_of(period))
    return places[is_there], frame[is_there]
