"""A map of the towns drawn by matplotlib, from the very outlines, shades and names of the map's own figure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rorf_data.exports.drawn_ground import GROUND, PATTERNS, bare_axes, draw_svg
from rorf_data.exports.drawn_words import Area, height_of, width_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    from rorf_data.maps import TownMap

_PIXELS_PER_INCH = 100
_POINTS = 72 / _PIXELS_PER_INCH
_LEGEND_ROW_IN = 0.24
_NAME_SIZE = 7.5
_LEAST_NAME = 6.0
_NARROW = 5.0
_AROUND = 0.06
_KEY_SIZE = 8
_LETTER_IN = 0.058
_TAG = re.compile(r"<[^>]*>")


def draw_map(town_map: TownMap, *, width_in: float, height_in: float, prefix: str) -> str:
    """The map as an SVG of this size in inches; the key stands below it."""
    return draw_svg(lambda figure: draw_towns(figure, town_map), width_in=width_in, height_in=height_in, prefix=prefix)


def draw_towns(figure: Figure, town_map: TownMap) -> None:
    """The map over the whole figure, with its key along the lower edge."""
    drawn = town_map.figure.to_dict()
    traces: Sequence[Mapping[str, Any]] = drawn["data"]
    layout: Mapping[str, Any] = drawn["layout"]
    width, height = figure.get_size_inches()
    rows = _legend_rows(traces, layout, width)
    below = len(rows) * _LEGEND_ROW_IN + 0.08
    axes = bare_axes(figure, (0.0, below / height, 1.0, 1 - below / height))
    across, up = _shown(traces, layout, is_narrow=width < _NARROW)
    axes.set_xlim(across)
    axes.set_ylim(up)
    axes.set_aspect(layout["yaxis"]["scaleratio"], adjustable="box")
    for trace in traces:
        if trace.get("fill") == "toself":
            _add_outline(axes, trace)
        elif trace["type"] == "scatter":
            _add_symbols(axes, trace, size=_shrunk(width, height - below))
    figure.draw_without_rendering()
    _add_names(axes, layout.get("annotations", ()), traces, size=_shrunk(width, height - below))
    for place, (title, handles) in enumerate(rows):
        _add_legend(figure, title, handles, bottom=(len(rows) - 1 - place) * _LEGEND_ROW_IN / height)


def _shown(
    traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], *, is_narrow: bool
) -> tuple[tuple[float, float], tuple[float, float]]:
    """What is in the picture: where it is narrow, hardly more than the chosen towns, so that their names have room."""
    whole = tuple(layout["xaxis"]["range"]), tuple(layout["yaxis"]["range"])
    own = [trace for trace in traces if trace.get("fill") == "toself" and trace["line"]["color"] != GROUND.grid]
    if not is_narrow or not own:
        return whole
    return _span(whole[0], [x for trace in own for x in trace["x"]]), _span(
        whole[1], [y for trace in own for y in trace["y"]]
    )


def _span(whole: tuple[float, float], places: Sequence[float | None]) -> tuple[float, float]:
    known = [place for place in places if place is not None]
    around = (max(known) - min(known)) * _AROUND
    return max(whole[0], min(known) - around), min(whole[1], max(known) + around)


def _shrunk(width: float, height: float) -> float:
    """By how much symbols and names are smaller than on the figure of 8 by 6.4 inches."""
    return float(min(1.0, max(0.55, min(width / 8, height / 5.6))))


def _add_outline(axes: Axes, trace: Mapping[str, Any]) -> None:
    from matplotlib.patches import PathPatch

    path = _path(trace["x"], trace["y"])
    pattern = trace.get("fillpattern")
    if pattern:
        axes.add_patch(PathPatch(path, **_hatched(pattern), linewidth=0))
    line = trace["line"]
    axes.add_patch(
        PathPatch(
            path,
            facecolor="none" if pattern else trace["fillcolor"],
            edgecolor=line["color"],
            linewidth=line["width"] * _POINTS,
            joinstyle="round",
        )
    )


def _path(across: Iterable[float | None], up: Iterable[float | None]) -> Any:
    from matplotlib.path import Path

    corners: list[tuple[float, float]] = []
    codes: list[int] = []
    is_first = True
    for x, y in zip(across, up, strict=True):
        if x is None or y is None:
            is_first = True
            continue
        corners.append((x, y))
        codes.append(int(Path.MOVETO if is_first else Path.LINETO))
        is_first = False
    return Path(corners, codes)


def _hatched(pattern: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "facecolor": pattern.get("bgcolor", GROUND.background),
        "edgecolor": pattern["fgcolor"],
        "hatch": PATTERNS.get(pattern["shape"], "////"),
    }


def _add_symbols(axes: Axes, trace: Mapping[str, Any], *, size: float) -> None:
    marker = trace["marker"]
    axes.scatter(
        trace["x"],
        trace["y"],
        s=[(diameter * _POINTS * size) ** 2 for diameter in marker["size"]],
        c=marker["color"],
        edgecolors=marker["line"]["color"],
        linewidths=marker["line"]["width"] * _POINTS,
        zorder=3,
    )


def _add_names(
    axes: Axes, names: Sequence[Mapping[str, Any]], traces: Sequence[Mapping[str, Any]], *, size: float
) -> None:
    """The names of towns on the map, none over another or over a circle: first, always, those with a number, then those
    of other towns where there is room.
    """
    scale = 72 / axes.get_figure(root=True).dpi  # type: ignore[union-attr]  # they stand on a figure
    frame = Area(*(float(edge) * scale for edge in axes.get_window_extent().extents))
    taken = [area for trace in traces if trace["type"] == "scatter" for area in _circles(axes, trace, scale, size)]
    is_own = [name["font"]["color"] == GROUND.text for name in names]
    letters = max(_LEAST_NAME, _NAME_SIZE * min(1.0, size * 1.25))
    for name in (name for name, own in zip(names, is_own, strict=True) if own):
        offers = list(_offers(axes, name, scale, size, letters))
        found = next((one for one in offers if one[1].is_free(taken, frame)), offers[0])
        taken.append(found[1])
        _add_name(axes, name, found[0], letters)
    for name in (name for name, own in zip(names, is_own, strict=True) if not own):
        shift, area = next(_offers(axes, name, scale, size, letters))
        if area.is_free(taken, frame):
            taken.append(area)
            _add_name(axes, name, shift, letters)


def _circles(axes: Axes, trace: Mapping[str, Any], scale: float, size: float) -> list[Area]:
    if trace.get("fill") == "toself":
        return []
    found = []
    for x, y, diameter in zip(trace["x"], trace["y"], trace["marker"]["size"], strict=True):
        across, up = (float(one) * scale for one in axes.transData.transform((x, y)))
        half = diameter * _POINTS * size / 2
        found.append(Area(across - half, up - half, across + half, up + half))
    return found


def _offers(
    axes: Axes, name: Mapping[str, Any], scale: float, size: float, letters: float
) -> Iterator[tuple[tuple[float, float], Area]]:
    """Where the name might stand, as the shift of its middle from its place in points, the wished one first."""
    words = _words_of(name)
    width, height = width_of(words, letters) * 0.98, height_of(words, letters) * 0.88
    x, y = (float(one) * scale for one in axes.transData.transform((name["x"], name["y"])))
    own = name.get("yshift", 0) * _POINTS * size - (height / 2 if name.get("yanchor") == "top" else 0)
    above = -own if name.get("yanchor") == "top" else height
    aside = width / 2 - own - height / 2 if name.get("yanchor") == "top" else width / 3
    shifts = [(0.0, own), (0.0, above), (0.0, own - 3), (0.0, above + 3), (aside, 0.0), (-aside, 0.0)]
    shifts += [(way * width * part, up) for part in (0.2, 0.4) for way in (1, -1) for up in (own, above)]
    for across, up in shifts:
        left, bottom = x + across - width / 2, y + up - height / 2
        yield (across, up), Area(left, bottom, left + width, bottom + height)


def _words_of(name: Mapping[str, Any]) -> str:
    return html.unescape(_TAG.sub("", name["text"].replace("<br>", "\n")))


def _add_name(axes: Axes, name: Mapping[str, Any], shift: tuple[float, float], letters: float) -> None:
    axes.annotate(
        _words_of(name),
        (name["x"], name["y"]),
        xytext=shift,
        textcoords="offset points",
        ha="center",
        va="center",
        fontsize=letters,
        linespacing=1.05,
        color=name["font"]["color"],
        zorder=4,
        bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 0.6} if name.get("bgcolor") else None,
    )


def _legend_rows(
    traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], width: float
) -> list[tuple[str, list[Patch]]]:
    """The entries of the key in rows that fit the width, each with the title of its legend."""
    rows: list[tuple[str, list[Patch]]] = []
    for legend in ("legend", "legend2"):
        own = [trace for trace in traces if trace.get("legend") == legend and trace.get("showlegend") is not False]
        title = ((layout.get(legend, {}).get("title") or {}).get("text") or "").strip()
        for place, row in enumerate(_broken(own, width, taken=len(title) * _LETTER_IN)):
            rows.append((title if place == 0 else "", [_handle(trace) for trace in row]))
    return rows


def _broken(traces: Sequence[Mapping[str, Any]], width: float, *, taken: float) -> list[list[Mapping[str, Any]]]:
    rows: list[list[Mapping[str, Any]]] = []
    used = taken
    for trace in traces:
        own = 0.42 + len(trace["name"]) * _LETTER_IN
        if not rows or used + own > width:
            rows.append([])
            used = taken if len(rows) == 1 else 0
        rows[-1].append(trace)
        used += own
    return rows


def _handle(trace: Mapping[str, Any]) -> Any:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    marker = trace["marker"]
    if trace["type"] == "scatter":
        return Line2D(
            [], [], linestyle="none", marker="o", markersize=7, markerfacecolor=marker["color"],
            markeredgecolor=marker["line"]["color"], label=trace["name"],
        )  # fmt: skip
    pattern = marker.get("pattern") or {}
    edge = GROUND.grid if marker["color"] == GROUND.context else GROUND.border
    look = _hatched(pattern) if pattern.get("shape") else {"facecolor": marker["color"], "edgecolor": edge}
    return Patch(**look, linewidth=0.6, label=trace["name"])


def _add_legend(figure: Figure, title: str, handles: Sequence[Any], *, bottom: float) -> None:
    width, height = figure.get_size_inches()
    left = 0.0
    if title:
        middle = bottom + _LEGEND_ROW_IN * 0.38 / height
        figure.text(0.05 / width, middle, title, fontsize=_KEY_SIZE, va="center", ha="left")
        left = (0.1 + len(title) * _LETTER_IN) / width
    figure.legend(
        handles=list(handles), loc="lower left", bbox_to_anchor=(left, bottom), ncols=len(handles), frameon=False,
        fontsize=_KEY_SIZE, borderpad=0.2, borderaxespad=0.1, columnspacing=1.1, handlelength=1.4, handletextpad=0.4,
    )  # fmt: skip
