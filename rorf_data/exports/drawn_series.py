"""The bars, lines and points of a chart, drawn on matplotlib's axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rorf_data.exports.drawn_ground import GROUND, PATTERNS
from rorf_data.exports.plain_values import PlainChart, PlainSeries

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BARS_SHARE = 0.76
_LABEL_SIZE = 7.5
_MOST_LABELS = 30
_MOST_MARKERS = 40
_DASHES = {"solid": "-", "dash": "--", "dot": ":", "none": ""}


def draw_series(axes: Axes, plain: PlainChart) -> None:
    """Every series of the chart."""
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


def _draw_bars(
    axes: Axes,
    plain: PlainChart,
    series: PlainSeries,
    *,
    index: int = 0,
    of: int = 1,
    bottoms: list[float] | None = None,
) -> None:
    size = _BARS_SHARE / of
    shift = -_BARS_SHARE / 2 + size * (index + 0.5)
    known = [(place, float(value)) for place, value in enumerate(series.values) if value is not None]
    at = [place + shift for place, _ in known]
    values = [value for _, value in known]
    starts = [bottoms[place] for place, _ in known] if bottoms is not None else [0.0] * len(known)
    look: dict[str, Any] = {
        "color": series.colour, "hatch": PATTERNS.get(series.hatch), "edgecolor": "#FFFFFF", "linewidth": 0.4,
        "label": _named(series), "zorder": 2,
    }  # fmt: skip
    if plain.is_horizontal:
        axes.barh(at, values, height=size, left=starts, **look)
    else:
        axes.bar(at, values, width=size, bottom=starts, **look)
    if bottoms is None:
        _write(axes, plain, series.labels, at, values, [place for place, _ in known])
        return
    for place, value in known:
        bottoms[place] += value


def _draw_line(axes: Axes, plain: PlainChart, series: PlainSeries) -> None:
    across = list(series.places) or [*range(len(series.values))]
    values = [float("nan") if value is None else float(value) for value in series.values]
    if plain.is_horizontal:
        across, values = values, [float(place) for place in across]
    marker = "o" if series.form == "points" or (series.marker and len(values) <= _MOST_MARKERS) else ""
    axes.plot(
        across, values, color=series.colour, linestyle=_DASHES[series.dash] if series.form != "points" else "",
        linewidth=series.width, marker=marker, markersize=4.5, label=_named(series), zorder=3,
        drawstyle="steps-post" if series.form == "step" else "default",
    )  # fmt: skip
    if series.has_interval:
        _draw_interval(axes, plain, series, across)
    _write(axes, plain, series.labels, [float(place) for place in across], values)


def _draw_interval(axes: Axes, plain: PlainChart, series: PlainSeries, across: list[float]) -> None:
    for place, (low, high) in enumerate(zip(series.lows, series.highs, strict=True)):
        if low is None or high is None:
            continue
        ends = ([low, high], [place, place]) if plain.is_horizontal else ([across[place]] * 2, [low, high])
        axes.plot(*ends, color=series.colour, linewidth=1, alpha=0.7, zorder=2)


def _write(
    axes: Axes,
    plain: PlainChart,
    labels: tuple[str, ...],
    at: list[float],
    values: list[float],
    of: list[int] | None = None,
) -> None:
    """Words at the ends of bars or beside points, where they are few."""
    places = of if of is not None else [*range(len(values))]
    if not labels or len(values) > _MOST_LABELS:
        return
    for place, where, value in zip(places, at, values, strict=False):
        if place >= len(labels) or not labels[place] or value != value:
            continue
        point = (value, where) if plain.is_horizontal else (where, value)
        side: dict[str, Any]
        shift, side = ((3, 0), {"va": "center", "ha": "left"}) if plain.is_horizontal else ((0, 2), {"ha": "center"})
        axes.annotate(
            labels[place],
            point,
            xytext=shift,
            textcoords="offset points",
            fontsize=_LABEL_SIZE,
            color=GROUND.text,
            **side,
        )


def _named(series: PlainSeries) -> str:
    return series.name if series.is_in_legend else "_"
