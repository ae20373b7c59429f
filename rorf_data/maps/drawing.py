"""The same map as a figure, for PNG and SVG: always on white, and made without anything from outside."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from rorf_data import palette
from rorf_data.maps.places import HIDDEN_NAME, TOO_FEW, Place, extent
from rorf_data.maps.shading import Classes

_GROUND = palette.LIGHT
_WIDTH, _HEIGHT = 800, 640
_SIDE, _BELOW = 8, 72
_LEGEND_ROW = 28
_PAD = 0.04
_PATTERN = {"shape": "/", "fgcolor": palette.NO_RECORD, "bgcolor": _GROUND.context, "size": 7, "solidity": 0.2}
_HIDDEN = {"shape": "x", "fgcolor": palette.HIDDEN, "bgcolor": _GROUND.none, "size": 9, "solidity": 0.16}
_LEGEND = {
    "orientation": "h", "yref": "container", "yanchor": "bottom", "x": 0, "xanchor": "left", "itemclick": False,
    "itemdoubleclick": False, "traceorder": "normal",
}  # fmt: skip


def figure_of(
    places: Sequence[Place],
    classes: Classes,
    *,
    labels: Mapping[str, str],
    shading: str | None,
    symbols: str | None,
    chosen_town: str | None,
) -> go.Figure:
    """Outlines as filled shapes with the sides in true proportion at the map's middle latitude."""
    figure = go.Figure(layout=_layout(places))
    for place in sorted(places, key=lambda place: place.is_shown):
        _add_outline(figure, place, classes, is_chosen=place.code == chosen_town)
    _add_legend(figure, places, classes, title=labels.get(shading or "", ""))
    if symbols:
        _add_symbols(figure, places, name=labels[symbols], colour=palette.MEASURES[symbols])
    window = _window(places)
    for place in places:
        if place.is_shown or _is_inside(place.point, window):
            _add_name(figure, place)
    return figure


def _layout(places: Sequence[Place]) -> dict[str, Any]:
    west, south, east, north = _window(places)
    hidden = {"visible": False, "fixedrange": True}
    return {
        "height": _HEIGHT,
        "margin": {"l": _SIDE, "r": _SIDE, "t": _SIDE, "b": _BELOW},
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "closest",
        "barmode": "overlay",
        "xaxis": hidden | {"range": [west, east]},
        "yaxis": hidden
        | {"range": [south, north], "scaleanchor": "x", "scaleratio": 1 / math.cos(math.radians((south + north) / 2))},
        "legend": _LEGEND | {"y": _LEGEND_ROW / _HEIGHT},
        "legend2": _LEGEND | {"y": 0},
    }


def _window(places: Sequence[Place]) -> tuple[float, float, float, float]:
    """West, south, east and north of what is seen: the towns shown, and of the region what fits beside them.

    The region stands in the middle where it fits; the towns shown are inside in any case.
    """
    west, south, east, north = extent(places)
    pad = (north - south) * _PAD
    south, north = south - pad, north + pad
    shape = (_WIDTH - 2 * _SIDE) / (_HEIGHT - _SIDE - _BELOW)
    across = max(east - west + 2 * pad, (north - south) * shape / math.cos(math.radians((south + north) / 2)))
    region = [corner[0] for place in places for ring in place.rings for corner in ring]
    left = min(max((min(region) + max(region) - across) / 2, east + pad - across), west - pad)
    return left, south, left + across, north


def _add_outline(figure: go.Figure, place: Place, classes: Classes, *, is_chosen: bool) -> None:
    line = {"color": _GROUND.chosen, "width": 3.5} if is_chosen else {"color": _GROUND.border, "width": 1}
    figure.add_scatter(
        x=_joined(place.rings, 0),
        y=_joined(place.rings, 1),
        mode="lines",
        fill="toself",
        line=line if place.is_shown else {"color": _GROUND.grid, "width": 1},
        name=place.name,
        text=place.sentence if place.is_shown else place.name,
        hoveron="fills",
        hoverinfo="text",
        showlegend=False,
        **_filling(place, classes),
    )


def _filling(place: Place, classes: Classes) -> dict[str, Any]:
    if not place.is_shown:
        return {"fillcolor": _GROUND.context}
    if place.is_hidden:
        return {"fillpattern": _HIDDEN}
    if not place.has_record:
        return {"fillpattern": _PATTERN}
    is_shaded = bool(classes.limits) and not place.is_too_few
    return {"fillcolor": classes.shade(place.rate, _GROUND) if is_shaded else _GROUND.none}


def _joined(rings: Sequence[Sequence[Sequence[float]]], axis: int) -> list[float | None]:
    joined: list[float | None] = []
    for ring in rings:
        joined += [*([None] if joined else []), *(corner[axis] for corner in ring)]
    return joined


def _add_legend(figure: go.Figure, places: Sequence[Place], classes: Classes, *, title: str) -> None:
    figure.update_layout(legend={"title": {"text": f"{title}  ", "side": "left"}} if classes.limits else {})
    for name, shade in classes.key([place.rate for place in places if place.is_shown], _GROUND):
        figure.add_bar(**_key(name, {"color": shade}), legend="legend")
    if any(place.is_too_few for place in places):
        figure.add_bar(**_key(TOO_FEW.capitalize(), {"color": _GROUND.none}), legend="legend2")
    if any(place.hides for place in places):
        figure.add_bar(**_key(HIDDEN_NAME, {"color": _GROUND.none, "pattern": _HIDDEN}), legend="legend2")
    if any(place.is_shown and not place.has_record for place in places):
        figure.add_bar(**_key("No record", {"color": _GROUND.context, "pattern": _PATTERN}), legend="legend2")
    if not all(place.is_shown for place in places):
        figure.add_bar(**_key("Town not chosen", {"color": _GROUND.context}), legend="legend2")


def _key(name: str, marker: dict[str, Any]) -> dict[str, Any]:
    """An empty bar, whose entry in the legend is a framed square."""
    return {"x": [None], "y": [None], "name": name, "marker": marker | {"line": {"color": _GROUND.border, "width": 1}}}


def _add_symbols(figure: go.Figure, places: Sequence[Place], *, name: str, colour: str) -> None:
    drawn = [place for place in places if place.radius]
    figure.add_scatter(
        x=[place.point[0] for place in drawn],
        y=[place.point[1] for place in drawn],
        mode="markers",
        marker={
            "color": colour,
            "size": [2 * place.radius for place in drawn],
            "sizemode": "diameter",
            "opacity": 1,
            "line": {"color": _GROUND.text, "width": 1.5},
        },
        customdata=[place.count for place in drawn],
        name=f"{name} (area of the circle)",
        legend="legend2",
        hoverinfo="skip",
    )


def _is_inside(point: tuple[float, float], window: tuple[float, float, float, float]) -> bool:
    west, south, east, north = window
    margin = (north - south) * _PAD
    return west + 2 * margin < point[0] < east - 2 * margin and south + margin < point[1] < north - margin


def _add_name(figure: go.Figure, place: Place) -> None:
    figure.add_annotation(
        x=place.point[0],
        y=place.point[1],
        text=f"{place.name}<br><b>{place.figure}</b>" if place.figure else place.name,
        showarrow=False,
        yanchor="top" if place.radius else "middle",
        yshift=-place.radius - 1 if place.radius else 0,
        bgcolor=None if place.has_record and not place.is_hidden else "rgba(255,255,255,0.8)",
        font={"size": 12, "color": _GROUND.text if place.is_shown else _GROUND.quiet_text},
    )
