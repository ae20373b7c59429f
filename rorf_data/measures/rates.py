"""Ratios of counts, each with its denominator named."""

from __future__ import annotations

import pandas as pd


def per_1000_residents(counts: pd.Series, residents: pd.Series) -> pd.Series:
    """``1000 * counts / residents`` over the period that the counts are of, to one decimal; not annualised.

    Missing where the count is missing. The formula is the plain crude rate; per 1,000, since one kit in a town of
    1,080 people would read as 93 per 100,000.
    """
    return (1000 * counts.astype("Float64") / residents.astype("Float64")).round(1)


def kits_per_call(kits: pd.Series, calls: pd.Series) -> pd.Series:
    """Kits left for each overdose call, to two decimals; it may exceed 1. Missing where there is no call on record.

    Numerator: all kits left in the area and period, at an overdose or not. Denominator: all suspected-overdose calls
    there and then. Kits and calls are not linked by incident, so this is no share of calls.
    """
    denominator = calls.astype("Float64").mask(calls == 0)
    return (kits.astype("Float64") / denominator).round(2)
