"""A chart or a map as an SVG drawn by matplotlib, without any browser, from the values of the native charts."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rorf_data import palette
from rorf_data.charts import Chart
from rorf_data.exports.drawn_foot import draw_foot
from rorf_data.exports.drawn_grid import draw_grid
from rorf_data.exports.drawn_ground import (
    GROUND,
    HIDDEN_HATCH,
    NO_RECORD_HATCH,
    PROVISIONAL_HATCH,
    TEXT_SIZE,
    draw_svg,
)
from rorf_data.exports.drawn_map import draw_map
from rorf_data.exports.drawn_series import draw_series, name_points
from rorf_data.exports.drawn_words import broken, width_of
from rorf_data.exports.plain_chart import plain_charts
from rorf_data.exports.plain_values import PlainAxis, PlainChart
from rorf_data.maps import TownMap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PANEL_COLUMNS = 3
_MOST_NAMES = 12
_MOST_IN_TWO = 6
_MOST_NAMED_ALL = 6
_GRID_SHARE = 0.6
_MOST_STEPS_OF_A_PANEL = 2
_SMALL = 7.5
_NARROW = 5.0


def drawn_svg(picture: Chart | TownMap, *, width_in: float, height_in: float, prefix: str) -> str:
    """The picture as an ``<svg>`` element of this size in inches, text as text; ``prefix`` stands before every id."""
    if isinstance(picture, TownMap):
        return draw_map(picture, width_in=width_in, height_in=height_in, prefix=prefix)
    plains = plain_charts(picture)
    return draw_svg(lambda figure: draw_chart(figure, plains), width_in=width_in, height_in=height_in, prefix=prefix)


def draw_chart(figure: Figure, plains: tuple[PlainChart, ...]) -> None:
    """The chart, or its panels beside and below each other, over the whole figure, and its key below."""
    said = {plain.says_nothing for plain in plains}
    if len(said) == 1 and "" not in said:
        plains = (replace(plains[0], panel=""),)
    is_wide = figure.get_figwidth() > _NARROW or len(plains) > _MOST_IN_TWO
    columns = min(_PANEL_COLUMNS if is_wide else 2, len(plains))
    rows = -(-len(plains) // columns)
    for place, plain in enumerate(plains, start=1):
        _draw_one(figure.add_subplot(rows, columns, place), plain, is_panel=len(plains) > 1)
    if len(plains) > 1:
        figure.supylabel(plains[0].up.title, fontsize=TEXT_SIZE)
        _spare_words(figure, plains, columns)
    below = draw_foot(figure, plains)
    layout: Any = figure.set_layout_engine
    layout("constrained", rect=(0, below, 1, 1 - below))
    _write_names(figure, plains)


def _spare_words(figure: Figure, plains: tuple[PlainChart, ...], columns: int) -> None:
    """Months below the lowest panels alone and numbers left of the first ones, since all have the same scales."""
    is_same = len({(plain.categories, plain.up) for plain in plains if not plain.says_nothing}) < 2
    for place, axes in enumerate(figure.axes):
        axes.tick_params(labelsize=_SMALL - 1)
        if is_same and place + columns < len(plains):
            axes.tick_params(labelbottom=False)
        if is_same and place % columns:
            axes.tick_params(labelleft=False)


def _write_names(figure: Figure, plains: tuple[PlainChart, ...]) -> None:
    """Names beside points, which can be placed only when everything else has its place."""
    if all(plain.kind != "points" or plain.says_nothing for plain in plains):
        return
    figure.draw_without_rendering()
    for axes, plain in zip(figure.axes, plains, strict=True):
        if plain.kind == "points" and not plain.says_nothing:
            name_points(axes, plain)


def _draw_one(axes: Axes, plain: PlainChart, *, is_panel: bool) -> None:
    if said := plain.says_nothing:
        axes.set_axis_off()
        axes.text(0.5, 0.5, textwrap.fill(said, 34), ha="center", va="center", transform=axes.transAxes)
        if is_panel:
            axes.set_title(plain.panel, fontsize=_SMALL + 1)
        return
    if plain.kind == "grid":
        draw_grid(axes, plain)
        _name_categories(axes, plain, down=False)
        return
    _draw_gaps(axes, plain)
    draw_series(axes, plain)
    for line in plain.references:
        axes.axhline(line.value, color=line.colour, linestyle="--", linewidth=1)
    for event in plain.events:
        axes.axvline(event.at - 0.5, color=GROUND.quiet_text, linestyle=":", linewidth=1.2)
        axes.text(event.at - 0.5, 1.0, event.letter, transform=axes.get_xaxis_transform(), ha="center", va="bottom")
    _dress(axes, plain, is_panel=is_panel)


def _draw_gaps(axes: Axes, plain: PlainChart) -> None:
    """Bands over the whole height where something is hidden, not on record, or still to come in."""
    band: Any = axes.axhspan if plain.is_horizontal else axes.axvspan
    for place in range(len(plain.categories)):
        if _is(plain.provisional, place):
            dots = {"edgecolor": palette.PROVISIONAL, "hatch": PROVISIONAL_HATCH}
            band(place - 0.5, place + 0.5, facecolor="none", linewidth=0, zorder=0, **dots)
        if _is(plain.hidden, place):
            band(place - 0.5, place + 0.5, facecolor="none", edgecolor=palette.HIDDEN, hatch=HIDDEN_HATCH, linewidth=0)
        elif _is(plain.no_record, place):
            hatch = {"edgecolor": palette.NO_RECORD, "hatch": NO_RECORD_HATCH}
            band(place - 0.5, place + 0.5, facecolor="none", linewidth=0, **hatch)


def _dress(axes: Axes, plain: PlainChart, *, is_panel: bool) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if is_panel and plain.panel:
        axes.set_title(plain.panel, fontsize=_SMALL + 1)
    if plain.is_horizontal:
        _name_categories(axes, plain, down=True)
        _set_numbers(axes, plain.up, across=True)
        axes.invert_yaxis()
        return
    _set_numbers(axes, plain.up, across=False, is_titled=not is_panel)
    if plain.kind == "points":
        _set_numbers(axes, plain.across, across=True)
    else:
        _name_categories(axes, plain, down=False)


def _name_categories(axes: Axes, plain: PlainChart, *, down: bool) -> None:
    names, axis = plain.categories, axes.yaxis if down else axes.xaxis
    room = _room_of(axes, plain)
    step = 1 if down else _step(names, room)
    width = room * 0.4 if down else room / max(1, len(names[::step])) * 0.92
    told = [broken(name, width, _SMALL) for name in names[::step]]
    axis.set_ticks(range(0, len(names), step), told, fontsize=_SMALL)
    (axes.set_ylim if down else axes.set_xlim)(-0.5, len(names) - 0.5)
    axes.tick_params(axis="y" if down else "x", length=0, pad=3 if down else 6)


def _room_of(axes: Axes, plain: PlainChart) -> float:
    """About how wide the plot is, in points."""
    figure: Any = axes.get_figure(root=True)
    whole = float(figure.get_figwidth()) * 72
    if plain.kind == "grid":
        return whole * _GRID_SHARE
    spec = axes.get_subplotspec()
    return whole / (spec.get_gridspec().ncols if spec else 1) - (24 if plain.panel else 50)


def _step(names: Sequence[str], room: float) -> int:
    """So many months lie between two that are named; what is no month is always named."""
    longest = max((width_of(name, _SMALL) for name in names), default=0.0)
    if len(names) <= _MOST_NAMED_ALL:
        longest = max((width_of(word, _SMALL) for name in names for word in name.split()), default=0.0)
    most = max(2, min(_MOST_NAMES, int(room / (longest + 7))))
    return max(1, -(-len(names) // most))


def _wider(numbers: PlainAxis) -> float | None:
    """A whole multiple of the step that leaves the few numbers that a small panel has room for."""
    if not numbers.step or numbers.high is None:
        return numbers.step
    times = max(1, -(-int((numbers.high - max(0.0, numbers.low)) / numbers.step) // _MOST_STEPS_OF_A_PANEL))
    return numbers.step * times


def _set_numbers(axes: Axes, numbers: PlainAxis, *, across: bool, is_titled: bool = True) -> None:
    from matplotlib.ticker import MaxNLocator, MultipleLocator, StrMethodFormatter

    axis, limits = (axes.xaxis, axes.set_xlim) if across else (axes.yaxis, axes.set_ylim)
    if numbers.high is not None:
        limits(numbers.low, numbers.high)
    step = numbers.step if is_titled else _wider(numbers)
    axis.set_major_locator(MultipleLocator(step) if step else MaxNLocator(6 if is_titled else 3))
    if numbers.step and numbers.step >= 1:
        axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.grid(axis="x" if across else "y", color=GROUND.grid, linewidth=0.8)
    axes.set_axisbelow(True)
    if is_titled:
        figure: Any = axes.get_figure(root=True)
        room = figure.get_figwidth() * 72 * 0.8 if across else figure.get_figheight() * 72 * 0.5
        axis.set_label_text(broken(numbers.title, room, TEXT_SIZE))


def _is(flags: tuple[bool, ...], place: int) -> bool:
    return place < len(flags) and flags[place]
