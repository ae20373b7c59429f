"""Which town a point lies in."""

from __future__ import annotations

import math

import pytest

from rorf_data.towns.gazetteer import towns
from rorf_data.towns.locate import locate
from rorf_data.towns.outlines import label_points

# The outer corner of the region nearest to the sea, on Roxbury's southern border, at 41.50 north.
ROXBURY_LATITUDE, ROXBURY_LONGITUDE = 41.5540, -73.3006


@pytest.mark.parametrize("name", [town.name for town in towns()])
def test_a_towns_centre_is_in_the_town(name: str) -> None:
    """The centres that others computed from another map lie in our outlines of the same towns."""
    town = next(town for town in towns() if town.name == name)
    assert locate(town.latitude, town.longitude).town == name


def test_a_point_on_the_other_side_of_the_state_is_outside() -> None:
    """Hartford's and New London's centres are in none of the towns."""
    assert locate(41.7658, -72.6734).status == "outside"
    assert locate(41.3557, -72.0995).status == "outside"


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(0.0, 0.0), (91.0, -73.0), (41.8, -181.0), (math.nan, -73.0), (41.8, math.inf), (-90.1, 0.0)],
)
def test_coordinates_that_cannot_be_are_no_place(latitude: float, longitude: float) -> None:
    """0, 0 is what systems write for nothing; beyond the poles there is nothing."""
    assert locate(latitude, longitude).status == "not-recorded"


def test_a_longitude_without_its_minus_sign_waits_for_a_person() -> None:
    """Litchfield's centre, mirrored, is in Central Asia: that is a slip of the hand."""
    found = locate(41.7413, 73.1931)
    assert (found.status, found.candidates) == ("unsure", ("Litchfield",))


def test_the_margin_round_a_border_is_500_metres_on_either_side() -> None:
    """Going south from Roxbury's centre: the town, then a belt of one kilometre that asks, then outside."""
    step = 10 / 111_068
    path = [locate(ROXBURY_LATITUDE - step * index, ROXBURY_LONGITUDE) for index in range(1_200)]
    in_doubt = [index for index, found in enumerate(path) if found.status == "unsure"]
    assert {found.town for found in path[: in_doubt[0]]} == {"Roxbury"}
    assert {found.status for found in path[in_doubt[-1] + 1 :]} == {"outside"}
    assert {found.candidates for found in path if found.status == "unsure"} == {("Roxbury",)}
    # The border runs aslant, so the belt along a line due south is a little longer than twice 500 m.
    assert 1_000 <= 10 * len(in_doubt) <= 1_300


def test_a_point_near_two_towns_names_both_the_nearer_first() -> None:
    """Between Kent's and Warren's middles the border is crossed once, and both are asked about there."""
    (kent_x, kent_y), (warren_x, warren_y) = label_points()["40290"], label_points()["79510"]
    steps = [index / 500 for index in range(501)]
    path = [locate(kent_y + (warren_y - kent_y) * part, kent_x + (warren_x - kent_x) * part) for part in steps]
    asked = [found.candidates for found in path if found.status == "unsure"]
    assert (path[0].town, path[-1].town) == ("Kent", "Warren")
    assert asked[0][0] == "Kent"
    assert asked[-1][0] == "Warren"
    assert all({"Kent", "Warren"} <= set(candidates) for candidates in asked)
