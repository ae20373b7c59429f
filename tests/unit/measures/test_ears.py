"""The early-warning bounds agree with those that R computes, and say nothing of days with too little before them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from rorf_data.measures.ears import METHODS, c1_bounds, c2_bounds, c3_bounds, is_above

REFERENCE = Path(__file__).parents[4] / "shared" / "data" / "reference"
TEMPE = REFERENCE / "ears_tempe_az_opioid_ems_daily.csv"
SALMONELLA = REFERENCE / "ears_salmNewport_2011_C1_alpha05_testsuite.csv"

SEVEN_WEEKS_BEFORE = (1, 1, 1, 3, 3, 1, 2)
"""The weeks before the file begins: no other whole numbers give the file's first seven bounds."""


@pytest.mark.parametrize("minimum_sigma", [0, 0.5])
@pytest.mark.parametrize("method", ["C1", "C2", "C3"])
def test_bounds_of_a_citys_ambulance_calls_are_those_of_r(method: str, minimum_sigma: float) -> None:
    """2,811 days of opioid calls in Tempe, computed with R's surveillance 1.20.3: bounds to 1e-9, and the alarms."""
    days = rows_of(TEMPE)
    counts = [int(day["count"]) for day in days]

    bounds = METHODS[method](counts, minimum_sigma)

    expected = column(days, f"{method}_upper_minSigma{minimum_sigma}")
    np.testing.assert_allclose(bounds, expected, rtol=0, atol=1e-9, equal_nan=True)
    alarms = column(days, f"{method}_alarm_minSigma{minimum_sigma}")
    assert is_above(counts, bounds).tolist() == (alarms == 1).tolist()


def test_bounds_of_weekly_salmonella_are_those_of_the_published_test() -> None:
    """The weeks of 2011 in the test suite of R's surveillance: C1 at 5 %, to 1e-9, and the alarms."""
    weeks = rows_of(SALMONELLA)
    counts = [*SEVEN_WEEKS_BEFORE, *(int(week["observed"]) for week in weeks)]

    bounds = c1_bounds(counts, 0, alpha=0.05)

    np.testing.assert_allclose(bounds[7:], column(weeks, "C1_upper_alpha05"), rtol=0, atol=1e-9)
    assert is_above(counts, bounds)[7:].tolist() == (column(weeks, "alarm") == 1).tolist()


@pytest.mark.parametrize(("method", "first"), [("C1", 7), ("C2", 9), ("C3", 11)])
def test_the_first_days_have_no_bound_and_no_alarm(method: str, first: int) -> None:
    """A bound rests on seven days, C2's on seven before the two before, C3's on two days of C2 as well."""
    for length in range(first):
        assert np.isnan(METHODS[method]([1] * length, 0.5)).all()

    bounds = METHODS[method]([9] * (first + 1), 0.5)

    assert np.isnan(bounds).tolist() == [True] * first + [False]
    assert not is_above([9] * first, bounds[:first]).any()


def test_after_a_week_of_zeros_any_call_is_an_alarm_unless_there_is_a_minimum_sigma() -> None:
    """This is why the bounds must not be used as they come: one call after nine quiet days."""
    counts = [0] * 11 + [1]

    for bounds_of in (c1_bounds, c2_bounds):
        assert is_above(counts, bounds_of(counts, 0))[-1]
        assert not is_above(counts, bounds_of(counts, 1))[-1]


def test_c3_speaks_of_the_two_days_before() -> None:
    """Its bound holds the day's own count, so that the same two days before give the same answer to any count."""
    quiet, high = [2, 3, 1, 2, 3, 1, 2, 2, 2, 2, 2], [2, 3, 1, 2, 3, 1, 2, 2, 2, 4, 4]

    for count in (0, 1, 4, 9):
        assert not is_above([*quiet, count], c3_bounds([*quiet, count], 0.5))[-1]
        assert is_above([*high, count], c3_bounds([*high, count], 0.5))[-1] == (count > 0)


def test_without_any_deviation_c3_says_nothing() -> None:
    """Nine days alike leave no deviation to measure by: the bound is the count itself."""
    assert c3_bounds([2] * 12, 0)[-1] == 2
    assert c3_bounds([0] * 9 + [3, 0, 5], 0)[-1] == 5


def test_an_endless_rise_leaves_c3_a_bound_that_is_never_below_nothing() -> None:
    """After a count that is infinitely many deviations above its mean, the bound is 0 and not below."""
    counts = [0] * 9 + [5, 5, 0, 1]

    assert (c3_bounds(counts, 0)[11:] >= 0).all()


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a reference table, where it is there."""
    if not file.exists():
        pytest.skip("the reference tables are not on this machine")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def column(rows: Sequence[dict[str, str]], name: str) -> np.ndarray:
    """A column of numbers; NaN where R has none."""
    return np.array([np.nan if row[name] == "NA" else float(row[name]) for row in rows])
