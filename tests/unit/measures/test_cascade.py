"""Each step of the cascade is counted once, and the three rates keep their names, denominators and intervals."""

from __future__ import annotations

from datetime import date
from math import comb

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.measures.cascade import (
    NOT_ON_RECORD,
    STEPS,
    Bar,
    calls_with_a_kit_left,
    cascade,
    eligible_calls_with_a_kit_left,
    is_linked,
    kits_per_overdose_call,
    ratio_limits,
    share_limits,
)
from rorf_data.measures.intervals import Reliability

BAR = Bar(confidence=0.95, fewest_for_a_rate=10, fewest_for_a_stable_rate=20)
VERMONT = {"calls": 793, "eligible": 793, "linkable": 793, "eligible_left": 141, "left": 141, "refused": 15}
VERMONT |= {"eligible_refused": 15, "eligible_linkable": 793, "offered": 156, "eligible_offered": 156}


def steps(*rows: tuple[str, int], **keys: str | date) -> pd.DataFrame:
    """Steps with their totals, all with the same keys."""
    return pd.DataFrame(list(rows), columns=["step", "total"]).assign(**keys)


def test_no_kit_recorded_is_what_remains_of_the_calls() -> None:
    """Vermont's first year: 793 at risk and not transported, 141 kits, 15 refused, and of 637 nothing is on record."""
    row = cascade(steps(*VERMONT.items()))[()]

    assert row["eligible_no_kit_recorded_calls"] == 793 - 141 - 15
    assert row["no_kit_recorded_calls"] == 637


def test_the_cascade_has_one_row_for_each_place_and_time() -> None:
    """Rows of the same town and month are added up, and a step that nobody reached is 0."""
    march, april = date(2026, 3, 1), date(2026, 4, 1)
    found = pd.concat(
        [
            steps(("calls", 2), ("left", 1), area="a", month=march),
            steps(("calls", 1), area="a", month=march),
            steps(("calls", 4), ("refused", 3), area="b", month=april),
        ]
    )

    by_both = cascade(found, ["area", "month"])

    assert list(by_both) == [("a", march), ("b", april)]
    assert [row["total_calls"] for row in by_both.values()] == [3, 4]
    assert [row["kit_left_calls"] for row in by_both.values()] == [1, 0]
    assert [row["no_kit_recorded_calls"] for row in by_both.values()] == [2, 1]


def test_a_region_without_any_call_is_one_row_of_zeros() -> None:
    """Nothing happened, and that is a row too."""
    row = cascade(steps())[()]

    assert set(row) == {*STEPS.values(), *NOT_ON_RECORD}
    assert set(row.values()) == {0}


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(list(STEPS)), st.integers(0, 9)), min_size=1, max_size=30
    )
)
def test_no_call_is_lost_or_doubled_by_grouping(rows: list[tuple[str, str, int]]) -> None:
    """However the steps are grouped, each adds up to what it was."""
    found = pd.DataFrame(rows, columns=["area", "step", "total"])

    whole, by_area = cascade(found)[()], cascade(found, ["area"])

    assert whole == {column: sum(row[column] for row in by_area.values()) for column in whole}
    assert all(whole[column] == sum(total for _, name, total in rows if name == step) for step, column in STEPS.items())


def test_vermonts_first_year_gives_its_published_shares() -> None:
    """141 of 793 at risk is 17.8 percent, and 141 of the 407 documented 34.6 (Naumann and others 2024)."""
    assert round(100 * (eligible_calls_with_a_kit_left(141, 793, BAR).value or 0), 1) == 17.8
    assert round(100 * (calls_with_a_kit_left(141, 407, BAR).value or 0), 1) == 34.6


