"""The map of public places for help: the only one with points, because these places are public."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from rorf_data import palette
from rorf_data.disclosure.release import Released
from rorf_data.errors import DisclosureRefused
from rorf_data.maps import deck, drawing
from rorf_data.maps.places import Place, places_of
from rorf_data.maps.shading import classes_of
from rorf_data.maps.town_map import TownMap
from rorf_data.palette import Ground, Look
from rorf_data.towns import gazetteer, outlines
from rorf_data.wording import opening, plain_number, some_of

NOT_SAID = "Not said"
_ABOVE_POINTS = 18
_TOLD = ("offers", "address", "town", "hours")


@dataclass(frozen=True, slots=True)
class HelpPoint:
    """One place: where it lies (longitude, latitude), what it offers first, and the lines told of it."""

    name: str
    point: tuple[float, float]
    kind: str
    told: tuple[str, ...]

    @property
    def colour(self) -> str:
        """The colour of what it offers first."""
        return palette.HELP.get(self.kind, palette.UNKNOWN)


def help_map(places: Released, towns: Released, *, look: Look) -> TownMap:
    """A map of the towns (``town_code``, ``town``) with a point for each place that has one (name, offers, latitude,
    longitude and what else is told of it). Raises :class:`DisclosureRefused` where these columns stayed inside.
    """
    if any(column not in places.frame for column in ("name", "offers", "latitude", "longitude")):
        raise DisclosureRefused(f"The map “{places.about.title}” stays inside the programme.")
    points = _points(places)
    shown = places_of(
        towns, shading=None, symbols=None, names={town.code: town.name for town in gazetteer.towns()},
        outlines=outlines.outlines(), points=outlines.label_points(),
    )  # fmt: skip
    ground = palette.GROUNDS[look]
    return TownMap(
        title=places.about.title,
        deck=deck.help_deck_of(
            shown,
            [(point.point, point.colour, point.name, "\n".join(point.told)) for point in points],
            ground=ground,
        ),
        alt=_alt(places, towns, points),
        released=places,
        symbols=None,
        legend=_legend(points, ground),
        draw=lambda: _figure(shown, points),
        redraw=lambda other: help_map(other, towns, look=look),
    )


def _points(places: Released) -> list[HelpPoint]:
    points = []
    for row in places.frame.to_dict("records"):
        longitude, latitude = plain_number(row["longitude"]), plain_number(row["latitude"])
        if longitude is not None and latitude is not None:
            told = [str(row[column]) for column in _TOLD if isinstance(row.get(column), str)]
            kind = str(row["offers"]).partition(",")[0]
            points.append(HelpPoint(str(row["name"]), (longitude, latitude), kind, tuple(told)))
    return points


def _kinds(points: Sequence[HelpPoint]) -> list[str]:
    """What the points offer first, in the order of the palette; what isn't said comes last."""
    order = [*palette.HELP, NOT_SAID]
    return sorted({point.kind for point in points}, key=lambda kind: order.index(kind) if kind in order else len(order))


def _figure(shown: Sequence[Place], points: Sequence[HelpPoint]) -> go.Figure:
    figure = drawing.figure_of(shown, classes_of([]), labels={}, shading=None, symbols=None, chosen_town=None)
    figure.update_annotations(yshift=_ABOVE_POINTS)
    for kind in _kinds(points):
        drawn = [point for point in points if point.kind == kind]
        figure.add_scatter(
            x=[point.point[0] for point in drawn],
            y=[point.point[1] for point in drawn],
            mode="markers",
            marker={"color": drawn[0].colour, "size": 11, "line": {"color": palette.LIGHT.text, "width": 1}},
            text=[point.name for point in drawn],
            name=kind,
            legend="legend",
            hoverinfo="text",
        )
    return figure


def _legend(points: Sequence[HelpPoint], ground: Ground) -> str:
    style = f"display:flex;flex-wrap:wrap;gap:4px 28px;color:{ground.text};font-size:14px;line-height:1.3"
    entries = [_entry(kind, palette.HELP.get(kind, palette.UNKNOWN), ground) for kind in _kinds(points)]
    return f'<div style="{style}">{"".join(entries)}</div>'


def _entry(kind: str, colour: str, ground: Ground) -> str:
    dot = (
        "display:inline-block;box-sizing:border-box;flex:none;width:14px;height:14px;border-radius:50%;"
        f"background:{colour};border:1px solid {ground.text}"
    )
    words = f"<span>{html.escape(kind)}</span>"
    return f'<span style="display:inline-flex;align-items:center;gap:6px"><span style="{dot}"></span>{words}</span>'


def _alt(places: Released, towns: Released, points: Sequence[HelpPoint]) -> str:
    count = "1 public place" if len(points) == 1 else f"{len(points)} public places"
    first = opening(towns.about, f"map of {len(towns.frame)} towns with {count}", title=places.about.title)
    bare = list(towns.frame.loc[towns.frame["total_places"].eq(0).fillna(False), "town"])
    return f"{first} No place on the list in {some_of(bare)}." if bare else first
