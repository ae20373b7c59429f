"""What is hidden of linked counts, and whether it can be reckoned: against every table that looks the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.disclosure.audit import Audit, Known
from rorf_data.disclosure.hiding import Shown, decide, hidden_then, recoverable
from rorf_data.disclosure.linked import Cell, Linked, before_now, linked
from rorf_data.errors import DisclosureRefused
from rorf_data.model import Grain, Period, add_months, end_of
from rorf_data.policies import Policy
from tests.smallest_pattern import fewest_hidden

FIRST = date(2026, 1, 1)
SIX = Policy("six", 6, are_zeros_shown=True)
THREE = Policy("three", 3, are_zeros_shown=True)
NO_ZEROS = Policy("no zeros", 3, are_zeros_shown=False)


def table(*rows: list[int], first: date = FIRST) -> Linked:
    """Areas a, b, c ... with these counts by month, and all of them together as the region."""
    areas = dict(zip("abcdefghijk", rows, strict=False))
    months = [add_months(first, step) for step in range(len(rows[0]))]
    return linked(areas, months, {"region": list(areas)})


def month(place: str, number: int) -> Cell:
    """The cell of a place in one month of 2026."""
    return Cell(place, Period.of_month(date(2026, number, 1)))


def quarter(place: str) -> Cell:
    """The cell of a place in the first quarter of 2026."""
    return Cell(place, Period(FIRST, end_of(Grain.QUARTER, FIRST)))


def only(hidden: list[Cell], counts: Linked, policy: Policy = SIX) -> Shown:
    """Just these cells hidden besides those that are too small themselves."""
    small = np.array([policy.is_too_small(int(total)) for total in counts.totals])
    return Shown(counts, policy, ~small & np.array([cell not in hidden for cell in counts.cells]), small)


@cache
def every_table(size: int, most: int) -> np.ndarray:
    """Every table of so many counts from 0 to ``most``, one in each row."""
    return np.array(list(product(range(most + 1), repeat=size)))


def possible(shown: Shown, most: int) -> np.ndarray:
    """The cells of every table with counts up to ``most`` that looks like the true one, found by trying all of them."""
    counts = shown.linked
    cells: np.ndarray = every_table(counts.counts.size, most) @ counts.parts.toarray().T
    alike: np.ndarray = cells[(cells[:, shown.is_shown] == counts.totals[shown.is_shown]).all(axis=1)]
    return alike


def test_a_count_that_the_total_would_give_away_is_not_left_alone():
    """Region 9 is 6 and a hidden 3: one more has to be hidden, and nothing else."""
    shown = decide(table([6], [3]), SIX)

    assert shown.number(month("b", 1)) is None
    assert (shown.number(month("a", 1)) is None) != (shown.number(month("region", 1)) is None)


def test_counts_that_protect_each_other_cost_nothing_more():
    """Two small counts under a total of 8: either could be 1 to 5."""
    shown = decide(table([4], [4]), SIX)

    assert shown.number(month("region", 1)) == 8
    assert shown.number(month("a", 1)) is shown.number(month("b", 1)) is None


def test_the_time_before_and_after_gives_nothing_away():
    """A quarter of 13 with months of 6, 4 and 3 in one place: the quarter leaves 7 for the two, and that is enough."""
    shown = decide(table([6, 4, 3]), SIX)

    assert shown.number(month("a", 1)) == 6
    assert shown.number(quarter("a")) == 13
    assert recoverable(shown) == []


def test_a_quarter_with_one_hidden_month_is_not_shown_beside_the_others():
    """6, 7 and 3 are 16: one of the three others has to go."""
    shown = decide(table([6, 7, 3]), SIX)

    cells = [month("a", 1), month("a", 2), quarter("a")]
    assert [shown.number(cell) for cell in cells].count(None) == 1


def test_none_is_shown_where_the_policy_says_so():
    """A zero is no small count, unless the policy hides it."""
    assert decide(table([0, 0, 9]), SIX).number(month("a", 1)) == 0
    assert decide(table([0, 0, 9]), NO_ZEROS).number(month("a", 1)) is None


def test_a_pattern_that_can_be_subtracted_is_found():
    """Only the small count hidden: the total less the other is what it is."""
    assert recoverable(only([], table([6], [3]))) == [month("b", 1)]
    assert recoverable(only([month("a", 1)], table([6], [3]))) == []


@given(
    st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=2),
    st.lists(st.booleans(), min_size=12, max_size=12),
    st.sampled_from([THREE, NO_ZEROS]),
)
def test_what_can_be_reckoned_is_what_no_other_table_could_be(rows, more_hidden, policy):
    """The audit agrees with trying every table, for any choice of what is hidden."""
    counts = table(*rows)
    hidden = [cell for cell, is_hidden in zip(counts.cells, more_hidden, strict=True) if is_hidden]
    shown = only(hidden, counts, policy)
    alike = possible(shown, most=6)
    small = np.flatnonzero(shown.is_too_small)
    given_away = {
        counts.cells[place]
        for place in small
        if alike[:, place].min() > policy.must_reach.low or alike[:, place].max() < policy.must_reach.high
    }

    assert set(recoverable(shown)) == given_away


@given(
    st.lists(st.lists(st.integers(0, 9), min_size=6, max_size=6), min_size=1, max_size=4),
    st.sampled_from([SIX, THREE, NO_ZEROS]),
)
def test_nothing_that_is_decided_can_be_reckoned(rows, policy):
    """Two quarters of up to four places, by every policy."""
    shown = decide(table(*rows), policy)

    assert recoverable(shown) == []
    assert not (shown.is_shown & shown.is_too_small).any()


@given(st.lists(st.lists(st.integers(0, 8), min_size=3, max_size=3), min_size=2, max_size=3))
def test_hardly_more_is_hidden_than_has_to_be(rows):
    """Against the exact optimum: at most a tenth more, or one cell where the table is so small."""
    counts = table(*rows)
    fewest = fewest_hidden(counts, SIX)
    hidden = int((~decide(counts, SIX).is_shown).sum())

    assert fewest is not None
    assert fewest <= hidden <= max(1.1 * fewest, fewest + 1)


def test_what_was_shown_earlier_is_taken_for_known():
    """The region's 9 was in an earlier file: now the other town has to be hidden, and not the region again."""
    counts = table([6], [3])
    earlier = Known(counts.part_of(month("region", 1))[np.newaxis], np.array([9]))

    shown = decide(counts, SIX, earlier)

    assert shown.number(month("a", 1)) is None
    assert recoverable(shown, earlier) == []


