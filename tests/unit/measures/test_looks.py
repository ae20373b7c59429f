"""By default chance alone names a town up or down no more than once in two years, all monthly looks together."""

from __future__ import annotations

import numpy as np
import pytest

from rorf_data.measures.looks import FIRST_LOOK, LOOKED_AT, named_each_month
from rorf_data.model import Period
from rorf_data.settings import read_settings
from rorf_data.towns import gazetteer

YEARS = 600
MEASURES = 3
"""Visits, requests and calls are looked at, each in every comparison."""


def residents() -> list[int]:
    """The people of the member towns as shipped."""
    settings = read_settings()
    newest = max(member.member_from for member in settings.members)
    codes = [gazetteer.code_of(name) for name in settings.member_towns(Period(newest, newest))]
    return [gazetteer.population(code, newest).residents for code in codes]


@pytest.mark.parametrize("yearly_per_1000", [1.3, 4.0])
def test_no_town_is_named_more_than_once_in_two_years_when_nothing_changes(yearly_per_1000: float) -> None:
    """600 years at the region's own rate of calls, and at three times that; every look at every measure counts."""
    people = np.array(residents())
    chance = np.random.default_rng(20_260)
    significance = read_settings().analysis.significance
    told = np.zeros(len(people))
    for _ in range(MEASURES):
        months = chance.poisson(people * yearly_per_1000 / 1000 / 12, (FIRST_LOOK + 12 * YEARS, len(people)))
        found = named_each_month(months, people, significance=significance)
        told += sum(named.sum(axis=0) for named in found.values())

    assert set(found) == set(LOOKED_AT)
    assert (told / YEARS * 2).max() <= 1


def test_a_real_change_is_named() -> None:
    """A town that goes from one visit a month to five is told as up within the year, and against the others too."""
    months = np.ones((48, 5), dtype=np.int64)
    months[36:, 0] = 5

    found = named_each_month(months, np.ones(5), significance=0.05)

    assert all(found[name][-1, 0] for name in LOOKED_AT[:2])
    assert not found[LOOKED_AT[0]][-1, 1:].any()
