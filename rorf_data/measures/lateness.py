"""How late records come, and how much of a month is usually in by now.

A record is received on the day that its file was loaded. What came with a source's first file says nothing about delay
(three years of an old log, loaded at once, were not three years late), and of the days before that file only what was
still missing from it can come later. So a source counts from its first file on, and never before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from rorf_data.measures.turnaround import quantile_of_counted

FEWEST_MONTHS = 6
FEWEST_RECORDS = 10
TIME_TO_COMPLETE = 90
LONGEST_DELAY = 366
"""Days after a month's end from which on what comes in is a correction rather than late."""

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FirstFile:
    """The first file of a source: its load, and the day (on the programme's calendar) on which it came."""

    load_id: int
    received_date: date


def usual_delay(arrivals: pd.DataFrame, first_files: Mapping[str, FirstFile]) -> pd.DataFrame:
    """Usual delay: days from an event to the day on which its record was received, the middle and nine of ten.

    Numerator: calendar days from the day of the event to the day its file was loaded; half of the records took the
    median or less, nine of ten the 90th percentile.
    Denominator: none; it is a length of time.
    Source: the loads themselves; definition 7 of Hyndman and Fan (1996) for the percentiles.
    Limits: what came with a source's first file, and whatever happened before that file came, is left out. What is
    still to come isn't in it, so a source that has become slower shows it late. Under 10 records there is no figure.

    For programs: one row for each source of ``arrivals`` (source, day, received_date, load_id, total), A to Z, with the
    columns source, total_records, median_delay_days and p90_delay_days; a source whose first file is not among
    ``first_files`` is left out.
    """
    rows = [_delay_of(source, arrivals, first_files[source]) for source in _sources_of(arrivals, first_files)]
    delays = pd.DataFrame(rows, columns=["source", "total_records", "median_delay_days", "p90_delay_days"])
    return delays.astype({"total_records": "Int64", "median_delay_days": "Float64", "p90_delay_days": "Float64"})


def expected_completeness(
    arrivals: pd.DataFrame, first_files: Mapping[str, FirstFile], *, today: date
) -> ExpectedCompleteness:
    """Expected completeness: which share of a month's records is usually in by now.

    Numerator: records of earlier months that were in so many days after the end of their month.
    Denominator: all records of those months that came within the time they have been watched for, a year at most. A
    month still under way helps as far as it has got: the share is put together from the chances that a record which
    was in by a day had not been in the day before, each over all months that are old enough for it.
    Source: the reverse-time hazard of Lagakos, Barraj and De Gruttola (1988) for reporting delays, as in Brookmeyer
    and Gail's “AIDS Epidemiology” (1994, section 7.3); where every month is old enough it is their plain share.
    Limits: it says what was usual and nothing about this month. With under 6 earlier months that are over for 90 days,
    or under 10 records in them, it is not known. What comes more than a year late is no longer expected.

    For programs: ``arrivals`` has source, month (its first day, a date), received_date, load_id and total. A month
    counts for a source when it began after its first file had come, or on that day.
    """
    kept = arrivals[_is_told_of(arrivals, "month", first_files)]
    months = _days(kept["month"]).astype("datetime64[M]")
    ends = (months + 1).astype("datetime64[D]") - 1
    lags, ages = _between(ends, _days(kept["received_date"])), _between(ends, np.datetime64(today, "D"))
    is_expected = lags <= LONGEST_DELAY
    totals = kept["total"].to_numpy(dtype=np.int64)
    return ExpectedCompleteness(*(each[is_expected] for each in (lags, ages, totals, months.astype(np.int64))))


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedCompleteness:
    """A reporting triangle: how many records (``totals``) of a month (``months``, by number) were received how many
    days after its end (``lags``), and how many days ago it ended (``ages``). Before the end days are negative.
    """

    lags: Counts
    ages: Counts
    totals: Counts
    months: Counts

    def share(self, days_after: int) -> float | None:
        """The share expected to be in so many days after a month's end; None where it is not known yet.

        It is 1 once nothing more is expected.
        """
        horizon = self._horizon()
        if horizon is None:
            return None
        if days_after >= horizon:
            return 1.0 if horizon == LONGEST_DELAY else None
        later = np.unique(self.lags[(self.lags > days_after) & (self.lags <= horizon)])
        return float(np.prod([1 - self._hazard(int(lag)) for lag in later]))

    def _hazard(self, lag: int) -> float:
        """Of the records in by ``lag`` days after the end of months that old, the share that came on that very day."""
        is_old_enough = self.ages >= lag
        by_then = self.totals[is_old_enough & (self.lags <= lag)].sum()
        that_day = self.totals[is_old_enough & (self.lags == lag)].sum()
        return float(that_day / by_then)

    def _horizon(self) -> int | None:
        """For how many days after their end enough months were watched; None where that is too short a time."""
        oldest = np.unique(self.months, return_index=True)[1][:FEWEST_MONTHS]
        if len(oldest) < FEWEST_MONTHS:
            return None
        horizon = min(int(self.ages[oldest].min()), LONGEST_DELAY)
        is_watched = (self.ages >= horizon) & (self.lags <= horizon)
        if horizon < TIME_TO_COMPLETE or self.totals[is_watched].sum() < FEWEST_RECORDS:
            return None
        return horizon


def _sources_of(arrivals: pd.DataFrame, first_files: Mapping[str, FirstFile]) -> list[str]:
    return sorted(source for source in set(arrivals["source"]) if source in first_files)


def _delay_of(source: str, arrivals: pd.DataFrame, first: FirstFile) -> tuple[str, int, object, object]:
    theirs = arrivals[arrivals["source"] == source]
    theirs = theirs[_is_told_of(theirs, "day", {source: first})]
    delays, counts = _between(_days(theirs["day"]), _days(theirs["received_date"])), theirs["total"].to_numpy()
    total = int(counts.sum())
    if total < FEWEST_RECORDS:
        return source, total, pd.NA, pd.NA
    median, p90 = (round(quantile_of_counted(delays, counts, share), 1) for share in (0.5, 0.9))
    return source, total, median, p90


def _is_told_of(arrivals: pd.DataFrame, start: str, first_files: Mapping[str, FirstFile]) -> npt.NDArray[np.bool_]:
    """For each row whether it tells of delay: not of its source's first file, and of a time begun since that came."""
    no_file = FirstFile(0, date.max)
    firsts = [first_files.get(source, no_file) for source in arrivals["source"]]
    came = np.array([first.received_date for first in firsts], dtype="datetime64[D]")
    loads = np.array([first.load_id for first in firsts], dtype=np.int64)
    told: npt.NDArray[np.bool_] = (_days(arrivals[start]) >= came) & (arrivals["load_id"].to_numpy() != loads)
    return told


def _days(dates: pd.Series) -> npt.NDArray[np.datetime64]:
    return dates.to_numpy(dtype="datetime64[D]")


def _between(first: npt.NDArray[np.datetime64], last: npt.NDArray[np.datetime64] | np.datetime64) -> Counts:
    days: Counts = (last - first).astype(np.int64)
    return days
