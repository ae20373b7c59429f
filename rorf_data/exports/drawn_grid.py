"""A grid of months drawn by matplotlib: each cell of its kind, with its words wherever they can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rorf_data.exports.drawn_ground import GROUND
from rorf_data.exports.drawn_words import broken, width_of
from rorf_data.exports.plain_values import KindLook, PlainChart

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LARGEST, _SMALLEST = 7.5, 4.5
_NAMES_SHARE = 0.32


def draw_grid(axes: Axes, plain: PlainChart) -> None:
    """The cells of every row, the names of the rows beside them; names of columns are for the caller."""
    room = axes.get_figure(root=True).get_figwidth() * 72  # type: ignore[union-attr]  # they stand on a figure
    looks = {look.name: look for look in plain.looks}
    cell = room * (0.95 - _NAMES_SHARE) / max(1, len(plain.categories))
    size = _size_of_words(plain, cell)
    for down, series in enumerate(plain.series):
        for place, (kind, words) in enumerate(zip(series.kinds, series.labels, strict=True)):
            if look := looks.get(kind):
                _draw_cell(axes, look, place, down)
                _write_cell(axes, look, words, (place, down), size)
    axes.set_ylim(len(plain.series) - 0.5, -0.5)
    names = [broken(series.name, room * _NAMES_SHARE, _LARGEST) for series in plain.series]
    axes.yaxis.set_ticks(range(len(names)), names, fontsize=_LARGEST)
    axes.tick_params(axis="y", length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _size_of_words(plain: PlainChart, cell: float) -> float:
    """The size in points at which the longest words fit a cell this wide."""
    longest = max((width_of(words, _LARGEST) for series in plain.series for words in series.labels if words), default=1)
    return max(_SMALLEST, min(_LARGEST, _LARGEST * cell * 0.85 / longest))


def _draw_cell(axes: Axes, look: KindLook, place: int, down: int) -> None:
    from matplotlib.patches import Rectangle

    kind: dict[str, Any] = {
        "facecolor": look.fill or "none", "edgecolor": look.edge or "none",
        "hatch": "////" if look.hatch else None, "linewidth": look.edge_width,
    }  # fmt: skip
    axes.add_patch(Rectangle((place - 0.46, down - 0.46), 0.92, 0.92, **kind, label=look.name))


def _write_cell(axes: Axes, look: KindLook, words: str, at: tuple[int, int], size: float) -> None:
    if not words:
        return
    ground = {"facecolor": GROUND.background, "linewidth": 0, "pad": 0.6} if look.hatch else None
    axes.text(
        *at, words, ha="center", va="center", fontsize=size, fontweight="bold" if size > _LARGEST - 1 else "normal",
        color=GROUND.background if look.fill else GROUND.text, bbox=ground,
    )  # fmt: skip
