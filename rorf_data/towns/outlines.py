"""The 21 towns' boundaries as this project keeps them: simplified, with shared borders, made by ``build_outlines``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rorf_data.towns.gazetteer import DATA_FOLDER

OUTLINES_FILE = DATA_FOLDER / "outlines.geojson"

Ring = tuple[tuple[float, float], ...]
Outline = tuple[Ring, ...]


@lru_cache(maxsize=1)
def outlines() -> dict[str, Outline]:
    """Each town's rings of (longitude, latitude) in degrees, by code, A to Z by name; the first ring is the outer one.

    Towns that adjoin share the very same points along their border. Don't alter the answer: it is kept and lent to all.
    """
    return {_code(feature): _rings(feature["geometry"]) for feature in _features()}


@lru_cache(maxsize=1)
def label_points() -> dict[str, tuple[float, float]]:
    """For each town's code the (longitude, latitude) inside it that lies farthest from its border: room for a name."""
    return {_code(feature): _point(feature["properties"]["label_point"]) for feature in _features()}


@lru_cache(maxsize=1)
def outlines_source() -> str:
    """Who drew the boundaries that the outlines were made from."""
    return str(_features()[0]["properties"]["source"])


@lru_cache(maxsize=1)
def _features() -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(OUTLINES_FILE.read_text(encoding="utf-8"))["features"])


def _code(feature: Mapping[str, Any]) -> str:
    return str(feature["properties"]["code"])


def _rings(geometry: Mapping[str, Any]) -> Outline:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return tuple(tuple(map(_point, ring)) for polygon in polygons for ring in polygon)


def _point(pair: list[float]) -> tuple[float, float]:
    return (pair[0], pair[1])
