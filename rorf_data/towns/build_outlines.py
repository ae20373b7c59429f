"""Makes ``data/outlines.geojson`` from a Census cartographic boundary file of county subdivisions.

::

    python -m rorf_data.towns.build_outlines FILE [--out outlines.geojson] [--source "who drew FILE"]

FILE is a zipped shapefile, a ``.shp`` or GeoJSON, of Connecticut or of the whole country, in degrees, before or after
the new county codes of 2022. Needs shapely and pyshp, which the running dashboard does not.
"""

from __future__ import annotations

import argparse
import json
import struct
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rorf_data.errors import FileRefused, RorfDataError
from rorf_data.model import Town
from rorf_data.towns.gazetteer import towns
from rorf_data.towns.outlines import OUTLINES_FILE

DECIMALS = 5
# Corners that cut off less than a triangle of this many degrees squared are left out; about 50 m on the ground.
TOLERANCE_DEGREES = 0.0005
LABEL_TOLERANCE_DEGREES = 0.0001
CONNECTICUT_FIPS = "09"
SOURCE = "U.S. Census Bureau, cartographic boundary file of county subdivisions, 2020, 1:500,000 (public domain)"

Feature = tuple[Mapping[str, Any], Mapping[str, Any]]


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 when the file is written, 2 when it can't be made, with one line that says why."""
    asked = _ask(arguments)
    try:
        written = outlines_from(asked.file, source=asked.source)
    except RorfDataError as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    asked.out.write_text(written, encoding="utf-8")
    sys.stdout.write(f"{asked.out.name}: {len(towns())} towns, {len(written) // 1024} kB\n")
    return 0


def outlines_from(file: Path, *, source: str = SOURCE) -> str:
    """The text of the outlines file: a feature for each of the 21 towns, A to Z: code, name, label point and source.

    Borders are simplified together, so towns that adjoin keep the same points. Raises :class:`FileRefused` when the
    file can't be read, a town is missing or double, or the borders don't fit together.
    """
    shapely = _import("shapely")
    found = _find_towns(file, _read_features(file))
    whole = [shapely.geometry.shape(found[town.code]) for town in towns()]
    simple = shapely.coverage_simplify(whole, TOLERANCE_DEGREES)
    simple = shapely.orient_polygons(shapely.transform(simple, lambda points: points.round(DECIMALS)))
    simple = [shapely.normalize(shape) for shape in simple]
    if not (shapely.coverage_is_valid(whole) and shapely.coverage_is_valid(simple) and shapely.is_valid(simple).all()):
        raise FileRefused(f"{file.name}: the towns' borders overlap or leave gaps; is it a cartographic boundary file?")
    features = [_feature(town, shape, source) for town, shape in zip(towns(), simple)]
    return _as_text(features)


def _ask(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m rorf_data.towns.build_outlines", description=__doc__.splitlines()[0]
    )
    parser.add_argument("file", type=Path, help="zipped shapefile, .shp or GeoJSON")
    parser.add_argument("--out", type=Path, default=OUTLINES_FILE)
    parser.add_argument("--source", default=SOURCE, help="who drew the boundaries, and when")
    return parser.parse_args(arguments)


def _import(name: str) -> Any:
    try:
        return __import__(name, fromlist=["geometry"])
    except ModuleNotFoundError:
        package = {"shapefile": "pyshp"}.get(name, name)
        raise FileRefused(f"Making the outlines needs the package {package}: pip install {package}") from None


def _read_features(file: Path) -> Iterator[Feature]:
    if not file.exists():
        raise FileRefused(f"{file.name}: there is no such file")
    if file.suffix.lower() in {".zip", ".shp"}:
        return _read_shapefile(file)
    if file.suffix.lower() in {".geojson", ".json"}:
        return _read_geojson(file)
    raise FileRefused(f"{file.name}: a zipped shapefile, .shp or GeoJSON is expected")


def _read_geojson(file: Path) -> Iterator[Feature]:
    try:
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
        yield from ((feature["properties"], feature["geometry"]) for feature in features)
    except (ValueError, KeyError, TypeError):
        raise FileRefused(f"{file.name}: this is no GeoJSON file of towns") from None


def _read_shapefile(file: Path) -> Iterator[Feature]:
    shapefile = _import("shapefile")
    try:
        with shapefile.Reader(str(file)) as reader:
            for entry in reader.iterShapeRecords():
                yield entry.record.as_dict(), entry.shape.__geo_interface__
    except (shapefile.ShapefileException, zipfile.BadZipFile, struct.error, OSError, ValueError):
        raise FileRefused(f"{file.name}: this shapefile can't be read") from None


def _find_towns(file: Path, features: Iterable[Feature]) -> dict[str, Mapping[str, Any]]:
    """The geometry of each of the 21 towns by its five-digit code."""
    found: dict[str, Mapping[str, Any]] = {}
    for properties, geometry in features:
        code = _code_in(properties)
        if code in found:
            raise FileRefused(f"{file.name}: the town with the code {code} is there twice")
        if code:
            found[code] = geometry
    missing = ", ".join(town.name for town in towns() if town.code not in found)
    if missing:
        raise FileRefused(f"{file.name}: these towns are not in it: {missing}")
    return found


def _code_in(properties: Mapping[str, Any]) -> str:
    """The code of the town that a feature is, or nothing; by its codes, or by its name where it has no codes."""
    fields = {name.upper(): str(value) for name, value in properties.items()}
    geoid = next((fields[name] for name in sorted(fields) if name.startswith("GEOID")), "")
    subdivision = next((fields[name] for name in sorted(fields) if name.startswith("COUSUBFP")), geoid[-5:])
    state = next((fields[name] for name in sorted(fields) if name.startswith("STATEFP")), geoid[:2])
    if subdivision:
        is_ours = state in {CONNECTICUT_FIPS, ""} and subdivision in {town.code for town in towns()}
        return subdivision if is_ours else ""
    return next((town.code for town in towns() if town.name == fields.get("NAME")), "")


def _feature(town: Town, shape: Any, source: str) -> dict[str, Any]:
    shapely = _import("shapely")
    middle = shapely.maximum_inscribed_circle(shape, LABEL_TOLERANCE_DEGREES).coords[0]
    label_point = [round(value, DECIMALS) for value in middle]
    properties = {"code": town.code, "name": town.name, "label_point": label_point, "source": source}
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)}


def _as_text(features: list[dict[str, Any]]) -> str:
    """One town on each line, so that a change shows which town it touches."""
    lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


if __name__ == "__main__":
    sys.exit(main())
