"""A funnel plot's limits are the exact Poisson quantiles, and a town stands where its count lies against them."""

from __future__ import annotations

from fractions import Fraction
from math import exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.measures.funnel import (
    ACTION,
    WARNING,
    Standing,
    control_limits,
    expected_counts,
    outside_by_chance,
    standing,
)


def up_to(count: int, mean: float) -> float:
    """The chance of ``count`` events or fewer, summed in fractions."""
    exact = Fraction(mean)
    return float(sum((exact**k / factorial(k) for k in range(count + 1)), Fraction())) * exp(-mean)


@pytest.mark.parametrize(
    ("expected", "within"),
    [(1.0, (0, 3)), (2.0, (0, 5)), (5.0, (1, 10)), (10.0, (4, 17)), (20.0, (12, 29))],
)
def test_the_inner_limits_are_those_of_a_printed_poisson_table(expected: float, within: tuple[int, int]) -> None:
    """2.5 percent points from any table of the cumulative Poisson distribution (at 5: 0.0067 up to 0, 0.0404 up to 1;
    0.9682 up to 9, 0.9863 up to 10).
    """
    low, high = control_limits(expected, WARNING)

    assert (int(low), int(high)) == within


@given(st.floats(min_value=0.01, max_value=60), st.sampled_from([WARNING, ACTION]))
def test_outside_a_limit_lies_no_more_than_half_of_what_is_left(expected: float, share: float) -> None:
    """By the definition: the limits leave at most 2.5 (0.1) percent on each side; one count less would leave more."""
    low, high = (int(limit) for limit in control_limits(expected, share))
    tail = (1 - share) / 2 + 1e-12

    assert low == 0 or up_to(low - 1, expected) <= tail
    assert 1 - up_to(high, expected) <= tail
    assert up_to(low, expected) > tail - 2e-12
    assert high == 0 or 1 - up_to(high - 1, expected) > tail - 2e-12


@pytest.mark.parametrize(
    ("count", "where"),
    [
        (0, Standing.BELOW),
        (1, Standing.WITHIN),
        (10, Standing.WITHIN),
        (11, Standing.ABOVE),
        (13, Standing.ABOVE),
        (14, Standing.FAR_ABOVE),
    ],
)
def test_where_a_town_stands_that_should_have_five(count: int, where: Standing) -> None:
    """1 to 10 are no surprise; 0 and 11 to 13 are beyond the inner limits only; 14 is beyond the outer."""
    assert standing(count, 5.0) is where


def test_expected_counts_add_up_to_those_there_are() -> None:
    """Twenty events among 1,000, 3,000 and 6,000 people: 2, 6 and 12, however they fell."""
    assert expected_counts([9, 9, 2], [1000, 3000, 6000]) == pytest.approx([2, 6, 12])


def test_without_any_exposure_nothing_is_expected() -> None:
    """No month on record: nothing is shared out."""
    assert expected_counts([0, 0], [0, 0]) == [0, 0]


def test_chance_puts_few_towns_outside() -> None:
    """At five expected: 0 comes with 0.0067, 11 and more with 0.0137; for eleven such towns 0.22 in all."""
    assert outside_by_chance([5.0] * 11, WARNING) == pytest.approx(11 * (0.006738 + 0.013695), abs=1e-4)
