"""The outlines as committed: shared borders, small, and true to the Census Bureau's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from rorf_data.towns.build_outlines import outlines_from
from rorf_data.towns.gazetteer import neighbours, town, towns
from rorf_data.towns.outlines import OUTLINES_FILE, label_points, outlines, outlines_source

BOUNDARIES = (
    Path(__file__).parents[3].parent / "shared" / "data" / "boundaries" / "nhcog_21_towns_census2020_cb500k.geojson"
)
needs_boundaries = pytest.mark.skipif(
    not BOUNDARIES.exists(), reason="the Census boundaries to compare with are not here"
)


def polygons() -> dict[str, shapely.Polygon]:
    """The outlines by code, for a geometry library that is no part of the program."""
    return {code: shapely.Polygon(rings[0], rings[1:]) for code, rings in outlines().items()}


def test_every_town_has_one_outline() -> None:
    """The outlines are those of the 21 towns in their order, each closed and without a flaw."""
    assert list(outlines()) == [town.code for town in towns()]
    assert all(ring[0] == ring[-1] for rings in outlines().values() for ring in rings)
    assert all(shape.is_valid for shape in polygons().values())


def test_borders_are_shared_without_gap_or_overlap() -> None:
    """No two towns overlap, and along a border both have the same points; together they leave no hole."""
    shapes = list(polygons().values())
    assert shapely.coverage_is_valid(shapes)
    assert sum(shape.area for shape in shapes) == pytest.approx(shapely.union_all(shapes).area, rel=1e-12)
    assert not list(shapely.union_all(shapes).interiors)


def test_towns_that_adjoin_share_a_line_and_others_do_not() -> None:
    """The outlines have the same neighbours as the gazetteer; a corner in common is shorter than 50 m."""
    shapes = polygons()
    for code, shape in shapes.items():
        shared = {other: shape.intersection(shapes[other]).length for other in shapes if other != code}
        assert {other for other, length in shared.items() if length > 0.0005} == set(neighbours(code)), town(code).name


def test_outlines_are_light_enough_to_draw() -> None:
    """A map of all the towns stays quick with no more than 100 points a town."""
    assert max(len(ring) for rings in outlines().values() for ring in rings) <= 100
    assert OUTLINES_FILE.stat().st_size < 40_000


def test_a_label_stands_well_inside_its_town() -> None:
    """A name is written at least 1.5 km from any border."""
    shapes = polygons()
    for code, point in label_points().items():
        assert shapes[code].contains(shapely.Point(point))
        assert shapes[code].exterior.distance(shapely.Point(point)) > 0.0135


def test_the_outlines_say_who_drew_the_boundaries() -> None:
    """The source stands in the file itself."""
    assert "Census Bureau" in outlines_source()


@needs_boundaries
def test_every_outline_covers_its_town() -> None:
    """Against the Census Bureau's figures each town overlaps at least 0.98, intersection over union."""
    features = json.loads(BOUNDARIES.read_text(encoding="utf-8"))["features"]
    true = {
        feature["properties"]["geoid_2020"][-5:]: shapely.geometry.shape(feature["geometry"]) for feature in features
    }
    for code, shape in polygons().items():
        overlap = shape.intersection(true[code]).area / shape.union(true[code]).area
        assert overlap >= 0.98, town(code).name


@needs_boundaries
def test_the_committed_outlines_are_what_the_script_makes() -> None:
    """Nobody has touched the file by hand."""
    assert outlines_from(BOUNDARIES) == OUTLINES_FILE.read_text(encoding="utf-8")
