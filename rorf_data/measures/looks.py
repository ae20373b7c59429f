"""What the pages say of every town when somebody looks each month: which comparisons they are, all at once.

This is for finding out how often chance alone makes the pages say up or down; what they show is made in the answers,
town by town, by the same rules.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from rorf_data.measures.comparisons import p_values

Counts = npt.NDArray[np.int64]
Named = npt.NDArray[np.bool_]

YEAR = 12
FIRST_LOOK = 2 * YEAR - 1
"""The place of the first month at which a year and the year before are there."""

LOOKED_AT: Final = (
    "12 months against the 12 before",
    "12 months against the other towns",
    "month against a year before",
)
"""The comparisons of one measure and town that a new month brings, on Towns, This month, Trends and Overdose calls."""


def named_each_month(months: Counts, residents: npt.ArrayLike, *, significance: float) -> dict[str, Named]:
    """Whether each town is told as up or down at each month's look, by the name of the comparison.

    ``months`` has one row for each month and one column for each town; the answer has a row for each month from
    :data:`FIRST_LOOK` on. All towns are judged together in each comparison and month, as the pages judge them. What
    stands for three months is counted three times.
    """
    people = np.asarray(residents, dtype=np.float64)
    sums = np.concatenate([np.zeros((1, months.shape[1]), dtype=np.int64), months.cumsum(axis=0)])
    years = sums[YEAR:] - sums[:-YEAR]
    now, before = years[YEAR:], years[:-YEAR]
    others = now.sum(axis=1, keepdims=True) - now
    found = (
        p_values(now, before),
        p_values(now, others, people, people.sum() - people),
        p_values(months[FIRST_LOOK:], months[FIRST_LOOK - YEAR : -YEAR]),
    )
    return {name: _judged_together(p) <= significance for name, p in zip(LOOKED_AT, found, strict=True)}


def _judged_together(p: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    from scipy.stats import false_discovery_control  # slow to import; only who compares several places waits for it

    return np.asarray(false_discovery_control(p, axis=1))
