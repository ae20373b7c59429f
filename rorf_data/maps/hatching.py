"""Lines across the outline of a town, for maps that know no patterns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

Point = Sequence[float]
Line = list[list[float]]

HATCH_GAP = 0.015
"""How far apart the lines are, in degrees of latitude."""

_TURNS = (math.pi / 4, -math.pi / 4)
_DIGITS = 5


def hatched(rings: Sequence[Sequence[Point]], gap: float) -> list[Line]:
    """Crossed slanted lines (two points each) within a polygon, so far apart; holes stay empty."""
    return [line for turn in _TURNS for line in _slanted(rings, gap, turn)]


def _slanted(rings: Sequence[Sequence[Point]], gap: float, turn: float) -> list[Line]:
    """Lines in one direction: the polygon is turned until they lie level, cut, and turned back."""
    turned = [[_turned(point, turn) for point in ring] for ring in rings]
    heights = [y for ring in turned for _, y in ring]
    first, last = math.ceil(min(heights) / gap), math.floor(max(heights) / gap)
    return [
        [[round(at, _DIGITS) for at in _turned((x, step * gap), -turn)] for x in ends]
        for step in range(first, last + 1)
        for ends in _within(turned, step * gap)
    ]


def _within(rings: Sequence[Sequence[Point]], height: float) -> list[tuple[float, float]]:
    """From where to where a level line at this height lies within the polygon."""
    crossings = sorted(
        x1 + (height - y1) / (y2 - y1) * (x2 - x1)
        for ring in rings
        for (x1, y1), (x2, y2) in pairwise(ring)
        if (y1 > height) != (y2 > height)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def _turned(point: Point, by: float) -> tuple[float, float]:
    x, y = point
    return x * math.cos(by) - y * math.sin(by), x * math.sin(by) + y * math.cos(by)
