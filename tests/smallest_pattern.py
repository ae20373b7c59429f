"""The smallest number of cells that have to be hidden, exactly, for small tables: what the program is held to.

It is written from the definition alone and shares nothing with the program but the linked counts: one yes or no for
each cell, and for each count that is too small two other tables, equal to the true one wherever a cell is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_diag, csr_array, eye_array, hstack, vstack

from rorf_data.disclosure.families import FAMILIES, MEMBERS, Family, linked_counts
from rorf_data.disclosure.hiding import decide
from rorf_data.disclosure.linked import Linked
from rorf_data.model import MonthlyTotal, add_months
from rorf_data.policies import Policy

SEED = 20_262
FIRST = date(2026, 1, 1)
A_MONTH = {"Cornwall": 1.5, "Kent": 4.0, "Salisbury": 7.0}
"""Of three towns, how many calls, requests or kits a month: few, some and many."""

A_PART = 0.3
"""The share of calls that were fatal, and of kits that were left at an overdose scene."""


@dataclass(frozen=True)
class Price:
    """How many cells there are in all small tables of one measure, and how many of them are hidden."""

    measure: str
    cells: int
    hidden: int
    fewest: int

    @property
    def is_within_a_tenth(self) -> bool:
        """Whether no more than a tenth more is hidden than has to be."""
        return self.hidden <= 1.1 * self.fewest


def price(family: Family, policy: Policy, *, tables: int) -> Price:
    """The price of the protection of so many tables of a family, always the same ones. Those whose smallest pattern
    isn't proven in time are left out.
    """
    found = [
        (len(linked.cells), int((~decide(linked, policy).is_shown).sum()), fewest)
        for linked in _small_tables(family, tables)
        if (fewest := fewest_hidden(linked, policy)) is not None
    ]
    return Price(family.name, *(sum(column) for column in zip(*found, strict=True)))


PRICED = tuple(family for family in FAMILIES if family.name != "deaths")
"""The families whose price is taken; deaths are built as calls are."""


def _small_tables(family: Family, tables: int) -> Iterator[Linked]:
    """A quarter of three towns, its months and all towns together, by chance."""
    chance = np.random.default_rng(SEED)
    months = [add_months(FIRST, step) for step in range(3)]
    whole, part = family.ceiling or family.name, family.part or (family.name if family.ceiling else "")
    for _ in range(tables):
        counted = []
        for town, mean in A_MONTH.items():
            for month in months:
                total = int(chance.poisson(mean))
                counted.append(MonthlyTotal(whole, month, town, total))
                if part:
                    counted.append(MonthlyTotal(part, month, town, int(chance.binomial(total, A_PART))))
        yield linked_counts(family, counted, [*A_MONTH], months, months, {MEMBERS: [*A_MONTH]})


def fewest_hidden(linked: Linked, policy: Policy, *, seconds: float = 60) -> int | None:
    """How many cells the smallest safe pattern hides; None where that isn't proven in this time."""
    totals, counts = linked.totals, linked.counts.ravel()
    is_open = [linked.is_recent_town(cell, policy.zeros_after_months) for cell in linked.cells]
    told = [*zip(totals.tolist(), linked.most.tolist(), is_open, strict=True)]
    small = np.flatnonzero([policy.is_too_small(total, most, is_open=lately) for total, most, lately in told])
    reaches = {cell: policy.reach_of(told[cell][1], is_open=told[cell][2]) for cell in small.tolist()}
    goals = [(cell, goal) for cell, reach in reaches.items() for goal in (reach.low, reach.high)]
    if not goals:
        return 0
    cells, width = len(totals), counts.size
    largest = float(totals.sum() + policy.smallest_shown * cells)
    parts = csr_array(linked.parts)
    tables = block_diag([parts] * len(goals), format="csr")
    hiding = vstack([-largest * eye_array(cells)] * len(goals))
    moved = np.tile(totals, len(goals)).astype(float)
    wanted = vstack(
        [
            hstack([csr_array((1, width * place)), parts[[cell]], csr_array((1, width * (len(goals) - place - 1)))])
            for place, (cell, _) in enumerate(goals)
        ]
    )
    aims = np.array([goal for _, goal in goals], dtype=float)
    none = csr_array((len(goals), cells))
    found = milp(
        np.concatenate([np.ones(cells), np.zeros(width * len(goals))]),
        constraints=[
            LinearConstraint(_joined(hiding, tables), -np.inf, moved),
            LinearConstraint(_joined(-hiding, tables), moved, np.inf),
            LinearConstraint(_joined(none, wanted), aims, aims),
        ],
        bounds=Bounds(
            np.concatenate([np.isin(np.arange(cells), small).astype(float), np.zeros(width * len(goals))]),
            np.concatenate([np.ones(cells), np.tile(np.minimum(linked.limits, largest), len(goals))]),
        ),
        integrality=np.ones(cells + width * len(goals), dtype=np.int64),
        options={"time_limit": seconds},
    )
    return round(found.fun) if found.status == 0 else None


def _joined(left: Any, right: Any) -> Any:
    return csr_array(hstack([left, right]))
