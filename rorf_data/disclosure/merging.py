"""Towns that are shown together where each of them alone is too small: the smallest such merges that there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

Neighbours = Callable[[str], Iterable[str]]

MOST_TOGETHER = 5
_LEFT_OUT = 100.0
"""What leaving a town out costs beside each town more in a group."""
_UNEVEN = 0.01
"""Of two ways with as many groups the one whose groups are alike."""


def towns_together(counts: Mapping[str, int], smallest_shown: int, neighbours: Neighbours) -> list[tuple[str, ...]]:
    """Groups of two to five towns that adjoin each other and come to ``smallest_shown`` together, A to Z.

    ``counts``: of each town over the span that is looked at. Of all ways in which every town is alone (large enough, or
    without any) or in one group, it is one with the most groups; found by integer programming over every group that
    there could be. A town that no group can be found for is in none.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, eye_array, hstack

    towns = sorted(counts)
    groups = [
        group
        for group in _connected(towns, neighbours)
        if sum(counts[town] for town in group) >= smallest_shown or (len(group) == 1 and not counts[min(group)])
    ]
    if not towns:
        return []
    holds = csr_array(
        np.array([[town in group for group in groups] for town in towns], dtype=float).reshape(len(towns), -1)
    )
    cost = [len(group) - 1 + _UNEVEN * (len(group) - 1) ** 2 for group in groups]
    found: Any = milp(
        np.array([*cost, *[_LEFT_OUT] * len(towns)]),
        constraints=LinearConstraint(csr_array(hstack([holds, eye_array(len(towns))])), 1, 1),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(groups) + len(towns), dtype=np.int64),
    )
    chosen = [group for group, is_taken in zip(groups, np.round(found.x), strict=False) if is_taken]
    return sorted(tuple(sorted(group)) for group in chosen if len(group) > 1)


def _connected(towns: Iterable[str], neighbours: Neighbours) -> Iterator[frozenset[str]]:
    """Every set of up to five towns each of which can be reached from the others over shared borders."""
    known = set(towns)
    found = {frozenset([town]) for town in known}
    for _ in range(MOST_TOGETHER):
        yield from sorted(found, key=sorted)
        found = {
            group | {town} for group in found for one in group for town in neighbours(one) if town in known - group
        }
