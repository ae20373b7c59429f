"""A chart or a map as an SVG drawn by matplotlib, without any browser, from the values of the native charts."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from rorf_data import palette
from rorf_data.charts import Chart
from rorf_data.exports.drawn_ground import GROUND, HIDDEN_HATCH, NO_RECORD_HATCH, draw_svg
from rorf_data.exports.drawn_map import draw_map
from rorf_data.exports.drawn_series import draw_series
from rorf_data.exports.plain_chart import plain_charts
from rorf_data.exports.plain_values import PlainAxis, PlainChart
from rorf_data.maps import TownMap
from rorf_data.wording import HIDDEN, NO_RECORD

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PANEL_COLUMNS = 3
_MOST_NAMES = 12
_LETTERS_AN_INCH = 15
_SMALL = 7.5


def drawn_svg(picture: Chart | TownMap, *, width_in: float, height_in: float, prefix: str) -> str:
    """The picture as an ``<svg>`` element of this size in inches, text as text; ``prefix`` stands before every id."""
    if isinstance(picture, TownMap):
        return draw_map(picture, width_in=width_in, height_in=height_in, prefix=prefix)
    plains = plain_charts(picture)
    return draw_svg(lambda figure: _draw(figure, plains), width_in=width_in, height_in=height_in, prefix=prefix)


def _draw(figure: Figure, plains: tuple[PlainChart, ...]) -> None:
    columns = min(_PANEL_COLUMNS, len(plains)) if figure.get_figwidth() > 5 else min(2, len(plains))
    rows = -(-len(plains) // columns)
    figure.set_layout_engine("constrained")
    for place, plain in enumerate(plains, start=1):
        _draw_one(figure.add_subplot(rows, columns, place), plain, is_panel=len(plains) > 1)
    _draw_legend(figure, plains)


def _draw_one(axes: Axes, plain: PlainChart, *, is_panel: bool) -> None:
    if said := plain.says_nothing:
        axes.set_axis_off()
        axes.text(0.5, 0.5, textwrap.fill(said, 34), ha="center", va="center", transform=axes.transAxes)
        return
    if plain.kind == "grid":
        _draw_grid(axes, plain)
        return
    _draw_gaps(axes, plain)
    draw_series(axes, plain)
    for line in plain.references:
        axes.axhline(line.value, color=line.colour, linestyle="--", linewidth=1)
        words = textwrap.fill(line.words, 60)
        axes.text(1, line.value, words, transform=axes.get_yaxis_transform(), ha="right", va="bottom", size=_SMALL)
    for event in plain.events:
        axes.axvline(event.at - 0.5, color=GROUND.quiet_text, linestyle=":", linewidth=1.2)
        axes.text(event.at - 0.5, 1.0, event.letter, transform=axes.get_xaxis_transform(), ha="center", va="bottom")
    _dress(axes, plain, is_panel=is_panel)


def _draw_gaps(axes: Axes, plain: PlainChart) -> None:
    """Bands over the whole height where something is hidden, not on record, or still to come in."""
    band: Any = axes.axhspan if plain.is_horizontal else axes.axvspan
    for place in range(len(plain.categories)):
        if _is(plain.provisional, place):
            band(place - 0.5, place + 0.5, facecolor="#E3EAF6", edgecolor="none", zorder=0)
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
    room = axes.get_figure(root=True).get_figwidth()  # type: ignore[union-attr]  # they stand on a figure
    if plain.panel:
        room /= _PANEL_COLUMNS if room > 5 else 2
    most = len(names) if down else max(2, min(_MOST_NAMES, int(room * 1.6)))
    step = max(1, -(-len(names) // most))
    width = 26 if down else max(6, int(room * _LETTERS_AN_INCH / max(1, len(names[::step])) * 0.8))
    axis.set_ticks(range(0, len(names), step), [textwrap.fill(name, width) for name in names[::step]], fontsize=_SMALL)
    (axes.set_ylim if down else axes.set_xlim)(-0.5, len(names) - 0.5)
    axes.tick_params(axis="y" if down else "x", length=0)


def _set_numbers(axes: Axes, numbers: PlainAxis, *, across: bool, is_titled: bool = True) -> None:
    from matplotlib.ticker import MaxNLocator, MultipleLocator, StrMethodFormatter

    axis, limits = (axes.xaxis, axes.set_xlim) if across else (axes.yaxis, axes.set_ylim)
    if numbers.high is not None:
        limits(numbers.low, numbers.high)
    axis.set_major_locator(MultipleLocator(numbers.step) if numbers.step else MaxNLocator(6))
    if numbers.step and numbers.step >= 1:
        axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.grid(axis="x" if across else "y", color=GROUND.grid, linewidth=0.8)
    axes.set_axisbelow(True)
    if is_titled:
        figure: Any = axes.get_figure(root=True)
        room = figure.get_figwidth() * 11 if across else figure.get_figheight() * 7
        axis.set_label_text(textwrap.fill(numbers.title, min(48, int(room))))


def _draw_grid(axes: Axes, plain: PlainChart) -> None:
    """A table of coloured cells with their words, such as which report is in."""
    from matplotlib.patches import Rectangle

    looks = {look.name: look for look in plain.looks}
    for down, series in enumerate(plain.series):
        for place, kind in enumerate(series.kinds):
            look = looks.get(kind)
            if look is None:
                continue
            axes.add_patch(
                Rectangle(
                    (place - 0.46, down - 0.46), 0.92, 0.92, facecolor=look.fill or "none",
                    edgecolor=look.edge or "none", hatch="////" if look.hatch else None, linewidth=look.edge_width,
                    label=kind,
                )
            )  # fmt: skip
    axes.set_ylim(len(plain.series) - 0.5, -0.5)
    axes.yaxis.set_ticks(
        range(len(plain.series)), [textwrap.fill(series.name, 26) for series in plain.series], fontsize=_SMALL
    )
    _name_categories(axes, plain, down=False)
    for side in axes.spines.values():
        side.set_visible(False)


def _draw_legend(figure: Figure, plains: tuple[PlainChart, ...]) -> None:
    from matplotlib.patches import Patch

    handles: dict[str, Any] = {}
    for axes in figure.axes:
        for handle, name in zip(*axes.get_legend_handles_labels(), strict=True):
            handles.setdefault(name, handle)
    if any(any(plain.hidden) for plain in plains):
        handles[HIDDEN] = Patch(facecolor="none", edgecolor=palette.HIDDEN, hatch=HIDDEN_HATCH)
    if any(any(plain.no_record) for plain in plains):
        handles[NO_RECORD] = Patch(facecolor="none", edgecolor=palette.NO_RECORD, hatch=NO_RECORD_HATCH)
    if any(any(plain.provisional) for plain in plains):
        handles["more records are expected"] = Patch(facecolor="#E3EAF6")
    if handles and (plains[0].shows_legend or len(handles) > 1):
        columns = max(1, int(figure.get_figwidth() // 2))
        figure.legend(
            list(handles.values()), [textwrap.fill(name, 34) for name in handles],
            loc="outside lower left", ncols=columns, frameon=False, fontsize=_SMALL,
        )  # fmt: skip


def _is(flags: tuple[bool, ...], place: int) -> bool:
    return place < len(flags) and flags[place]
