"""The bars, lines and points of a chart, drawn on matplotlib's axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rorf_data import palette
from rorf_data.exports.drawn_ground import GROUND, HIDDEN_HATCH, PATTERNS
from rorf_data.exports.drawn_words import NAME_SIZE, width_of, write_names
from rorf_data.exports.plain_values import PlainChart, PlainSeries

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BARS_SHARE = 0.76
_MOST_LABELS = 30
_MOST_MARKERS = 40
_MOST_MARKERS_OF_A_PANEL = 14
_DASHES = {"solid": "-", "dash": "--", "dot": ":", "none": ""}
_SHAPES = {"circle": "o", "ring": "o", "square": "s", "diamond": "D", "": "o"}


def draw_series(axes: Axes, plain: PlainChart) -> None:
    """Every series of the chart; names beside points are for :func:`name_points`."""
    bars = [series for series in plain.series if series.form == "bar"]
    bottoms = [0.0] * len(plain.categories)
    for place, series in enumerate(bars):
        if plain.arrangement == "stacked":
            _draw_bars(axes, plain, series, bottoms=bottoms)
        else:
            of = 1 if plain.arrangement == "overlaid" else len(bars)
            _draw_bars(axes, plain, series, index=0 if of == 1 else place, of=of)
    for series in plain.series:
        if series.form != "bar":
            _draw_line(axes, plain, series)
    if plain.arrangement == "stacked" and bars:
        _write(axes, plain, plain.totals, [*range(len(bottoms))], bottoms)


def name_points(axes: Axes, plain: PlainChart) -> None:
    """The words beside the points of a chart of points, none over another; the axes must have their final place."""
    names, points = [], []
    for series in plain.series:
        pairs = list(zip(series.places, series.values, strict=True))
        points += [(place, float(value)) for place, value in pairs if value is not None and series.form == "points"]
        sides = series.sides or ("above",) * len(pairs)
        names += [
            (words, place, float(value), side)
            for words, (place, value), side in zip(series.labels, pairs, sides, strict=False)
            if words and value is not None
        ]
    write_names(axes, names, points)


def _draw_bars(
    axes: Axes,
    plain: PlainChart,
    series: PlainSeries,
    *,
    index: int = 0,
    of: int = 1,
    bottoms: list[float] | None = None,
) -> None:
    from matplotlib.patches import Rectangle

    size = _BARS_SHARE / of
    shift = -_BARS_SHARE / 2 + size * (index + 0.5)
    known = [(place, float(value)) for place, value in enumerate(series.values) if value is not None]
    at = [place + shift for place, _ in known]
    values = [value for _, value in known]
    starts = [bottoms[place] for place, _ in known] if bottoms is not None else [0.0] * len(known)
    look = _bar_look(series)
    shades = [paler(look["facecolor"]) if _is_provisional(series, place) else look["facecolor"] for place, _ in known]
    axes.add_patch(Rectangle((0, 0), 0, 0, label=_named(series), **look))
    if plain.is_horizontal:
        axes.barh(at, values, height=size, left=starts, **look | {"facecolor": shades})
    else:
        axes.bar(at, values, width=size, bottom=starts, **look | {"facecolor": shades})
    if bottoms is None:
        ends = [0.0 if value is None else float(value) for value in series.values]
        _write(axes, plain, series.labels, [place + shift for place in range(len(ends))], ends)
        return
    for place, value in known:
        bottoms[place] += value


def _bar_look(series: PlainSeries) -> dict[str, Any]:
    """Full with a pale hatch; what is hidden is the other way round, as everywhere."""
    look = {"facecolor": series.colour, "edgecolor": GROUND.background, "hatch": PATTERNS.get(series.hatch)}
    if series.colour == palette.HIDDEN:
        look = {"facecolor": GROUND.background, "edgecolor": palette.HIDDEN, "hatch": HIDDEN_HATCH}
    return look | {"linewidth": 0.4, "zorder": 2}


def paler(colour: str) -> str:
    """Half way to white, as bars of months are that more records are expected for."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{(part + 255) // 2:02X}" for part in parts)


def _is_provisional(series: PlainSeries, place: int) -> bool:
    return place < len(series.provisional) and series.provisional[place]


def _draw_line(axes: Axes, plain: PlainChart, series: PlainSeries) -> None:
    across = list(series.places) or [float(place) for place in range(len(series.values))]
    values = [float("nan") if value is None else float(value) for value in series.values]
    if plain.is_horizontal:
        across, values = values, across
    line = "" if series.form == "points" else _DASHES[series.dash]
    axes.plot(
        across, values, color=series.colour, linestyle=line, linewidth=series.width, zorder=3,
        drawstyle="steps-post" if series.form == "step" else "default", clip_on=not _is_inside(plain, across, values),
        **_marker(series, across, values, is_small=bool(plain.panel)), label=_named(series),
    )  # fmt: skip
    _draw_own_markers(axes, plain, series, across, values)
    if series.has_interval:
        _draw_interval(axes, plain, series, across)
    if plain.kind != "points":
        _write(axes, plain, series.labels, across, values)


