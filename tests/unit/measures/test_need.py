"""A fair share adds up, takes nothing away, and leaves nobody behind whom another way would have helped more."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations_with_replacement

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.measures.need import MODEL_RESIDENTS, fair_share, modelled_use, planning_kits

towns = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9000)), min_size=1, max_size=12)
few_towns = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 12)), min_size=1, max_size=4)


def coverage(kits, sizes):
    """Kits for each resident, exactly."""
    return [Fraction(kit, size) for kit, size in zip(kits, sizes, strict=True)]


def every_way(count, new):
    """Every way to share out ``new`` kits among so many towns."""
    for chosen in combinations_with_replacement(range(count), new):
        yield [chosen.count(place) for place in range(count)]


@given(drawn=towns, new=st.integers(0, 400))
def test_the_shares_add_up_and_take_nothing_away(drawn, new):
    """Every new kit goes to one town, and no town loses any."""
    kits, sizes = zip(*drawn, strict=True)
    shares = fair_share(kits, sizes, new)

    assert sum(shares) == new
    assert min(shares) >= 0


@given(drawn=few_towns, new=st.integers(0, 6))
def test_no_other_way_leaves_the_least_covered_town_with_more(drawn, new):
    """Compared with every single way to share the kits out."""
    kits, sizes = zip(*drawn, strict=True)

    def least(shares):
        return min(coverage([kit + share for kit, share in zip(kits, shares, strict=True)], sizes))

    assert least(fair_share(kits, sizes, new)) == max(least(shares) for shares in every_way(len(kits), new))


@given(drawn=towns, new=st.integers(0, 60))
def test_one_kit_more_never_takes_a_kit_from_a_town(drawn, new):
    """With a larger cupboard every town has at least what it had."""
    kits, sizes = zip(*drawn, strict=True)
    fewer, more = fair_share(kits, sizes, new), fair_share(kits, sizes, new + 1)

    assert all(after >= before for before, after in zip(fewer, more, strict=True))


@given(drawn=towns, new=st.integers(1, 100))
def test_whoever_gets_a_kit_had_no_more_than_the_least_covered_town_has_now(drawn, new):
    """Without its last kit a town that got any would be covered no better than the town that is last now."""
    kits, sizes = zip(*drawn, strict=True)
    shares = fair_share(kits, sizes, new)
    after = coverage([kit + share for kit, share in zip(kits, shares, strict=True)], sizes)

    for kit, size, share in zip(kits, sizes, shares, strict=True):
        assert share == 0 or Fraction(kit + share - 1, size) <= min(after)


@given(drawn=towns, new=st.integers(0, 60), factor=st.integers(2, 50))
def test_only_the_proportions_of_the_towns_count(drawn, new, factor):
    """Ten times as many residents everywhere shares the kits out alike."""
    kits, sizes = zip(*drawn, strict=True)

    assert fair_share(kits, [size * factor for size in sizes], new) == fair_share(kits, sizes, new)


def test_the_larger_of_two_equal_towns_comes_first_and_then_the_alphabet():
    """Nobody has a kit: the first goes to the largest town; of two alike to the one that is named first."""
    assert fair_share([0, 0, 0], [1000, 3000, 1000], 1) == [0, 1, 0]
    assert fair_share([0, 0, 0], [1000, 3000, 1000], 2) == [1, 1, 0]
    assert fair_share([0, 0, 0], [1000, 3000, 1000], 5) == [1, 3, 1]


def test_a_town_without_a_call_gets_none_where_calls_decide():
    """Nothing can be measured by calls there; the others share all of it."""
    assert fair_share([4, 0, 1], [2, 0, 3], 5) == [0, 0, 5]


@pytest.mark.parametrize(("kits", "sizes", "new"), [([1], [1], -1), ([-1], [1], 1), ([1], [-1], 1), ([0], [0], 1)])
def test_what_makes_no_sense_is_refused(kits, sizes, new):
    """Negative numbers, and kits for towns that are all of size 0."""
    with pytest.raises(ValueError, match="can't be"):
        fair_share(kits, sizes, new)


def test_no_kits_to_share_among_no_towns_is_fine():
    """Nothing goes nowhere."""
    assert fair_share([], [], 0) == []
    assert fair_share([3], [0], 0) == [0]


def test_the_planning_figure_is_the_state_s_goal_for_its_residents():
    """45,750 kits a year for 3,605,944 residents are 12.7 for each 1,000; 1,080 residents make 14."""
    residents = pd.Series([3_605_944, 1_080], dtype="Int64")

    assert round(1000 * 45_750 / 3_605_944, 1) == 12.7
    assert planning_kits(residents, 12.7).tolist() == [45_795, 14]


def test_the_published_points_lie_on_one_curve():
    """Both editions of the website tell one story: each kit per 100,000 leaves the same share of the rest uncovered.

    That is how the first edition, which gives kits a year only, is known to mean the whole state.
    """
    points = modelled_use().to_dict("records")

    rates = [
        -math.log(1 - point["percent"] / 100) / point["kits_per_100000"]
        for point in points
        if 0 < point["percent"] < 99
    ]
    assert rates == pytest.approx([rates[0]] * len(rates), rel=0.01)
    for point in points:
        assert point["kits_a_year"] / MODEL_RESIDENTS * 100_000 == pytest.approx(point["kits_per_100000"], abs=0.05)


def test_the_published_points_are_in_order_within_their_intervals():
    """More kits never make it less likely, and each point lies in its interval."""
    points = modelled_use()

    for column in ("kits_per_100000", "percent", "percent_low", "percent_high"):
        assert points[column].is_monotonic_increasing
    assert (points["percent_low"] <= points["percent"]).all()
    assert (points["percent"] <= points["percent_high"]).all()


def test_500_kits_for_100000_residents_are_the_point_of_the_website():
    """17,866 kits a year: 78.1 in 100 witnessed overdoses, between 52.5 and 90.7."""
    (point,) = [point for point in modelled_use().to_dict("records") if point["kits_per_100000"] == 500]

    assert [point[name] for name in ("percent", "percent_low", "percent_high")] == [78.1, 52.5, 90.7]
