"""The smallest number of cells that have to be hidden, exactly, for small tables: what the program is held to.

It is written from the definition alone and shares nothing with the program but the linked counts: one yes or no for
each cell, and for each count that is too small two other tables, equal to the true one wherever a cell is shown.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_diag, csr_array, eye_array, hstack, vstack

from rorf_data.disclosure.linked import Linked
from rorf_data.policies import Policy


def fewest_hidden(linked: Linked, policy: Policy, *, seconds: float = 60) -> int | None:
    """How many cells the smallest safe pattern hides; None where that isn't proven in this time."""
    totals, counts = linked.totals, linked.counts.ravel()
    small = np.flatnonzero([policy.is_too_small(int(total)) for total in totals])
    goals = [(cell, goal) for cell in small for goal in (policy.must_reach.low, policy.must_reach.high)]
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
            np.concatenate([np.ones(cells), np.full(width * len(goals), largest)]),
        ),
        integrality=np.ones(cells + width * len(goals), dtype=np.int64),
        options={"time_limit": seconds},
    )
    return round(found.fun) if found.status == 0 else None


def _joined(left: Any, right: Any) -> Any:
    return csr_array(hstack([left, right]))
