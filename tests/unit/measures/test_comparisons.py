"""Two counts are told apart as the exact conditional test tells them, and where they can't be, the answer says so."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from rorf_data.measures.comparisons import Answer, answers, compare, directions, p_values

counts = st.integers(min_value=0, max_value=80)
exposures = st.integers(min_value=1, max_value=9)

DIXON_AND_MOOD = {
    6: 0,
    7: 0,
    8: 0,
    9: 1,
    10: 1,
    11: 1,
    12: 2,
    13: 2,
    14: 2,
    15: 3,
    16: 3,
    17: 4,
    18: 4,
    19: 4,
    20: 5,
    21: 5,
    22: 5,
    23: 6,
    24: 6,
    25: 7,
}
"""Of so many in all, the largest smaller count that is significant at 5 percent, two-sided: the table of Dixon and Mood
(1946) for the sign test, which two counts of equal exposure come to."""


def exact_p(now: int, before: int, share: Fraction) -> float:
    """The smaller tail of the binomial distribution in whole fractions, doubled."""
    n = now + before
    chances = [comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    return float(min(Fraction(1), 2 * sum(chances[now:]), 2 * sum(chances[: now + 1])))


@pytest.mark.parametrize(("total", "smaller"), DIXON_AND_MOOD.items())
def test_equal_times_agree_with_the_table_of_dixon_and_mood(total: int, smaller: int) -> None:
    """At the printed count it says down, or up the other way round; one count nearer it says neither."""
    assert compare(smaller, total - smaller, significance=0.05).answer is Answer.DOWN
    assert compare(total - smaller, smaller, significance=0.05).answer is Answer.UP
    if total - smaller - 1 > smaller:
        nearer = compare(smaller + 1, total - smaller - 1, significance=0.05)
        assert nearer.answer not in (Answer.UP, Answer.DOWN)


def test_fredericia_against_three_other_danish_cities_in_the_manual_of_r() -> None:
    """11 among 800 men against 21 among 3,011 (``poisson.test``, eba1977): 0.0797 in R, a little more here.

    R adds all outcomes that are less likely, where this doubles the smaller tail, as R's package exactci does.
    """
    found = compare(11, 21, exposure_now=800, exposure_before=3011, significance=0.05)

    assert found.p == pytest.approx(exact_p(11, 21, Fraction(800, 3811)), rel=1e-12)
    assert binomtest(11, 32, 800 / 3811).pvalue == pytest.approx(0.07967, abs=1e-5)
    assert found.p == pytest.approx(2 * binomtest(11, 32, 800 / 3811, alternative="greater").pvalue, rel=1e-12)


@given(counts, counts, exposures, exposures)
def test_the_probability_is_that_of_whole_fractions(now: int, before: int, length: int, other: int) -> None:
    """Whatever the counts and the lengths, to twelve figures; and no rounding makes it more than 1."""
    found = compare(now, before, exposure_now=length, exposure_before=other, significance=0.05).p

    assert found == pytest.approx(exact_p(now, before, Fraction(length, length + other)), rel=1e-9)


@given(counts, counts)
def test_for_equal_times_it_is_scipys_two_sided_test(now: int, before: int) -> None:
    """Where both tails are alike, doubling one and adding all less likely outcomes are the same."""
    expected = binomtest(now, now + before).pvalue if now + before else 1.0

    assert compare(now, before, significance=0.05).p == pytest.approx(expected, rel=1e-9)


@given(counts, exposures, exposures, st.sampled_from([0.05, 0.01]))
def test_it_would_take_exactly_the_count_that_is_named(
    before: int, length: int, other: int, significance: float
) -> None:
    """At ``up_from`` it says up and one below not; at ``down_to`` down and one above not."""

    def answer(now: int) -> Answer:
        return compare(now, before, exposure_now=length, exposure_before=other, significance=significance).answer

    told = compare(0, before, exposure_now=length, exposure_before=other, significance=significance)

    assert answer(told.up_from) is Answer.UP
    assert answer(told.up_from - 1) is not Answer.UP
    if told.down_to is None:
        assert answer(0) is not Answer.DOWN
    else:
        assert answer(told.down_to) is Answer.DOWN
        assert answer(told.down_to + 1) is not Answer.DOWN


@given(counts, counts, exposures, exposures)
def test_whichever_comes_first_the_finding_is_the_same(one: int, two: int, length: int, other: int) -> None:
    """Up from the one is down from the other."""
    forth = compare(one, two, exposure_now=length, exposure_before=other, significance=0.05)
    back = compare(two, one, exposure_now=other, exposure_before=length, significance=0.05)

    assert forth.p == pytest.approx(back.p, rel=1e-9)
    assert (forth.answer is Answer.UP) == (back.answer is Answer.DOWN)


@pytest.mark.parametrize(
    ("now", "before", "answer"),
    [
        (0, 0, Answer.TOO_FEW),
        (3, 2, Answer.TOO_FEW),
        (5, 0, Answer.TOO_FEW),
        (6, 0, Answer.UP),
        (9, 2, Answer.TOO_FEW),
        (10, 2, Answer.UP),
        (0, 6, Answer.DOWN),
        (13, 13, Answer.TOO_FEW),
        (14, 14, Answer.NO_CLEAR_CHANGE),
        (44, 40, Answer.NO_CLEAR_CHANGE),
    ],
)
def test_what_small_counts_bear(now: int, before: int, answer: Answer) -> None:
    """14 before is the least of which a doubling would be told; below, "no clear change" would promise too much."""
    assert compare(now, before, significance=0.05).answer is answer


def test_too_few_says_what_it_would_take() -> None:
    """After 2 it takes 10; after 8 it takes 20, or no more than 1."""
    assert (compare(3, 2, significance=0.05).up_from, compare(3, 2, significance=0.05).down_to) == (10, None)
    assert (compare(7, 8, significance=0.05).up_from, compare(7, 8, significance=0.05).down_to) == (20, 1)


def test_a_longer_time_is_weighed_by_its_length() -> None:
    """30 in a year after 5 in two months are as many a month, where 30 after 5 in equal times are not."""
    assert compare(30, 5, exposure_now=12, exposure_before=2, significance=0.05).answer is Answer.TOO_FEW
    assert compare(30, 5, significance=0.05).answer is Answer.UP


def test_judged_with_others_it_takes_more() -> None:
    """Among eleven towns the count that is told in any case is higher than alone."""
    alone, among = (compare(3, 4, significance=0.05, judged_with=places) for places in (1, 11))

    assert (alone.up_from, among.up_from) == (13, 18)


def test_the_adjusted_probability_decides_where_there_is_one() -> None:
    """10 after 2 is up alone; with an adjusted probability over the significance it is not."""
    assert compare(10, 2, significance=0.05, adjusted_p=0.2).answer is Answer.TOO_FEW


@pytest.mark.parametrize(("now", "before"), [(0, 1), (1, 0)])
def test_nothing_is_compared_with_no_time(now: int, before: int) -> None:
    """A place without residents counted, or a period that nobody recorded, can't be compared."""
    with pytest.raises(ValueError, match="exposures"):
        compare(3, 3, exposure_now=now, exposure_before=before, significance=0.05)


@given(st.lists(st.tuples(counts, counts, exposures, exposures), min_size=1, max_size=20))
def test_arrays_say_what_single_comparisons_say(rows: list[tuple[int, int, int, int]]) -> None:
    """The same probabilities and directions, all at once."""
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    singles = [compare(a, b, exposure_now=c, exposure_before=d, significance=0.05) for a, b, c, d in rows]
    words = {Answer.UP: 1, Answer.DOWN: -1}

    assert p_values(*columns).tolist() == pytest.approx([one.p for one in singles])
    assert directions(*columns, significance=0.05).tolist() == [words.get(one.answer, 0) for one in singles]
    assert answers(*columns, significance=0.05, judged_with=3) == [
        compare(a, b, exposure_now=c, exposure_before=d, significance=0.05, judged_with=3).answer for a, b, c, d in rows
    ]
