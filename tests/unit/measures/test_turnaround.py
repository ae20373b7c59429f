"""The median and the 90th percentile are those that numpy computes from the single values."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.measures.turnaround import quantile_of_counted, turnaround_by


@given(
    values=st.lists(st.integers(0, 200), min_size=1, max_size=60),
    share=st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0]),
)
def test_a_quantile_of_counted_values_is_that_of_the_values(values, share):
    """Counting equal values first changes nothing; numpy's default (definition 7) is the reference."""
    days, counts = np.unique(values, return_counts=True)

    assert quantile_of_counted(days, counts, share) == pytest.approx(float(np.quantile(values, share)))


def test_turnaround_is_told_for_each_town():
    """Kent's four took 1, 2, 3 and 10 days: the median lies between 2 and 3; Sharon's one took 7."""
    found = pd.DataFrame(
        {"area": ["40290"] * 4 + ["67960"], "days": [1, 2, 3, 10, 7], "total": [1, 1, 1, 1, 1]},
    )

    summary = turnaround_by(found, ["area"]).set_index("area")

    assert summary.to_dict("index") == {
        "40290": {"total_delivered": 4, "median_days": 2.5, "p90_days": 7.9},
        "67960": {"total_delivered": 1, "median_days": 7.0, "p90_days": 7.0},
    }


def test_nothing_delivered_has_no_median():
    """Without a delivered request there is a count of 0 and no number of days."""
    summary = turnaround_by(pd.DataFrame({"days": [], "total": []}).astype("int64"), [])

    assert summary["total_delivered"].tolist() == [0]
    assert summary[["median_days", "p90_days"]].isna().all(axis=None)
