"""Whether what is hidden stays hidden, and what that costs: on invented data sets at this region's scale.

Each set holds three years of overdose calls in the member towns, even over time and by chance. What is decided is then
attacked by an audit that begins anew. On small tables, a quarter of three towns, the share hidden stands beside that of
the smallest safe pattern there is, which can be proven there by integer programming.
"""

from __future__ import annotations

import time
from datetime import date

import numpy as np

from benchmarks.measuring import Line, Section, in_s
from rorf_data.disclosure.hiding import decide, recoverable
from rorf_data.disclosure.linked import Linked, linked
from rorf_data.model import add_months
from rorf_data.policies import Policy
from rorf_data.settings import read_settings
from rorf_data.towns import gazetteer
from tests.smallest_pattern import PRICED, price

SEED = 20_261
FIRST_MONTH = date(2023, 11, 1)
MONTHS = 36
CALLS_PER_1000_A_YEAR = 1.3
SMALL_TABLES = 40
POLICIES = (Policy("smallest shown 6", 6, are_zeros_shown=True), Policy("smallest shown 11", 11, are_zeros_shown=True))


def measure_disclosure(sets: int) -> Section:
    """One line for each policy: what could be reckoned, what is hidden, and how long that takes."""
    columns = ("data sets", "counts given away", "cells hidden", "too small themselves", "a set")
    return Section("Hiding small counts", columns, tuple(_line(policy, sets) for policy in POLICIES))


def measure_price() -> Section:
    """One line for each kind of count: the share hidden beside the smallest there is, under the policy as shipped."""
    policy = read_settings().sharing.policy
    lines = []
    for family in PRICED:
        found = price(family, policy, tables=SMALL_TABLES)
        shares = (f"{found.hidden / found.cells:.1%}", f"{found.fewest / found.cells:.1%}")
        more = f"{found.hidden / found.fewest - 1:+.1%}"
        lines.append(Line(found.measure, (f"{found.cells:,}", *shares, more)))
    columns = ("cells", "hidden", "hidden at the least", "more than that")
    return Section("The price of hiding small counts", columns, tuple(lines))


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
        in_s(seconds / sets),
    )
    return Line(policy.name, values)


def _region(chance: np.random.Generator) -> Linked:
    towns = [gazetteer.code_of(name) for name in read_settings().member_towns()]
    means = [gazetteer.population(town, FIRST_MONTH).residents * CALLS_PER_1000_A_YEAR / 12_000 for town in towns]
    months = [add_months(FIRST_MONTH, step) for step in range(MONTHS)]
    counts = {town: chance.poisson(mean, MONTHS).tolist() for town, mean in zip(towns, means, strict=True)}
    return linked(counts, months, {"members": towns})
