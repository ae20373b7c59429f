"""The table of false alarms is what a simulation gives, and the shipped settings keep the promises made of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from benchmarks.false_alarms import COMPARED, REGION, Effort, episodes, first_alarms, simulated, wanted
from rorf_data.measures.false_alarms import Simulated, as_toml, false_alarms, read_table

FEWER = Effort(runs=8, years=25, doublings=200)
STANDARD_ERRORS = 5
"""How far the small simulation may lie from the table: some 200 comparisons are made, and none may fail by chance."""


@pytest.fixture(scope="module")
def again() -> list[Simulated]:
    """A smaller simulation from another seed."""
    return simulated(FEWER, seed=4)


def test_the_table_holds_every_method_in_the_order_in_which_it_is_simulated() -> None:
    """A method, a limit or a scale that changes in the settings or the program makes the table out of date."""
    assert [(line.method, line.calls_a_year) for line in false_alarms().lines] == wanted()


def test_another_simulation_gives_the_same_rates(again: Sequence[Simulated]) -> None:
    """False alarms a year agree within the chance of both simulations."""
    for line, other in zip(false_alarms().lines, again, strict=True):
        # Where the small simulation saw nothing, its own error tells nothing: that of a rare Poisson count stands in.
        rare = math.sqrt(max(line.false_alarms_a_year, 0.01) / (FEWER.runs * FEWER.years))
        error = math.hypot(line.standard_error, max(other.standard_error, rare))

        assert abs(line.false_alarms_a_year - other.false_alarms_a_year) < STANDARD_ERRORS * error, line.method


@pytest.mark.parametrize(
    "column", ["found_in_28_days", "found_in_90_days", "found_in_180_days", "unchanged_in_180_days"]
)
def test_another_simulation_finds_a_doubling_as_often(again: Sequence[Simulated], column: str) -> None:
    """Shares of doublings found agree within the chance of both simulations."""
    for line, other in zip(false_alarms().lines, again, strict=True):
        share = min(max(getattr(line, column), 0.01), 0.99)
        error = math.sqrt(share * (1 - share) * (1 / FEWER.doublings + 1 / false_alarms().doublings))

        assert abs(getattr(line, column) - getattr(other, column)) < STANDARD_ERRORS * error, line.method


def test_the_region_has_no_more_than_one_false_alarm_a_year_in_each_window() -> None:
    """What the settings ship with, at 37 calls a year, over at least 200 years without any change."""
    table = false_alarms()
    regional = [
        line for line in table.lines if line.method.startswith("More than usual") and line.calls_a_year == REGION
    ]

    assert table.runs * table.years >= 200
    assert len(regional) == 2
    assert [line.method for line in regional if line.false_alarms_a_year + 2 * line.standard_error > 1] == []


def test_no_town_is_told_up_or_down_more_than_once_in_two_years() -> None:
    """Each comparison by itself and all of them together, at the rates of the smallest and the largest town."""
    compared = [line for line in false_alarms().lines if line.method.startswith(COMPARED)]

    for calls_a_year in {line.calls_a_year for line in compared}:
        rates = [line.false_alarms_a_year for line in compared if line.calls_a_year == calls_a_year]
        assert 2 * sum(rates) <= 1


def test_alarms_up_to_seven_days_apart_are_one_episode() -> None:
    """Days 0 and 7 are one; day 15, eight days after the last, begins another."""
    days = np.zeros((2, 20), dtype=np.bool_)
    days[0, [0, 7, 15, 16]] = True

    assert episodes(days).nonzero()[1].tolist() == [0, 15]
    assert first_alarms(days).tolist() == [1, math.inf]


def test_the_table_is_written_as_it_is_read() -> None:
    """What the program writes, it reads back the same."""
    assert read_table(as_toml(false_alarms())) == false_alarms()