def _marker(series: PlainSeries, across: Sequence[float], values: Sequence[float], *, is_small: bool) -> dict[str, Any]:
    """The marker of all points, or of those alone that no line reaches where there are many."""
    if series.form != "points" and not series.marker:
        return {}
    look: dict[str, Any] = {"marker": _SHAPES[series.marker], "markersize": 3.5 if is_small else 4.5}
    if series.marker == "ring":
        look["markerfacecolor"] = GROUND.background
    many = len(values) > (_MOST_MARKERS_OF_A_PANEL if is_small else _MOST_MARKERS)
    if many and series.form != "points":
        look["markevery"] = [place for place in range(len(values)) if _stands_alone(values, place)]
    return look


def _stands_alone(values: Sequence[float], place: int) -> bool:
    beside = [values[at] for at in (place - 1, place + 1) if 0 <= at < len(values)]
    return all(value != value for value in beside)


def _draw_own_markers(
    axes: Axes, plain: PlainChart, series: PlainSeries, across: Sequence[float], values: Sequence[float]
) -> None:
    """Over the points: hollow ones where more records are expected, and those with a shape of their own."""
    size = 3.5 if plain.panel else 4.5
    for place, (x, y) in enumerate(zip(across, values, strict=True)):
        own = series.markers[place] if place < len(series.markers) else ""
        is_hollow = _is_provisional(series, place) and (series.marker or series.form == "points")
        if y != y or x != x or not (own or is_hollow):
            continue
        fill = GROUND.background if is_hollow or own == "ring" else series.colour
        axes.plot(
            [x], [y], linestyle="", marker=_SHAPES.get(own or series.marker, "o"), markersize=size + 0.5, zorder=4,
            markerfacecolor=fill, markeredgecolor=series.colour, clip_on=not _is_inside(plain, [x], [y]),
        )  # fmt: skip


def _is_inside(plain: PlainChart, across: Sequence[float], values: Sequence[float]) -> bool:
    """Whether all lie within the axes, so that a marker on the very edge need not be cut."""
    if plain.is_horizontal:
        across, values = values, across
    spans = [(plain.up, values)] + ([(plain.across, across)] if plain.kind == "points" else [])
    return all(
        axis.high is not None and all(value != value or axis.low <= value <= axis.high for value in along)
        for axis, along in spans
    )


def _draw_interval(axes: Axes, plain: PlainChart, series: PlainSeries, across: Sequence[float]) -> None:
    for place, (low, high) in enumerate(zip(series.lows, series.highs, strict=True)):
        if low is None or high is None:
            continue
        ends = ([low, high], [place, place]) if plain.is_horizontal else ([across[place]] * 2, [low, high])
        axes.plot(*ends, color=series.colour, linewidth=1, alpha=0.7, zorder=2)


def _write(axes: Axes, plain: PlainChart, labels: Sequence[str], at: Sequence[float], values: Sequence[float]) -> None:
    """Words at the ends of bars, or at the axis where there is a word in place of a bar, where they are few."""
    if len(values) > _MOST_LABELS:
        return
    for words, where, value in zip(labels, at, values, strict=False):
        if not words or value != value:
            continue
        if not plain.is_horizontal and not _has_room(axes, words, len(values)):
            continue
        point = (value, where) if plain.is_horizontal else (where, value)
        side: dict[str, Any] = {"va": "bottom", "ha": "center"}
        axes.annotate(
            words, point, xytext=(3, 0) if plain.is_horizontal else (0, 2), textcoords="offset points",
            fontsize=NAME_SIZE, color=GROUND.text, zorder=4, annotation_clip=False,
            bbox={"facecolor": GROUND.background, "alpha": 0.7, "linewidth": 0, "pad": 0.2},
            **({"va": "center", "ha": "left"} if plain.is_horizontal else side),
        )  # fmt: skip


def _has_room(axes: Axes, words: str, count: int) -> bool:
    """Whether words above a bar keep to its own place."""
    room = axes.get_figure(root=True).get_figwidth() * 72 * 0.85  # type: ignore[union-attr]  # they stand on a figure
    return words.isdigit() or width_of(words, NAME_SIZE) < room / max(1, count)


def _named(series: PlainSeries) -> str:
    return series.name if series.is_in_legend else "_"
