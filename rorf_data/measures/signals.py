"""Whether the newest overdose calls of the region are more than chance would bring, and what is said of towns.

Counts are overdose calls on the day of the call. A window is judged once, by what was on record when its last day first
was (:mod:`rorf_data.measures.on_time`); what comes in later is told as late and raises no alarm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

import numpy as np
import numpy.typing as npt
import pandas as pd

from rorf_data.measures.on_time import Reach, Record, first_known, length_of
from rorf_data.model import Period, add_months

Numbers = npt.NDArray[np.float64]
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Rule:
    """From when on a count is unusual, and what it is compared with (the settings' table ``analysis``).

    Unusual is a count of at least ``fewest`` that chance brings with a probability under ``significance``. Usual is the
    mean of the ``months`` months that end before the window and before the last ``gap_days`` days.
    """

    significance: float
    fewest: int
    months: int
    gap_days: int


@dataclass(frozen=True, slots=True)
class Judged:
    """One window, judged by what was on record when its last day first was.

    ``on_time`` counts so; ``late`` came in afterwards. ``usual`` is the mean number of calls in as many days of the
    baseline, and ``unusual_from`` the smallest count that would be unusual. ``chance`` is the probability of so many
    calls or more, and ``weeks`` how long it takes on average until chance brings so many again. All of these are None
    where months of baseline or window weren't on record: ``missing`` names them, and it is too few to say.
    """

    window: Period
    baseline: Period
    on_time: int
    late: int
    usual: float | None
    unusual_from: int | None
    chance: float | None
    weeks: float | None
    is_unusual: bool | None
    missing: tuple[date, ...]


def judge_window(
    record: Record, day: date, days: int, rule: Rule, *, reaches: Sequence[Reach], covered: Mapping[date, datetime]
) -> Judged:
    """Whether the region had more overdose calls than usual in the 7 or the 28 days that end with a day, this included.

    It is unusual where chance alone would bring so many calls, or more, in fewer than 1 of 100 such windows, and there
    are at least three; both limits stand in the settings. Usual is the mean of the 12 months that end before the window
    and before the last 28 days, so that a rise doesn't hide itself. Only calls that were on record when the window's
    last day first was are judged; what comes in later is told beside them and raises no alarm. Where a month of the 12,
    or of the window, wasn't on record then, it is too few to say.

    For programs: the window has ``days`` days and ends with ``day``; ``covered`` gives for each month on record (first
    day) the moment from which on it was.

    Numerator: overdose calls in the window, in the towns that were members all the time, as on record on time.
    Denominator: none; it is compared with the mean of the 12 months before.
    Source: the Poisson distribution's upper tail, P(X >= x), from scipy; the rule and its limits are this programme's
    own, with the rate of false alarms simulated and shown on this page.
    Limits: the mean of a year with few calls is itself uncertain. Where two sources tell of the same days, the one that
    comes later raises no alarm. It knows no season and no cause.
    """
    window, baseline = Period(day - timedelta(days - 1), day), baseline_of(day, days, rule)
    moment = first_known(day, reaches)
    known = record.known_at(moment) if moment else np.zeros_like(record.now)
    on_time = record.within(known, window)
    late = record.within(record.now, window) - on_time
    missing = tuple(
        month
        for month in Period(baseline.first, day).months()
        if moment is None or (since := covered.get(month)) is None or since > moment
    )
    if missing:
        return Judged(window, baseline, on_time, late, None, None, None, None, None, missing)
    usual = record.within(known, baseline) * days / length_of(baseline)
    chance = float(chance_of(on_time, usual))
    return Judged(
        window,
        baseline,
        on_time,
        late,
        usual=usual,
        unusual_from=int(unusual_from(usual, rule)),
        chance=chance,
        weeks=weeks_between(on_time, usual, days),
        is_unusual=bool(chance < rule.significance and on_time >= rule.fewest),
        missing=(),
    )


def judge_days(
    record: Record, period: Period, days: int, rule: Rule, *, reaches: Sequence[Reach], covered: Mapping[date, datetime]
) -> pd.DataFrame:
    """The window of ``days`` days that ends on each day of the period, judged as :func:`judge_window` does.

    Columns: day, on_time, late (Int64), usual (Float64), unusual_from (Int64) and is_unusual (boolean); the last three
    are missing where it is too few to say. ``record`` must hold the baseline of the first day.
    """
    wanted = [period.first + timedelta(step) for step in range(length_of(period))]
    parts = [
        _judged_together(record, list(group), moment, days, rule, covered=covered)
        for moment, group in groupby(wanted, key=lambda day: first_known(day, reaches))
    ]
    return pd.concat(parts, ignore_index=True)


def _judged_together(
    record: Record,
    wanted: Sequence[date],
    moment: datetime | None,
    days: int,
    rule: Rule,
    *,
    covered: Mapping[date, datetime],
) -> pd.DataFrame:
    """The windows that end on days which came on record at the same moment."""
    known = record.known_at(moment) if moment else np.zeros_like(record.now)
    baselines = [baseline_of(day, days, rule) for day in wanted]
    windows = [Period(day - timedelta(days - 1), day) for day in wanted]
    usual = record.sums(known, baselines) * days / np.array([length_of(baseline) for baseline in baselines])
    on_time = record.sums(known, windows)
    limits = unusual_from(usual, rule)
    on_record = {month for month, since in covered.items() if moment and since <= moment}
    is_missing = np.array(
        [
            not on_record.issuperset(Period(baseline.first, day).months())
            for baseline, day in zip(baselines, wanted, strict=True)
        ]
    )
    return pd.DataFrame(
        {
            "day": pd.DatetimeIndex(list(wanted)).as_unit("s"),
            "on_time": pd.array(on_time, dtype="Int64"),
            "late": pd.array(record.sums(record.now, windows) - on_time, dtype="Int64"),
            "usual": pd.arrays.FloatingArray(usual, is_missing),
            "unusual_from": pd.arrays.IntegerArray(limits.astype(np.int64), is_missing.copy()),
            "is_unusual": pd.arrays.BooleanArray(on_time >= limits, is_missing.copy()),
        }
    )


def baseline_of(day: date, days: int, rule: Rule) -> Period:
    """The months that a window of ``days`` days which ends with ``day`` is compared with.

    They end the day before the window, or before the last ``rule.gap_days`` days where that is earlier.
    """
    after = day - timedelta(max(days, rule.gap_days) - 1)
    return Period(add_months(after, -rule.months), after - timedelta(1))


def chance_of(counts: npt.ArrayLike, usual: npt.ArrayLike) -> Numbers:
    """The probability of so many events or more where ``usual`` is the mean of a Poisson distribution; 1 for none."""
    from scipy.special import pdtrc  # slow to import; only who asks for a signal waits for it

    observed, means = np.asarray(counts, dtype=np.float64), np.asarray(usual, dtype=np.float64)
    chances: Numbers = np.where(observed <= 0, 1.0, pdtrc(np.maximum(observed - 1, 0), means))
    return chances


def unusual_from(usual: npt.ArrayLike, rule: Rule) -> Numbers:
    """The smallest count that the rule calls unusual where so many are usual."""
    from scipy.special import pdtrik

    means = np.asarray(usual, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        near = np.nan_to_num(pdtrik(1 - rule.significance, means), nan=0.0)
    found = np.maximum(np.floor(near) - 1, 0)
    while np.any(too_likely := chance_of(found, means) >= rule.significance):
        found = found + too_likely
    fewest: Numbers = np.maximum(found, rule.fewest)
    return fewest


def weeks_between(count: int, usual: float, days: int) -> float | None:
    """How many weeks it takes on average until a window that moves on day by day newly reaches so many calls by chance.

    It is the mean time between days on which the window holds so many calls or more and the day before it didn't, where
    calls come evenly by chance. It isn't given for a count that is not above what is usual, since chance brings that
    all the time, nor where nothing is usual.

    For programs: ``usual`` is the mean of calls in a window of ``days`` days; None where it isn't given.

    Numerator: the weeks from one such day to the next.
    Denominator: none; it is a mean over all the time.
    Source: computed exactly: the days that two windows share, the day that left and the day that came are independent
    Poisson counts.
    Limits: it takes what is usual for known and even; windows overlap, so it is not one divided by the probability of
    one window.
    """
    from scipy.special import gammaln, pdtr, pdtrc, xlogy

    if count <= usual or usual <= 0:
        return None
    a_day = usual / days
    shared = np.arange(count, dtype=np.float64)
    mean = a_day * (days - 1)
    of_shared = np.exp(xlogy(shared, mean) - mean - gammaln(shared + 1))
    missing = count - 1 - shared
    newly = float((of_shared * pdtr(missing, a_day) * pdtrc(missing, a_day)).sum())
    return float("inf") if newly == 0 else 1 / (newly * DAYS_A_WEEK)


def busy_towns(totals: Mapping[str, int], events: int) -> dict[str, int]:
    """The towns that had so many overdose calls or more in the 28 days that end with the last day on record.

    It is all that is said of a town. There is no alarm and no comparison with what is usual there: towns with one to
    seven calls a year have no usual that a month could be held against.

    Numerator: overdose calls in the town in 28 days (the settings say how many), as on record on time.
    Denominator: none; it is a count against a fixed number, three unless the settings say otherwise.
    Source: this programme's own rule, with how often it comes by chance simulated and shown on this page.
    Limits: three calls in a month can be chance, and two can be the beginning of something.
    """
    return {town: total for town, total in totals.items() if total >= events}


def most_on_one_day(record: Record, window: Period, known: npt.NDArray[np.int64]) -> int:
    """The county task force's own rule, for reference: the most overdose calls on one day of the newest window.

    The Litchfield County Opiate Task Force speaks of a spike where more than three overdoses, fatal or not, are
    reported to the state's poison control centre within 24 hours. It has three levels; what sets them apart isn't
    published, so none is told here.

    Numerator: overdose calls on one calendar day in the towns of this programme, as on record on time.
    Denominator: none; it is a count against the rule's three.
    Source: the task force's announcements, as reported by WTNH and FOX61.
    Limits: times of day aren't kept, so a calendar day stands for 24 hours. The rule is for the whole county and for
    reports to poison control; these are the calls in this programme's towns alone.
    """
    start = (window.first - record.period.first).days
    return int(known[start : start + length_of(window)].max())
