"""The same map as a figure, for PNG and SVG: always on white, and made without anything from outside."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from rorf_data import palette
from rorf_data.maps.places import Place, extent
from rorf_data.maps.shading import Classes

_GROUND = palette.LIGHT
_HEIGHT = 620
_PAD = 0.03


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
    for place in places:
        _add_name(figure, place)
    return figure


def _layout(places: Sequence[Place]) -> dict[str, Any]:
    west, south, east, north = extent(places)
    pad = (north - south) * _PAD
    hidden = {"visible": False, "fixedrange": True}
    return {
        "height": _HEIGHT,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 60},
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "closest",
        "xaxis": hidden | {"range": [west - pad, east + pad]},
        "yaxis": hidden | {
            "range": [south - pad, north + pad],
            "scaleanchor": "x",
            "scaleratio": 1 / math.cos(math.radians((south + north) / 2)),
        },
        "legend": {"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "xanchor": "left"},
    }  # fmt: skip


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
    if not place.has_record:
        return _HATCH
    return {"fillcolor": classes.shade(place.rate, _GROUND) if classes.limits else _GROUND.none}


_HATCH = {"fillpattern": {"shape": "/", "fgcolor": palette.NO_RECORD, "bgcolor": _GROUND.context, "size": 7, "solidity": 0.2}}


def _joined(rings: Sequence[Sequence[Sequence[float]]], axis: int) -> list[float | None]:
    joined: list[float | None] = []
    for ring in rings:
        joined += [*([None] if joined else []), *(corner[axis] for corner in ring)]
    return joined


def _add_legend(figure: go.Figure, places: Sequence[Place], classes: Classes, *, title: str) -> None:
    entries: list[tuple[str, dict[str, Any]]] = [
        (name, {"fillcolor": shade})
        for name, shade in zip(classes.names(), classes.shades(_GROUND), strict=True)
    ]
    if title and entries:
        entries[0] = (f"{title}: {entries[0][0]}", entries[0][1])
    if any(place.is_shown and not place.has_record for place in places):
        entries.append(("No record", _HATCH))
    if not all(place.is_shown for place in places):
        entries.append(("Towns not chosen", {"fillcolor": _GROUND.context}))
    for name, filling in entries:
        figure.add_scatter(
            x=[None], y=[None], mode="lines", fill="toself", line={"color": _GROUND.border, "width": 1}, name=name, **filling
        )


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
        name=f"{name} (area of the circle; the number stands under the name)",
        hoverinfo="skip",
    )


def _add_name(figure: go.Figure, place: Place) -> None:
    figure.add_annotation(
        x=place.point[0],
        y=place.point[1],
        text=f"{place.name}<br><b>{place.figure}</b>" if place.figure else place.name,
        showarrow=False,
        yanchor="top" if place.radius else "middle",
        yshift=-place.radius - 1 if place.radius else 0,
        font={"size": 12, "color": _GROUND.text if place.is_shown else _GROUND.quiet_text},
    )
