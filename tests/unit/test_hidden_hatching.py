"""The hatch of hidden towns on the screen's map, and the colour of all that is hidden."""

from __future__ import annotations

import pytest

from rorf_data import palette
from rorf_data.maps.hatching import HATCH_GAP, hatched
from rorf_data.towns import outlines
from tests.unit.test_palette import GROUNDS, contrast

SQUARE = [[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]]
HOLE = [(1.0, 1.0), (1.0, 3.0), (3.0, 3.0), (3.0, 1.0), (1.0, 1.0)]


def is_inside(point, rings):
    """Whether a point lies within a polygon, by how often a line from it to the right crosses its rings."""
    x, y = point
    crossings = sum(
        (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
        for ring in rings
        for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False)
    )
    return crossings % 2 == 1


def middle(line):
    """The point half way along a line."""
    (x1, y1), (x2, y2) = line
    return (x1 + x2) / 2, (y1 + y2) / 2


def test_lines_cross_a_square_in_both_directions_and_reach_its_sides():
    """Each line is slanted, and ends on a side."""
    lines = hatched(SQUARE, 0.5)
    slants = {round((y2 - y1) / (x2 - x1), 3) for (x1, y1), (x2, y2) in lines if abs(x2 - x1) > 1e-3}

    assert slants == {1, -1}
    assert all(min(abs(x - at) for at in (0, 4)) < 1e-4 or min(abs(y - at) for at in (0, 4)) < 1e-4
               for line in lines for x, y in line)  # fmt: skip


def test_a_hole_stays_empty():
    """No line has its middle there."""
    rings = [*SQUARE, HOLE]
    lines = hatched(rings, 0.3)

    assert lines
    assert all(is_inside(middle(line), rings) for line in lines)


@pytest.mark.parametrize("code", list(outlines.outlines()))
def test_every_town_has_room_for_its_hatch(code):
    """At least eight lines over each town, all of them within it."""
    rings = outlines.outlines()[code]
    lines = hatched(rings, HATCH_GAP)

    assert len(lines) >= 8
    assert all(is_inside(middle(line), rings) for line in lines)


@pytest.mark.parametrize("ground", GROUNDS)
def test_what_is_hidden_is_seen_on_light_and_dark(ground):
    """At 3 : 1 or better, as every colour of an idea."""
    assert contrast(palette.HIDDEN, ground) >= 3
