"""A map of the towns drawn by matplotlib, from the very outlines, shades and names of the map's own figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rorf_data.exports.drawn_ground import GROUND, PATTERNS, bare_axes, draw_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    from rorf_data.maps import TownMap

_PIXELS_PER_INCH = 100
_POINTS = 72 / _PIXELS_PER_INCH
_LEGEND_ROW_IN = 0.24
_NAME_SIZE = 7.5
_KEY_SIZE = 8
_LETTER_IN = 0.058
_TAG = re.compile(r"<[^>]*>")


def draw_map(town_map: TownMap, *, width_in: float, height_in: float, prefix: str) -> str:
    """The map as an SVG of this size in inches; the key stands below it."""
    drawn = town_map.figure.to_dict()
    return draw_svg(
        lambda figure: _draw(figure, drawn["data"], drawn["layout"]),
        width_in=width_in,
        height_in=height_in,
        prefix=prefix,
    )


def _draw(figure: Figure, traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> None:
    width, height = figure.get_size_inches()
    rows = _legend_rows(traces, layout, width)
    below = len(rows) * _LEGEND_ROW_IN + 0.08
    axes = bare_axes(figure, (0.0, below / height, 1.0, 1 - below / height))
    axes.set_xlim(layout["xaxis"]["range"])
    axes.set_ylim(layout["yaxis"]["range"])
    axes.set_aspect(layout["yaxis"]["scaleratio"], adjustable="box")
    for trace in traces:
        if trace.get("fill") == "toself":
            _add_outline(axes, trace)
        elif trace["type"] == "scatter":
            _add_symbols(axes, trace, size=_shrunk(width, height - below))
    for name in layout.get("annotations", ()):
        _add_name(axes, name, size=_shrunk(width, height - below))
    for place, (title, handles) in enumerate(rows):
        _add_legend(figure, title, handles, bottom=(len(rows) - 1 - place) * _LEGEND_ROW_IN / height)


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


def _add_name(axes: Axes, name: Mapping[str, Any], *, size: float) -> None:
    top = name.get("yanchor") == "top"
    axes.annotate(
        _TAG.sub("", name["text"].replace("<br>", "\n")),
        (name["x"], name["y"]),
        xytext=(0, name.get("yshift", 0) * _POINTS * size),
        textcoords="offset points",
        ha="center",
        va="top" if top else "center",
        fontsize=_NAME_SIZE,
        linespacing=1.1,
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
    look = _hatched(pattern) if pattern.get("shape") else {"facecolor": marker["color"], "edgecolor": GROUND.border}
    return Patch(**look, linewidth=0.6, label=trace["name"])


def _add_legend(figure: Figure, title: str, handles: Sequence[Any], *, bottom: float) -> None:
    width, height = figure.get_size_inches()
    left = 0.0
    if title:
        middle = bottom + _LEGEND_ROW_IN / 2 / height
        figure.text(0.05 / width, middle, title, fontsize=_KEY_SIZE, va="center", ha="left")
        left = (0.1 + len(title) * _LETTER_IN) / width
    figure.legend(
        handles=list(handles), loc="lower left", bbox_to_anchor=(left, bottom), ncols=len(handles), frameon=False,
        fontsize=_KEY_SIZE, borderpad=0.2, borderaxespad=0.1, columnspacing=1.1, handlelength=1.4, handletextpad=0.4,
    )  # fmt: skip
