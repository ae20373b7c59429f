"""Days that lie so far from every other day of a file that the year may be a slip of the pen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

LONGEST_GAP_DAYS = 366
ROWS_TO_COMPARE_WITH = 50
SHARE_OF_A_FEW = 100
SHARE_OF_ALL_FEW = 20


def far_days(days: Mapping[date, int]) -> frozenset[int]:
    """The days, as proleptic ordinals, that are more than 366 days away from all others; ``days`` are rows by day.

    The days are parted wherever more than 366 of them lie between one and the next. A part is a few rows where it has
    one, or at most 1 in 100 of the file's. Such parts are far if together they hold at most 1 in 20 of all rows and at
    least 50 rows are left: so nothing of a small file is far, and nothing of one that is spread thinly over many
    years. The day before and the day after are given with each far day, for a time in another zone may fall on either.
    """
    rows = sum(days.values())
    few = [part for part in _parts(sorted(days)) if sum(days[day] for day in part) <= max(1, rows // SHARE_OF_A_FEW)]
    far = sum(days[day] for part in few for day in part)
    if rows - far < ROWS_TO_COMPARE_WITH or far > rows // SHARE_OF_ALL_FEW:
        return frozenset()
    return frozenset(day.toordinal() + aside for part in few for day in part for aside in (-1, 0, 1))


def _parts(days: list[date]) -> list[list[date]]:
    parts = [days[:1]] if days else []
    for before, day in pairwise(days):
        if (day - before).days > LONGEST_GAP_DAYS:
            parts.append([])
        parts[-1].append(day)
    return parts
