"""Ratios of counts, each with its denominator named."""

from __future__ import annotations

import pandas as pd


def per_1000_residents(counts: pd.Series, residents: pd.Series) -> pd.Series:
    """Kits left for each 1,000 residents over the whole period, to one decimal; missing where the count is missing.

    Per 1,000, since one kit in a town of 1,080 people would read as 93 per 100,000.

    Numerator: kits left in the place and period.
    Denominator: residents of the place, by the newest count that is not later than the period.
    Source: the crude rate of epidemiology, ``1000 * counts / residents``.
    Limits: it is over the period shown and not turned into a yearly rate; with few events it means little.
    """
    return (1000 * counts.astype("Float64") / residents.astype("Float64")).round(1)


def kits_per_call(kits: pd.Series, calls: pd.Series) -> pd.Series:
    """Kits left for each overdose call, to two decimals. Missing where there is no call on record.

    Numerator: all kits left in the place and period, at an overdose or not.
    Denominator: all suspected-overdose calls there and then.
    Source: Howard County, Maryland, reports it in this form (120 kits on 239 calls, June 2018 to June 2019;
    Scharf and others 2020).
    Limits: kits and calls are not linked by incident, so it is no share of calls, and it may exceed 1.
    """
    denominator = calls.astype("Float64").mask(calls == 0)
    return (kits.astype("Float64") / denominator).round(2)
