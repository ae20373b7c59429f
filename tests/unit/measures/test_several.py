"""Many comparisons at once: judged together as Benjamini and Hochberg do, and chance told in numbers."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.measures.comparisons import Answer, compare
from rorf_data.measures.several import findings_by_chance, judged_together

BENJAMINI_AND_HOCHBERG = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590),
    1.0000,
]
"""The fifteen probabilities of the study of thrombolysis that Benjamini and Hochberg (1995, section 3) work through."""


def by_hand(p_values: list[float]) -> list[float]:
    """The step-up procedure as it is written: from the largest down, the least of p times number over rank so far."""
    order = sorted(range(len(p_values)), key=lambda place: p_values[place], reverse=True)
    adjusted, least = [0.0] * len(p_values), 1.0
    for passed, place in enumerate(order):
        least = min(least, p_values[place] * len(p_values) / (len(p_values) - passed))
        adjusted[place] = least
    return adjusted


def test_the_example_of_benjamini_and_hochberg() -> None:
    """Of the fifteen the four smallest are named at 5 percent, as they print."""
    adjusted = judged_together(BENJAMINI_AND_HOCHBERG)

    assert [p is not None and p <= 0.05 for p in adjusted] == [True] * 4 + [False] * 11
    assert adjusted == pytest.approx(by_hand(BENJAMINI_AND_HOCHBERG))


@given(st.lists(st.floats(min_value=0, max_value=1), min_size=1, max_size=30))
def test_judging_together_is_the_step_up_procedure(p_values: list[float]) -> None:
    """Whatever the probabilities and their order."""
    assert judged_together(p_values) == pytest.approx(by_hand(p_values))


def test_what_was_not_compared_counts_for_nothing() -> None:
    """A town without a record stays without, and doesn't make the others' findings harder."""
    assert judged_together([0.01, None, 0.04]) == pytest.approx([0.02, None, 0.04])
    assert judged_together([None, None]) == [None, None]
    assert judged_together([]) == []


def test_findings_by_chance_are_counted_out() -> None:
    """Every way in which the events of three towns can fall, weighed in fractions, and those told as up or down."""
    totals, shares = [7, 12, 3], [Fraction(1, 2), Fraction(1, 4), Fraction(1, 10)]

    expected = sum(
        comb(n, now) * share**now * (1 - share) ** (n - now)
        for n, share in zip(totals, shares, strict=True)
        for now in range(n + 1)
        if compare(
            now,
            n - now,
            exposure_now=share.numerator,
            exposure_before=share.denominator - share.numerator,
            significance=0.05,
        ).answer
        in (Answer.UP, Answer.DOWN)
    )

    assert findings_by_chance(totals, [float(share) for share in shares], 0.05) == pytest.approx(float(expected))


def test_small_towns_bring_far_less_than_one_in_twenty() -> None:
    """Eleven towns with five events each in two years could never be told at all; with forty each less than 0.55."""
    assert findings_by_chance([5] * 11, [0.5] * 11, 0.05) == 0
    assert 0.2 < findings_by_chance([40] * 11, [0.5] * 11, 0.05) < 0.55
