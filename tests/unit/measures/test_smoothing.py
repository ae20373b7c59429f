"""Marshall's empirical Bayes rates are those worked out by hand in whole fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.measures.smoothing import smoothed_rates

places = st.lists(st.tuples(st.integers(0, 50), st.integers(200, 40_000)), min_size=1, max_size=21)


def by_hand(counts: list[int], people: list[int]) -> list[Fraction]:
    """The formula of the domain research, section 4.2, place by place in fractions."""
    rates = [Fraction(count, residents) for count, residents in zip(counts, people, strict=True)]
    m = Fraction(sum(counts), sum(people))
    s2 = sum((n * (r - m) ** 2 for n, r in zip(people, rates, strict=True)), Fraction()) / sum(people)
    a = max(Fraction(0), s2 - m / Fraction(sum(people), len(people)))
    if a == 0:
        return [m] * len(counts)
    return [m + (r - m) * a / (a + m / n) for n, r in zip(people, rates, strict=True)]


def test_four_towns_worked_out_by_hand() -> None:
    """40, 2, 1 and 9 events among 8,000, 1,000, 2,000 and 4,000 people.

    m = 52/15000; s2 = (8000(m-.005)^2 + 1000(m-.002)^2 + 2000(m-.0005)^2 + 4000(m-.00225)^2)/15000 = 2.9656e-6;
    A = s2 - m/3750 = 2.0411e-6; of the largest town's distance from m 0.8249 is kept, of the smallest town's 0.3706.
    """
    smoothed = smoothed_rates([40, 2, 1, 9], [8000, 1000, 2000, 4000])

    assert smoothed == pytest.approx([0.0047315, 0.0029231, 0.0018624, 0.0026126], abs=5e-8)
    assert smoothed == pytest.approx([float(rate) for rate in by_hand([40, 2, 1, 9], [8000, 1000, 2000, 4000])])


@given(places)
def test_smoothed_rates_are_those_of_the_formula(towns: list[tuple[int, int]]) -> None:
    """Whatever the counts and populations."""
    counts, people = [count for count, _ in towns], [residents for _, residents in towns]

    expected = [float(rate) for rate in by_hand(counts, people)]
    assert smoothed_rates(counts, people) == pytest.approx(expected, rel=1e-6, abs=1e-12)


@given(places)
def test_a_smoothed_rate_lies_between_its_own_and_the_common_one(towns: list[tuple[int, int]]) -> None:
    """Nothing is drawn past the rate of all, nor away from it."""
    counts, people = [count for count, _ in towns], [residents for _, residents in towns]
    common = sum(counts) / sum(people)

    for count, residents, rate in zip(counts, people, smoothed_rates(counts, people), strict=True):
        low, high = sorted((count / residents, common))
        assert low - 1e-12 <= rate <= high + 1e-12


def test_towns_no_further_apart_than_chance_all_get_the_common_rate() -> None:
    """A few events in towns of about a thousand: the region's rate for each of them, and the page must say so."""
    counts, people = [1, 0, 2, 1], [1080, 1350, 1588, 1567]

    assert smoothed_rates(counts, people) == pytest.approx([4 / sum(people)] * 4)


def test_a_place_without_time_counted_gets_the_common_rate() -> None:
    """A town that joined later is neither 0 nor missing on such a map, and weighs nothing."""
    with_it = smoothed_rates([40, 2, 1, 9, 0], [8000, 1000, 2000, 4000, 0])

    assert with_it[:4] == pytest.approx(smoothed_rates([40, 2, 1, 9], [8000, 1000, 2000, 4000]))
    assert with_it[4] == pytest.approx(52 / 15000)


def test_without_anybody_there_is_nothing_to_smooth() -> None:
    """No exposure at all."""
    with pytest.raises(ValueError, match="exposure"):
        smoothed_rates([0, 0], [0, 0])
