"""Ratios of counts, each with its denominator named."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from rorf_data.measures.intervals import Interval, Reliability, count_limits, rate_limits, reliability

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Rate:
    """Events of a place and period, what they are for 1,000 residents, and how far both may lie from the truth.

    ``per_1000`` and ``limits`` are missing where the count bears no rate, or where nobody was counted among.
    ``is_yearly``: the rate is for a year; otherwise it is for the time counted, which is shorter.
    """

    count: int
    count_limits: Interval
    reliability: Reliability
    per_1000: float | None
    limits: Interval | None
    is_yearly: bool


def rate_per_1000(
    count: int,
    *,
    person_months: float,
    months: float,
    confidence: float,
    fewest_for_a_rate: int,
    fewest_for_a_stable_rate: int,
) -> Rate:
    """Events for each 1,000 residents, with their exact interval: for a year from twelve months counted up, and for the
    time counted where that is shorter.

    For programs: ``person_months`` and ``months`` are those of :mod:`rorf_data.measures.person_time`.

    Numerator: overdose calls, requests, or visits at which kits were left, on the days counted.
    Denominator: residents of the place by the census in force in each month, over the months on record in which the
    place was a member; a month that no file covers, or before a town joined, counts neither above nor below.
    Source: the rate of events by person-time, with the interval of Garwood (1936).
    Limits: under 10 events there is no rate, and from 10 to 19 it is unstable; it takes everybody who lives there and
    nobody who is passing through.
    """
    bears = reliability(count, fewest_for_a_rate=fewest_for_a_rate, fewest_for_a_stable_rate=fewest_for_a_stable_rate)
    residents = residents_for_a_rate(person_months, months)
    is_yearly = months >= MONTHS_A_YEAR
    around = count_limits(count, confidence)
    if bears is Reliability.COUNT_ONLY or not residents:
        return Rate(count, around, bears, None, None, is_yearly)
    limits = rate_limits(count, residents, confidence, per=1000)
    return Rate(count, around, bears, 1000 * count / residents, limits, is_yearly)


def residents_for_a_rate(person_months: float, months: float) -> float:
    """What a rate divides by: residents on average of the months counted, or from twelve months up person-years."""
    return person_months / min(months, MONTHS_A_YEAR) if months else 0.0


def per_1000_residents(counts: pd.Series, residents: pd.Series) -> pd.Series:
    """Kits left for each 1,000 residents, to one decimal: for a year from twelve months counted up, and for the time
    counted where that is shorter. Missing where the count is missing or rests on too few visits.

    Per 1,000, since one kit in a town of 1,080 people would read as 93 per 100,000.

    Numerator: kits left in the place, on the days counted.
    Denominator: residents of the place by the census in force in each month, over the months on record in which the
    place was a member.
    Source: the crude rate of epidemiology, ``1000 * counts / residents``.
    Limits: several kits can be left at one visit, so how sure it is follows from the visits: under 10 visits there is
    no rate, and from 10 to 19 it is unstable.
    """
    return (1000 * counts.astype("Float64") / residents.astype("Float64").mask(residents == 0)).round(1)


def kits_per_call(kits: pd.Series, calls: pd.Series) -> pd.Series:
    """Kits left for each overdose call, to two decimals. Missing where there is no call on record; it is shown from 10
    calls up.

    Numerator: all kits left in the place and period, at an overdose or not.
    Denominator: all suspected-overdose calls there and then.
    Source: Howard County, Maryland, reports it in this form (120 kits on 239 calls, June 2018 to June 2019;
    Scharf and others 2020).
    Limits: kits and calls are not linked by incident, so it is no share of calls, and it may exceed 1.
    """
    denominator = calls.astype("Float64").mask(calls == 0)
    return (kits.astype("Float64") / denominator).round(2)
