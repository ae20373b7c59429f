"""Which town a point lies in, with a margin round every border because points and outlines are both a little off."""

from __future__ import annotations

import math
from functools import lru_cache

from rorf_data.towns.outlines import Outline, Ring, outlines
from rorf_data.towns.resolved import Resolved, is_not_recorded, is_outside, is_town, is_unsure

MARGIN_METRES = 500.0

# One degree on the ellipsoid of 1980 at 41.8 degrees north, the middle of the region: under 1 % off anywhere in it.
METRES_PER_DEGREE_NORTH = 111_068.0
METRES_PER_DEGREE_EAST = 83_100.0


def locate(latitude: float, longitude: float) -> Resolved:
    """The town that a point in degrees lies in.

    A point within 500 m of a border between towns, or of the region's edge on either side, is unsure, with the towns
    within that distance as candidates, the nearest first. A point that can't be on Earth, or is 0, 0, is not recorded.
    """
    if not _can_be_on_earth(latitude, longitude):
        return is_not_recorded("The coordinates are empty or can't be.")
    near = _distances(latitude, longitude)
    within = [code for code, metres in near if metres <= 0]
    close = [code for code, metres in near if abs(metres) < MARGIN_METRES]
    if close:
        return is_unsure("", "The point is within 500 m of a town's border.", [*within, *close])
    if within:
        return is_town(within[0], "The point is in this town, more than 500 m from its border.")
    if longitude > 0 and any(metres < MARGIN_METRES for _, metres in _distances(latitude, -longitude)):
        codes = [code for code, metres in _distances(latitude, -longitude) if metres < MARGIN_METRES]
        return is_unsure("", "The longitude seems to have lost its minus sign.", codes)
    return is_outside("", "The point is in none of the 21 towns.")


def metres_outside(latitude: float, longitude: float, code: str) -> float:
    """Metres from a point in degrees to the border of the town of this code; 0 inside it."""
    rings = outlines()[code]
    if _is_inside(latitude, longitude, rings):
        return 0.0
    return min(_metres_to_ring(latitude, longitude, ring) for ring in rings)


def _can_be_on_earth(latitude: float, longitude: float) -> bool:
    is_real = math.isfinite(latitude) and math.isfinite(longitude)
    return is_real and abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0, 0)


def _distances(latitude: float, longitude: float) -> list[tuple[str, float]]:
    """Metres from the point to the border of each town that could matter, negative inside it, the nearest first."""
    found = []
    for code, rings in outlines().items():
        if _is_in_box(latitude, longitude, _box(code)):
            metres = min(_metres_to_ring(latitude, longitude, ring) for ring in rings)
            found.append((code, -metres if _is_inside(latitude, longitude, rings) else metres))
    return sorted(found, key=lambda pair: pair[1])


def _is_in_box(latitude: float, longitude: float, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return west <= longitude <= east and south <= latitude <= north


@lru_cache(maxsize=64)
def _box(code: str) -> tuple[float, float, float, float]:
    """West, south, east and north of the town, wider by the margin."""
    longitudes, latitudes = zip(*(point for ring in outlines()[code] for point in ring), strict=True)
    east, north = MARGIN_METRES / METRES_PER_DEGREE_EAST, MARGIN_METRES / METRES_PER_DEGREE_NORTH
    return min(longitudes) - east, min(latitudes) - north, max(longitudes) + east, max(latitudes) + north


def _is_inside(latitude: float, longitude: float, rings: Outline) -> bool:
    """Whether a ray to the east crosses the rings an odd number of times; holes and islands need no care."""
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            if (y1 > latitude) != (y2 > latitude):
                crossings += longitude < x1 + (latitude - y1) / (y2 - y1) * (x2 - x1)
    return crossings % 2 == 1


def _metres_to_ring(latitude: float, longitude: float, ring: Ring) -> float:
    flat = [_metres_from(latitude, longitude, point) for point in ring]
    return min(_metres_to_line(start, end) for start, end in zip(flat, flat[1:]))


def _metres_from(latitude: float, longitude: float, point: tuple[float, float]) -> tuple[float, float]:
    return (point[0] - longitude) * METRES_PER_DEGREE_EAST, (point[1] - latitude) * METRES_PER_DEGREE_NORTH


def _metres_to_line(start: tuple[float, float], end: tuple[float, float]) -> float:
    """From the origin to the nearest point of the line between two points."""
    east, north = end[0] - start[0], end[1] - start[1]
    length = east * east + north * north
    along = -(start[0] * east + start[1] * north) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    return math.hypot(start[0] + along * east, start[1] + along * north)
