"""The share delivered is the product-limit estimate of published tables, and open requests count as long as they wait.

Tables: remission of 21 children on 6-mercaptopurine (Freireich and others 1963; survival and Greenwood's standard error
as in Klein and Moeschberger, Survival Analysis, table 4.1); the worked example of Kaplan and Meier (1958), in tenths of
a month; the second treatment of Bewick, Cheek and Ball (Critical Care 2004, 8:389, table 2).
"""

from __future__ import annotations

import math
import warnings
from fractions import Fraction
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from rorf_data.measures.waiting_times import (
    CLOSED,
    DELIVERED,
    HALF,
    NINE_OF_TEN,
    OPEN,
    Wait,
    days_in_words,
    share_delivered,
    wait_until,
    waits_by,
)

CONFIDENCE = 0.95

REMISSION = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL_IN_REMISSION = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
REMISSION_TABLE = {
    6: (0.857, 0.0764),
    7: (0.807, 0.0869),
    10: (0.753, 0.0963),
    13: (0.690, 0.1068),
    16: (0.627, 0.1141),
    22: (0.538, 0.1282),
    23: (0.448, 0.1346),
}

endings = st.sampled_from([DELIVERED, CLOSED, OPEN])
lists = st.lists(st.tuples(st.integers(0, 12), endings), min_size=1, max_size=30)


def waits(delivered=(), closed=(), still_open=()):
    """One row for each request."""
    days = [*delivered, *closed, *still_open]
    said = [DELIVERED] * len(delivered) + [CLOSED] * len(closed) + [OPEN] * len(still_open)
    return pd.DataFrame({"days": days, "ending": said, "total": [1] * len(days)})


def curve_of(**lengths):
    """The share delivered by day."""
    return share_delivered(waits(**lengths), CONFIDENCE).set_index("days")


def product_limit(rows):
    """The estimator straight from its definition, in fractions, with Greenwood's sum beside it."""
    share, greenwood, found = Fraction(1), Fraction(0), {}
    for day in sorted({day for day, _ in rows}):
        at_risk = sum(other >= day for other, _ in rows)
        delivered = sum(other == day and ending == DELIVERED for other, ending in rows)
        share *= Fraction(at_risk - delivered, at_risk)
        if at_risk > delivered:
            greenwood += Fraction(delivered, at_risk * (at_risk - delivered))
        found[day] = (1 - share, greenwood)
    return found


def test_it_is_the_published_table_of_the_remissions():
    """Survival to three decimals, and Greenwood's standard error on the log-log scale from the published one."""
    curve = curve_of(delivered=REMISSION, still_open=STILL_IN_REMISSION)
    z = NormalDist().inv_cdf(0.975)

    for weeks, (survival, error) in REMISSION_TABLE.items():
        row = curve.loc[weeks]
        exact = 1 - row["share_delivered"]
        spread = z * error / (exact * abs(math.log(exact)))
        assert exact == pytest.approx(survival, abs=0.0006)
        assert 1 - row["share_low"] == pytest.approx(exact ** math.exp(-spread), abs=0.0006)
        assert 1 - row["share_high"] == pytest.approx(exact ** math.exp(spread), abs=0.0006)


def test_the_median_of_the_remissions_is_23_weeks_and_its_interval_has_no_upper_end():
    """As SAS and R print it for these data with the log-log interval: 23, from 13, upper end not reached."""
    curve = curve_of(delivered=REMISSION, still_open=STILL_IN_REMISSION).reset_index()

    assert wait_until(curve, HALF) == Wait(23, 13, None)
    assert wait_until(curve, NINE_OF_TEN) == Wait(None, None, None)


def test_it_is_the_worked_example_of_kaplan_and_meier():
    """Deaths at 0.8, 3.1, 5.4 and 9.2 months, losses at 1.0, 2.7, 7.0 and 12.1: 7/8, 7/10, 21/40 and 21/80 survive."""
    curve = curve_of(delivered=[8, 31, 54, 92], closed=[10, 70], still_open=[27, 121])

    survival = 1 - curve["share_delivered"]
    assert survival.loc[[8, 31, 54, 92]].tolist() == pytest.approx([0.875, 0.7, 0.525, 0.2625])


def test_it_is_the_published_table_of_bewick_cheek_and_ball():
    """Eight patients, of whom those of days 6 and 9+ were censored; the last dies, so nobody is left."""
    curve = curve_of(delivered=[1, 1, 4, 5, 9, 22], closed=[6], still_open=[9])

    survival = 1 - curve["share_delivered"]
    assert survival.loc[[1, 4, 5, 9, 22]].tolist() == pytest.approx([0.75, 0.625, 0.5, 0.333, 0.0], abs=0.0005)
    assert curve.loc[[1, 4, 5, 9, 22], "requests_at_risk"].tolist() == [8, 6, 5, 3, 1]
    assert pd.isna(curve.loc[22, "share_low"])


@given(rows=lists)
def test_it_is_the_product_limit_estimate_in_fractions(rows):
    """Share, interval and requests at risk of any list are those of the definition."""
    frame = pd.DataFrame(rows, columns=["days", "ending"]).assign(total=1)
    curve = share_delivered(frame, CONFIDENCE).set_index("days")
    z = NormalDist().inv_cdf(0.975)

    expected = product_limit(rows)
    assert curve.index.tolist() == sorted(expected)
    assert curve["total_delivered"].sum() == sum(ending == DELIVERED for _, ending in rows)
    for day, (share, greenwood) in expected.items():
        row = curve.loc[day]
        assert row["share_delivered"] == pytest.approx(float(share), abs=1e-12)
        assert row["requests_at_risk"] == sum(other >= day for other, _ in rows)
        if share in (0, 1):
            assert pd.isna(row["share_low"])
            assert pd.isna(row["share_high"])
        else:
            left = 1 - float(share)
            spread = z * math.sqrt(greenwood) / abs(math.log(left))
            assert row["share_low"] == pytest.approx(1 - left ** math.exp(-spread), abs=1e-9)
            assert row["share_high"] == pytest.approx(1 - left ** math.exp(spread), abs=1e-9)