def test_a_quarter_that_is_over_does_not_tell_what_its_months_were_then():
    """January then: 5 in a and 4 in b, both hidden, 9 in the region. The quarters of now, 9 and 7, would tell that b
    had no more than 7 in January, so a at least 2 then, where it has to look as if it could have been 1.
    """
    then, now = table([5, 0, 0], [4, 0, 0]), table([9, 0, 0], [7, 0, 0])
    remembering = replace(now, before=before_now(now, then))
    region = np.concatenate([now.part_of(month("region", 1)), np.zeros(6, dtype=np.bool_)])
    earlier, hidden = Known(region[np.newaxis], np.array([9])), [month("a", 1), month("b", 1)]
    was_hidden = hidden_then(remembering, then, hidden, SIX)

    careless = decide(remembering, SIX, earlier, hidden)
    shown = decide(remembering, SIX, earlier, hidden, hidden_then=was_hidden)

    assert [careless.number(quarter(area)) for area in "ab"] == [9, 7]
    assert [reach.low for reach in was_hidden.must_reach] == [1, 1]
    assert None in [shown.number(quarter(area)) for area in "ab"]


def test_what_was_given_away_earlier_is_said():
    """Both the region and the other town were in files before the limit was raised: it can't be taken back."""
    counts = table([6], [3])
    parts = np.array([counts.part_of(month("region", 1)), counts.part_of(month("a", 1))])

    with pytest.raises(DisclosureRefused, match="shown earlier"):
        decide(counts, SIX, Known(parts, np.array([9, 6])))


def test_a_table_that_does_not_look_alike_is_no_witness():
    """A wrong table that somebody adds to the audit changes nothing."""
    counts = table([6], [3])
    shown = only([], counts)
    audit = Audit(counts, [SIX.must_reach] * len(counts.cells), Known.nothing(2))
    audit.add(np.array([4.0, 5.0]))

    assert audit.unsafe(shown.is_shown, [1]) == {"low": [1], "high": [1]}


def test_a_span_with_a_month_that_is_not_on_record_has_no_number():
    """February is missing: there are the other months, and no quarter."""
    counts = linked({"a": [7, 0, 8]}, [add_months(FIRST, step) for step in range(3)], {}, on_record=[True, False, True])

    assert [cell.span.first.month for cell in counts.cells] == [1, 3]


def test_where_nothing_is_on_record_nothing_is_decided():
    """No month of the time is on record: no cell, and nothing hidden."""
    shown = decide(linked({"a": [0, 0]}, [FIRST, add_months(FIRST, 1)], {}, on_record=[False, False]), SIX)

    assert (shown.linked.cells, shown.share_hidden, recoverable(shown)) == ((), 0.0, [])


def test_counts_that_do_not_fit_the_months_are_refused():
    """As many counts as months, none below 0."""
    with pytest.raises(ValueError, match="one count for each"):
        linked({"a": [1, 2]}, [FIRST], {})
    with pytest.raises(ValueError, match="below 0"):
        linked({"a": [-1]}, [FIRST], {})