def test_howard_county_gives_its_published_ratio() -> None:
    """120 kits on 239 calls are 0.502 kits per overdose call (Scharf and others 2020)."""
    kits, _ = kits_per_overdose_call(120, 120, 239, BAR)

    assert (kits.numerator, kits.denominator) == (120, 239)
    assert round(kits.value or 0, 3) == 0.502


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 20, 0.0, 0.1684), (1, 10, 0.0025, 0.4450), (8, 10, 0.4439, 0.9748), (20, 20, 0.8316, 1.0)],
)
def test_share_limits_agree_with_printed_values(part: int, whole: int, low: float, high: float) -> None:
    """Exact limits as R's binom.test prints them."""
    found = share_limits(part, whole, 0.95)

    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 60).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_a_share_limit_is_where_the_tail_has_half_of_the_rest(counts: tuple[int, int]) -> None:
    """By the definition itself: sums of binomial probabilities at both limits come to half of what is left to 1."""
    part, whole = counts
    found = share_limits(part, whole, 0.95)

    assert part == 0 or sum(chances(whole, found.low)[part:]) == pytest.approx(0.025, rel=1e-9)
    assert part == whole or sum(chances(whole, found.high)[: part + 1]) == pytest.approx(0.025, rel=1e-9)


def chances(whole: int, share: float) -> list[float]:
    """The binomial probability of each count from 0 to the whole."""
    return [comb(whole, count) * share**count * (1 - share) ** (whole - count) for count in range(whole + 1)]


@given(st.integers(0, 50), st.integers(1, 50))
def test_the_ratio_of_two_counts_lies_within_its_limits(visits: int, calls: int) -> None:
    """The interval of visits for each call holds the ratio, and turned over it is that of calls for each visit."""
    found = ratio_limits(visits, calls, 0.95)

    assert found.low <= visits / calls <= found.high
    if visits:
        turned = ratio_limits(calls, visits, 0.95)
        assert found.low == pytest.approx(1 / turned.high, rel=1e-9)


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        (9, Reliability.COUNT_ONLY),
        (10, Reliability.UNSTABLE),
        (19, Reliability.UNSTABLE),
        (20, Reliability.SHOWN),
    ],
)
def test_a_share_of_few_calls_is_only_counted(calls: int, said: Reliability) -> None:
    """Under 10 calls there are the two counts and no share; from 10 to 19 it is marked."""
    part = calls_with_a_kit_left(5, calls, BAR)

    assert part.reliability is said
    assert (part.value is None) is (part.limits is None) is (said is Reliability.COUNT_ONLY)


def test_kits_per_call_may_exceed_one_and_rests_on_its_visits() -> None:
    """40 kits left at 20 visits, 20 calls: two kits and one visit for each call, and the interval is of the visits."""
    kits, visits = kits_per_overdose_call(40, 20, 20, BAR)

    assert kits.value == 2
    assert kits.limits is None
    assert visits.value == 1
    assert visits.limits is not None
    assert visits.limits.low < 1 < visits.limits.high < 2


@pytest.mark.parametrize(("visits", "calls"), [(9, 50), (50, 9), (5, 0), (0, 0)])
def test_kits_per_call_is_not_given_where_visits_or_calls_are_few(visits: int, calls: int) -> None:
    """Then there are the counts."""
    assert [part.value for part in kits_per_overdose_call(3 * visits, visits, calls, BAR)] == [None, None]


@pytest.mark.parametrize(
    ("linkable", "calls", "linked"), [(0, 0, False), (89, 100, False), (90, 100, True), (100, 100, True)]
)
def test_shares_want_enough_calls_with_a_kit_record(linkable: int, calls: int, linked: bool) -> None:
    """From nine tenths of the calls on; of no calls there is no share."""
    assert is_linked(linkable, calls, fewest_linked_share=0.9) is linked


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (3, 2), (-1, 4)])
def test_what_is_no_share_has_no_limits(part: int, whole: int) -> None:
    """More than the whole, less than nothing, or out of nothing."""
    with pytest.raises(ValueError, match="is no share"):
        share_limits(part, whole, 0.95)


def test_a_ratio_to_nothing_has_no_limits() -> None:
    """Nobody knows how many visits there are for each call where there was no call."""
    with pytest.raises(ValueError, match="no events"):
        ratio_limits(3, 0, 0.95)
