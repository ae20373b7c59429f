"""Measures decided on together: calls and the fatal ones among them, kits at an overdose scene under all kits."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rorf_data.disclosure.families import FAMILIES, MEMBERS, Family, linked_counts, numbers_by_measure
from rorf_data.disclosure.hiding import Shown, decide, recoverable
from rorf_data.disclosure.linked import Cell, Linked, linked
from rorf_data.model import MonthlyTotal, Period, add_months
from rorf_data.policies import Policy
from rorf_data.store.totals import MEASURES

JANUARY = date(2026, 1, 1)
SIX, THREE = (Policy(str(smallest), smallest, are_zeros_shown=True) for smallest in (6, 3))
CALLS, DEATHS, KITS, REQUESTS = FAMILIES


def counted(family: Family, counts: dict[str, dict[str, list[int]]]) -> Linked:
    """The family's counts by measure and area from January 2026 on, all areas together as the members."""
    months = [add_months(JANUARY, step) for step in range(len(next(iter(next(iter(counts.values())).values()))))]
    areas = list(next(iter(counts.values())))
    monthly = [
        MonthlyTotal(measure, month, area, total)
        for measure, by_area in counts.items()
        for area, totals in by_area.items()
        for month, total in zip(months, totals, strict=True)
    ]
    return linked_counts(family, monthly, areas, months, months, {MEMBERS: areas})


def january(shown: Shown, family: Family, measure: str, place: str) -> int | None:
    """What is shown of a place in January."""
    return numbers_by_measure(family, shown)[measure][Cell(place, Period.of_month(JANUARY))]


def test_every_measure_of_a_family_is_one_that_the_store_keeps():
    """And no measure belongs to two families."""
    named = [measure for family in FAMILIES for measure in (*family.shown, *family.inside)]

    assert set(named) <= {measure.name for measure in MEASURES}
    assert len(named) == len(set(named))


def test_calls_cannot_be_reckoned_from_the_fatal_ones_beside_them():
    """All 8 calls of the region were fatal; in b there was one of each. Fatal ones and calls are one table."""
    counts = counted(CALLS, {"calls": {"a": [7], "b": [1]}, "fatal_calls": {"a": [7], "b": [1]}})
    shown = decide(counts, SIX)

    assert january(shown, CALLS, "calls", "b") is january(shown, CALLS, "fatal_calls", "b") is None
    assert recoverable(shown) == []


def test_a_part_that_is_the_whole_is_not_told_by_it():
    """9 calls, 3 of them fatal: the calls may be shown, the fatal ones not, and what is left is never shown."""
    shown = decide(counted(CALLS, {"calls": {"a": [9]}, "fatal_calls": {"a": [3]}}), SIX)

    assert january(shown, CALLS, "calls", "a") == 9
    assert january(shown, CALLS, "fatal_calls", "a") is None
    assert not any("rest" in cell.place for cell in shown.linked.cells)


def test_kits_at_an_overdose_scene_are_not_told_by_all_kits():
    """One kit was left, and everybody may know that: whether at an overdose scene is hidden either way."""
    for at_overdose in (0, 1):
        shown = decide(counted(KITS, {"kits_at_overdose": {"a": [at_overdose]}, "kits": {"a": [1]}}), SIX)
        assert january(shown, KITS, "kits_at_overdose", "a") is None


def test_no_kit_at_all_was_left_at_no_overdose_scene():
    """Where no kit was left there is nothing to hide."""
    shown = decide(counted(KITS, {"kits_at_overdose": {"a": [0]}, "kits": {"a": [0]}}), SIX)

    assert january(shown, KITS, "kits_at_overdose", "a") == 0


def test_a_quarter_whose_months_have_no_room_is_hidden():
    """Two kits in each month, all six at an overdose scene: the quarter's 6 would tell each month's two."""
    shown = decide(counted(KITS, {"kits_at_overdose": {"a": [2, 2, 2]}, "kits": {"a": [2, 2, 2]}}), SIX)
    quarter = Cell("a", Period(JANUARY, date(2026, 3, 31)))

    assert numbers_by_measure(KITS, shown)["kits_at_overdose"][quarter] is None


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=4, max_size=4),
)
@settings(deadline=None)
def test_under_a_ceiling_nothing_can_be_reckoned_by_trying_every_table(drawn):
    """Two areas by two months: every hidden small count could be anything from 0 to 2, or to its ceiling."""
    counts = np.array([min(count, count + room) for count, room in drawn]).reshape(2, 2)
    ceilings = np.array([count + room for count, room in drawn]).reshape(2, 2)
    months = [JANUARY, add_months(JANUARY, 1)]
    every = linked(
        dict(zip("ab", counts.tolist(), strict=True)),
        months,
        {"region": ["a", "b"]},
        ceilings=dict(zip("ab", ceilings.tolist(), strict=True)),
    )
    shown = decide(every, THREE)

    tables = np.array(list(product(*(range(most + 1) for most in ceilings.ravel()))))
    cells = tables @ every.parts.toarray().T
    alike = cells[(cells[:, shown.is_shown] == every.totals[shown.is_shown]).all(axis=1)]
    for place in np.flatnonzero(shown.is_too_small):
        assert alike[:, place].min() == 0
        assert alike[:, place].max() >= min(2, every.most[place])


def test_a_count_above_its_ceiling_is_a_mistake_of_the_program():
    """More kits at overdose scenes than kits."""
    with pytest.raises(ValueError, match="ceiling"):
        linked({"a": [2]}, [JANUARY], {}, ceilings={"a": [1]})


def test_what_was_hidden_before_stays_hidden():
    """A late row brings a month from 5 to 7; beside last month's file the total's rise would tell of the five."""
    before = counted(REQUESTS, {"requests": {"a": [5], "b": [9]}})
    now = counted(REQUESTS, {"requests": {"a": [7], "b": [9]}})
    hidden = [cell for cell, is_shown in zip(before.cells, decide(before, SIX).is_shown, strict=True) if not is_shown]

    assert january(decide(now, SIX), REQUESTS, "requests", "a") == 7
    assert january(decide(now, SIX, hidden_before=hidden), REQUESTS, "requests", "a") is None
