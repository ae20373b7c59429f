"""Ratios name their denominator and are missing where it is."""

import pandas as pd

from rorf_data.measures.rates import kits_per_call, per_1000_residents


def test_one_kit_in_a_town_of_a_thousand_and_eighty_is_less_than_one_per_thousand():
    """1 kit for 1,080 residents is 0.9 per 1,000; a missing count has no rate."""
    rates = per_1000_residents(pd.Series([1, 0, pd.NA], dtype="Int64"), pd.Series([1080, 1080, 1080], dtype="Int64"))

    assert rates.tolist() == [0.9, 0.0, pd.NA]


def test_kits_per_call_of_howard_county():
    """120 kits on 239 calls (Scharf et al. 2020) are 0.50 per call; without a call there is no ratio."""
    ratios = kits_per_call(pd.Series([120, 3, pd.NA], dtype="Int64"), pd.Series([239, 0, 4], dtype="Int64"))

    assert ratios.tolist() == [0.5, pd.NA, pd.NA]