@given(rows=lists)
def test_counting_equal_requests_first_changes_nothing(rows):
    """One row of 3 requests says what three rows of 1 say."""
    single = pd.DataFrame(rows, columns=["days", "ending"]).assign(total=1)
    counted = single.groupby(["days", "ending"], as_index=False).agg(total=("total", "sum"))

    pd.testing.assert_frame_equal(share_delivered(single, CONFIDENCE), share_delivered(counted, CONFIDENCE))


@given(days=st.lists(st.integers(0, 30), min_size=1, max_size=30), share=st.sampled_from([HALF, NINE_OF_TEN]))
def test_without_open_requests_it_is_the_plain_order_statistic(days, share):
    """When all are delivered, the wait is the first length that so many keep to, and it lies in its interval."""
    wait = wait_until(curve_of(delivered=days).reset_index(), share)

    assert wait.days is not None
    assert wait.low is not None
    assert wait.days == sorted(days)[math.ceil(share * len(days) - 1e-9) - 1]
    assert wait.low <= wait.days
    assert wait.high is None or wait.high >= wait.days


@given(rows=lists, extra=st.integers(1, 10))
def test_an_open_request_never_makes_the_rest_look_quicker(rows, extra):
    """One more request that has waited longer than all others lowers the share delivered on every day."""
    frame = pd.DataFrame(rows, columns=["days", "ending"]).assign(total=1)
    longer = pd.DataFrame({"days": [frame["days"].max() + extra], "ending": [OPEN], "total": [1]})
    before = share_delivered(frame, CONFIDENCE).set_index("days")["share_delivered"]
    after = share_delivered(pd.concat([frame, longer]), CONFIDENCE).set_index("days")["share_delivered"]

    assert (after.loc[before.index] <= before + 1e-12).all()


def test_nothing_on_record_is_an_empty_curve():
    """No request, no day, and half is not reached."""
    curve = share_delivered(waits(), CONFIDENCE)

    assert curve.empty
    assert wait_until(curve, HALF) == Wait(None, None, None)


def test_nothing_delivered_is_a_curve_at_zero():
    """Two that wait and one that was closed: nobody knows how long it takes."""
    curve = share_delivered(waits(closed=[3], still_open=[5, 9]), CONFIDENCE)

    assert curve["share_delivered"].tolist() == [0, 0, 0]
    assert wait_until(curve, HALF).days is None


@pytest.mark.parametrize(("delivered", "has_percentiles"), [(9, False), (10, True), (11, True)])
def test_few_delivered_requests_are_listed_and_get_no_percentile(delivered, has_percentiles):
    """Below ten the days stand there themselves; from ten on half and nine in ten."""
    found = waits(delivered=range(1, delivered + 1), still_open=[20])
    (row,) = waits_by(found, "", confidence=CONFIDENCE, fewest_for_percentiles=10).to_dict("records")

    assert (row["total_requests"], row["delivered_so_far"], row["open_so_far"]) == (delivered + 1, delivered, 1)
    assert pd.notna(row["wait_half_days"]) == has_percentiles
    assert row["in_words"].startswith("Half within" if has_percentiles else "Delivered after 1, 2, 3")


def test_each_group_has_its_own_wait():
    """Kent delivers in a day; of Sharon's twelve ten came after a week, and two are open."""
    kent = waits(delivered=[1] * 12).assign(area="40290")
    sharon = waits(delivered=[7] * 10, still_open=[30, 40]).assign(area="67960")
    summary = waits_by(pd.concat([sharon, kent]), "area", confidence=CONFIDENCE, fewest_for_percentiles=10).set_index(
        "area"
    )

    assert summary["wait_half_days"].to_dict() == {"40290": 1, "67960": 7}
    assert summary.loc["40290", "in_words"] == ("Half within 1 day (1 or more); nine in ten within 1 day (1 or more).")
    assert summary.loc["67960", "in_words"] == "Half within 7 days (7 to 7); nine in ten not reached."


def test_the_days_are_listed_by_what_became_of_the_request():
    """A list that is too long to read gives its shortest, its longest and how many there are."""
    found = waits(delivered=[5, 3, 3], closed=[1], still_open=[40, 2, 9, 11])

    assert days_in_words(found, most_listed=3) == (
        "Delivered after 3, 3 and 5 days. Closed without delivery after 1 day. "
        "Still open, for 2 to 40 days so far (4 requests)."
    )
    assert days_in_words(waits(), most_listed=3) == "No request."


@given(lists)
def test_share_and_interval_are_those_of_scipy(rows):
    """Another program's estimate of the same lengths, taken one by one, and its log-log interval."""
    delivered = [day for day, ending in rows if ending == DELIVERED]
    left = [day for day, ending in rows if ending != DELIVERED]
    found = share_delivered(waits(delivered=delivered, still_open=left), CONFIDENCE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        estimate = ecdf(CensoredData(uncensored=np.array(delivered, dtype=float), right=np.array(left, dtype=float)))
        limits: Any = estimate.cdf.confidence_interval(CONFIDENCE, method="log-log")

    assert found["days"].tolist() == estimate.cdf.quantiles.tolist()
    for column, theirs in (("share_delivered", estimate.cdf), ("share_low", limits.low), ("share_high", limits.high)):
        ours = found[column].to_numpy(dtype=float, na_value=np.nan)
        np.testing.assert_allclose(ours, theirs.probabilities, rtol=0, atol=1e-9)
