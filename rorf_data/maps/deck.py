"""The maps on screen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pydeck

from rorf_data import palette
from rorf_data.maps.hatching import HATCH_GAP, hatched
from rorf_data.maps.places import Place, extent
from rorf_data.maps.shading import Classes
from rorf_data.palette import Ground

SMALLEST_BOX = (360, 420)
"""Width and height in pixels of the smallest box in which every town shown fits at the first view."""

SMALL_BOX = (300, 280)
"""Width and height in pixels of the smallest box in which a small map fits."""

_MARGIN = 24
_SMALL_MARGIN = 8
_PIXELS_AT_ZOOM_0 = 512
_NAME_SIZE = 13
_HATCH_ALPHA = 130
_GAP_UNDER_SYMBOL = 3
_ABOVE_POINTS = 18
_TOOLTIP = "<b>{town}</b><br>{told}"  # Streamlit escapes the values that it puts in
_IN_ORDER = {"depthCompare": "always"}  # what is listed later lies on top, wherever it reaches


def deck_of(
    places: Sequence[Place], classes: Classes, *, ground: Ground, symbols: str | None, chosen_town: str | None
) -> pydeck.Deck:
    """A deck without base map: pale context, towns (layer ``towns``, the only one to click), symbols and names.

    The wheel doesn't zoom, so that a page scrolls on over the map; buttons, double click and two fingers do.
    """
    layers = [
        _outline_layer("context", [place for place in places if not place.is_shown], classes, ground, chosen_town),
        _outline_layer("towns", [place for place in places if place.is_shown], classes, ground, chosen_town),
        *_hatch_layers(places),
        _outline_layer(
            "chosen", [place for place in places if place.code == chosen_town], classes, ground, chosen_town
        ),
    ]
    if symbols:
        layers.append(_symbol_layer(places, ground, palette.MEASURES[symbols]))
    layers.append(_name_layer(places, ground))
    controller = {"scrollZoom": False, "dragRotate": False, "touchRotate": False, "keyboard": True}
    return pydeck.Deck(
        layers=layers,
        initial_view_state=view_of(places),
        views=[pydeck.View(type="MapView", controller=controller)],
        map_provider=None,  # and no map_style at all: either would fetch a base map from outside
        tooltip={"html": _TOOLTIP, "style": _tooltip_style(ground)},
    )


def small_deck_of(places: Sequence[Place], *, ground: Ground) -> pydeck.Deck:
    """A deck of the whole region that only points out the towns shown; nothing of it can be clicked or moved."""
    layers = [
        _plain_layer("region", places, fill=ground.context, line=ground.no_record, width=1),
        _plain_layer(
            "candidates",
            [place for place in places if place.is_shown],
            fill=ground.ramp[1],
            line=ground.chosen,
            width=2,
        ),
        _name_layer(places, ground),
    ]
    return pydeck.Deck(
        layers=layers,
        initial_view_state=view_of(
            [replace(place, is_shown=True) for place in places], box=SMALL_BOX, margin=_SMALL_MARGIN
        ),
        views=[pydeck.View(type="MapView", controller=False)],
        map_provider=None,
        tooltip=False,
    )


def help_deck_of(
    places: Sequence[Place], points: Sequence[tuple[tuple[float, float], str, str, str]], *, ground: Ground
) -> pydeck.Deck:
    """A deck of the towns with a point for each public place: where it is, its colour, its name and what is told."""
    shown = [place for place in places if place.is_shown]
    layers = [
        _plain_layer("context", [p for p in places if not p.is_shown], fill=ground.context, line=ground.grid, width=1),
        _plain_layer("towns", shown, fill=ground.none, line=ground.border, width=1),
        _name_layer(places, ground, raised=_ABOVE_POINTS),
        _point_layer(points, ground),
    ]
    controller = {"scrollZoom": False, "dragRotate": False, "touchRotate": False, "keyboard": True}
    return pydeck.Deck(
        layers=layers,
        initial_view_state=view_of(places),
        views=[pydeck.View(type="MapView", controller=controller)],
        map_provider=None,
        tooltip={"html": "<b>{name}</b><br>{told}", "style": _tooltip_style(ground)},
    )


def view_of(places: Sequence[Place], *, box: tuple[int, int] = SMALLEST_BOX, margin: int = _MARGIN) -> pydeck.ViewState:
    """The view in which every town shown fits a box, and so any larger; web Mercator, 512-pixel tiles."""
    west, south, east, north = extent(places)
    width, height = (side - 2 * margin for side in box)
    across = (east - west) / 360
    up = (_mercator(north) - _mercator(south)) / (2 * math.pi)
    zoom = math.log2(min(width / across, height / up) / _PIXELS_AT_ZOOM_0)
    middle = _latitude((_mercator(north) + _mercator(south)) / 2)
    return pydeck.ViewState(
        longitude=round((west + east) / 2, 5), latitude=round(middle, 5), zoom=round(zoom, 3), pitch=0, bearing=0,
        min_zoom=round(zoom - 1, 3), max_zoom=round(zoom + 3, 3),
    )  # fmt: skip


def _plain_layer(name: str, places: Sequence[Place], *, fill: str, line: str, width: int) -> pydeck.Layer:
    return pydeck.Layer(
        "GeoJsonLayer",
        id=name,
        data={"type": "FeatureCollection", "features": [_outline(place) for place in places]},
        pickable=False,
        stroked=True,
        get_fill_color=_rgb(fill),
        get_line_color=_rgb(line),
        get_line_width=width,
        line_width_units=pydeck.types.String("pixels"),
        parameters=_IN_ORDER,
    )


def _outline_layer(
    name: str, places: Sequence[Place], classes: Classes, ground: Ground, chosen_town: str | None
) -> pydeck.Layer:
    is_towns, is_chosen = name == "towns", name == "chosen"
    features = [_feature(place, classes, ground) for place in places]
    line = ground.chosen if is_chosen else ground.border if is_towns else ground.grid
    return pydeck.Layer(
        "GeoJsonLayer",
        id=name,
        data={"type": "FeatureCollection", "features": features},
        pickable=is_towns,
        auto_highlight=is_towns,
        highlight_color=[*_rgb(ground.text), 40],
        filled=not is_chosen,
        stroked=True,
        get_fill_color="properties.fill",
        get_line_color=_rgb(line),
        get_line_width=4 if is_chosen else 1,
        line_width_units=pydeck.types.String("pixels"),
        parameters=_IN_ORDER,
    )


def _feature(place: Place, classes: Classes, ground: Ground) -> dict[str, Any]:
    fill = _fill(place, classes, ground) if place.is_shown else ground.context
    told = {"town": place.name, "told": "\n".join(place.told), "fill": _rgb(fill)}
    outline = _outline(place)
    return outline | {"properties": outline["properties"] | told}


def _outline(place: Place) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [list(map(list, ring)) for ring in place.rings]},
        "properties": {"code": place.code},
    }


def _fill(place: Place, classes: Classes, ground: Ground) -> str:
    if place.is_hidden:
        return ground.none
    if not place.has_record:
        return ground.no_record
    if place.is_too_few:
        return ground.none
    return classes.shade(place.rate, ground) if classes.limits else ground.none


def _hatch_layers(places: Sequence[Place]) -> list[pydeck.Layer]:
    """Crossed lines over the towns whose number is hidden; none where there is no such town."""
    lines = [line for place in places if place.is_hidden for line in hatched(place.rings, HATCH_GAP)]
    if not lines:
        return []
    features = [
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": line}, "properties": {}} for line in lines
    ]
    return [
        pydeck.Layer(
            "GeoJsonLayer",
            id="hidden",
            data={"type": "FeatureCollection", "features": features},
            pickable=False,
            get_line_color=[*_rgb(palette.HIDDEN), _HATCH_ALPHA],
            get_line_width=1,
            line_width_units=pydeck.types.String("pixels"),
            parameters=_IN_ORDER,
        )
    ]


def _symbol_layer(places: Sequence[Place], ground: Ground, colour: str) -> pydeck.Layer:
    return pydeck.Layer(
        "ScatterplotLayer",
        id="symbols",
        data=[{"point": list(place.point), "radius": round(place.radius, 2)} for place in places if place.radius],
        pickable=False,
        get_position="point",
        get_radius="radius",
        radius_units=pydeck.types.String("pixels"),
        get_fill_color=_rgb(colour),
        stroked=True,
        get_line_color=_rgb(ground.text),
        get_line_width=1.5,
        line_width_units=pydeck.types.String("pixels"),
        parameters=_IN_ORDER,
    )


def _point_layer(points: Sequence[tuple[tuple[float, float], str, str, str]], ground: Ground) -> pydeck.Layer:
    return pydeck.Layer(
        "ScatterplotLayer",
        id="help",
        data=[
            {"point": list(point), "colour": _rgb(colour), "name": name, "told": told}
            for point, colour, name, told in points
        ],
        pickable=True,
        get_position="point",
        get_radius=7,
        radius_units=pydeck.types.String("pixels"),
        get_fill_color="colour",
        stroked=True,
        get_line_color=_rgb(ground.text),
        get_line_width=1.5,
        line_width_units=pydeck.types.String("pixels"),
        parameters=_IN_ORDER,
    )


def _name_layer(places: Sequence[Place], ground: Ground, *, raised: int = 0) -> pydeck.Layer:
    """Names as the text of points in a GeoJsonLayer: those of a TextLayer are dimmed while a town is selected."""
    return pydeck.Layer(
        "GeoJsonLayer",
        id="names",
        data={"type": "FeatureCollection", "features": [_name(place, raised) for place in places if place.is_shown]},
        pickable=False,
        point_type=pydeck.types.String("text"),
        get_text="properties.text",
        get_text_size=_NAME_SIZE,
        get_text_color=_rgb(ground.text),
        get_text_pixel_offset="properties.offset",
        get_text_anchor=pydeck.types.String("middle"),
        get_text_alignment_baseline=pydeck.types.String("top"),
        text_font_family=pydeck.types.String("Source Sans, Arial, sans-serif"),
        text_font_weight=600,
        text_font_settings={"fontSize": 3 * _NAME_SIZE, "buffer": 4},
        text_line_height=1.1,
        parameters=_IN_ORDER,
    )


def _name(place: Place, raised: int) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(place.point)},
        "properties": {"text": _name_and_figure(place), "offset": [0, _below_symbol(place) - raised]},
    }


def _name_and_figure(place: Place) -> str:
    return f"{place.name}\n{place.figure}" if place.figure else place.name


def _below_symbol(place: Place) -> float:
    return round(place.radius + _GAP_UNDER_SYMBOL, 1) if place.radius else -_NAME_SIZE


def _tooltip_style(ground: Ground) -> dict[str, str]:
    return {
        "backgroundColor": ground.background,
        "color": ground.text,
        "border": f"1px solid {ground.border}",
        "borderRadius": "6px",
        "padding": "6px 10px",
        "fontSize": "14px",
        "lineHeight": "1.4",
        "whiteSpace": "pre-line",
    }


def _rgb(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def _latitude(mercator: float) -> float:
    return math.degrees(2 * math.atan(math.exp(mercator)) - math.pi / 2)
