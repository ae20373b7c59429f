"""Whether what is hidden stays hidden, and what that costs: on invented data sets at this region's scale.

Each set holds three years of overdose calls in the member towns, even over time and by chance. What is decided is then
attacked by an audit that begins anew. Beside it stands, on small tables, the smallest safe pattern that there is.
"""

from __future__ import annotations

import time
from datetime import date

import numpy as np

from benchmarks.measuring import Line, Section, in_s, ratio
from rorf_data.disclosure.hiding import decide, recoverable
from rorf_data.disclosure.linked import Linked, linked
from rorf_data.model import add_months
from rorf_data.policies import Policy
from rorf_data.settings import read_settings
from rorf_data.towns import gazetteer
from tests.smallest_pattern import fewest_hidden

SEED = 20_261
FIRST_MONTH = date(2023, 11, 1)
MONTHS = 36
CALLS_PER_1000_A_YEAR = 1.3
SMALL_TABLES = 40
POLICIES = (Policy("smallest shown 6", 6, are_zeros_shown=True), Policy("smallest shown 11", 11, are_zeros_shown=True))


def measure_disclosure(sets: int) -> Section:
    """One line for each policy: what could be reckoned, what is hidden, beside the smallest pattern, and how long."""
    columns = ("data sets", "counts given away", "cells hidden", "too small themselves", "beside the smallest", "a set")
    return Section("Hiding small counts", columns, tuple(_line(policy, sets) for policy in POLICIES))


def _line(policy: Policy, sets: int) -> Line:
    chance = np.random.default_rng(SEED)
    given_away, hidden, small, seconds = 0, [], [], 0.0
    for _ in range(sets):
        counts = _region(chance)
        begun = time.perf_counter()
        shown = decide(counts, policy)
        seconds += time.perf_counter() - begun
        given_away += len(recoverable(shown))
        hidden.append(shown.share_hidden)
        small.append(float(shown.is_too_small.mean()))
    values = (
        f"{sets:,}",
        f"{given_away:,}",
        f"{np.mean(hidden):.1%}",
        f"{np.mean(small):.1%}",
        _beside_the_smallest(policy),
        in_s(seconds / sets),
    )
    return Line(policy.name, values)


def _region(chance: np.random.Generator) -> Linked:
    towns = [gazetteer.code_of(name) for name in read_settings().member_towns()]
    means = [gazetteer.population(town, FIRST_MONTH).residents * CALLS_PER_1000_A_YEAR / 12_000 for town in towns]
    months = [add_months(FIRST_MONTH, step) for step in range(MONTHS)]
    counts = {town: chance.poisson(mean, MONTHS).tolist() for town, mean in zip(towns, means, strict=True)}
    return linked(counts, months, {"members": towns})


def _beside_the_smallest(policy: Policy) -> str:
    """All cells hidden in small tables, by all that have to be: four towns by two quarters."""
    chance = np.random.default_rng(SEED)
    months = [add_months(date(2026, 1, 1), step) for step in range(6)]
    ours = fewest = 0
    for _ in range(SMALL_TABLES):
        towns = {name: chance.poisson(mean, 6).tolist() for name, mean in zip("abcd", (1, 2, 4, 6), strict=True)}
        counts = linked(towns, months, {"all": list(towns)})
        smallest = fewest_hidden(counts, policy)
        if smallest is not None:
            ours += int((~decide(counts, policy).is_shown).sum())
            fewest += smallest
    return ratio(ours, fewest).replace(" x", "") + f" ({ours:,} to {fewest:,} cells)"
