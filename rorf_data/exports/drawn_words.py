"""Words on drawn pictures: how wide they are, where lines break, and where a name fits beside its point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from rorf_data.exports.drawn_ground import FONT, GROUND

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME_SIZE = 7.5
_LINE = 1.25
_AWAY = 4.5
_TRIES = (1.0, 2.4, 4.2, 6.5)
_WAYS = {
    "above": (0, 1), "right": (1, 0), "below": (0, -1), "left": (-1, 0),
    "above right": (1, 1), "below right": (1, -1), "above left": (-1, 1), "below left": (-1, -1),
}  # fmt: skip
_LEADER_FROM = 2


class Area(NamedTuple):
    """A rectangle on a picture, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Area) -> bool:
        """Whether the two have any ground in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def is_within(self, other: Area) -> bool:
        """Whether no part of it lies outside the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.bottom <= self.bottom and self.top <= other.top

    def is_free(self, taken: Sequence[Area], frame: Area) -> bool:
        """Whether it lies within the frame and meets nothing that is taken."""
        return self.is_within(frame) and not any(self.meets(other) for other in taken)


@lru_cache(maxsize=4096)
def width_of(words: str, size: float) -> float:
    """How wide the longest line of the words is, in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=FONT, size=size)
    lines = words.split("\n")
    return max(text_to_path.get_text_width_height_descent(line, font, ismath=False)[0] for line in lines)


def height_of(words: str, size: float) -> float:
    """How high the lines of the words are together, in points."""
    return (words.count("\n") + 1) * size * _LINE


def broken(words: str, room: float, size: float) -> str:
    """The words in lines of no more than this many points; a single longer word keeps a line of its own."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def write_names(
    axes: Axes, names: Sequence[tuple[str, float, float, str]], points: Sequence[tuple[float, float]]
) -> None:
    """Each name (with the place across and up of its point and the side wished for) where it covers nothing.

    ``points`` are all points that no name may cover. A name that finds room only further off gets a thin line to its
    point; one that finds none stands on the side wished for. The axes must have their final place and limits.
    """
    scale = 72 / axes.get_figure(root=True).dpi  # type: ignore[union-attr]  # they stand on a figure
    box = axes.get_window_extent()
    frame = Area(*(float(edge) * scale for edge in box.extents))
    spots = [_spot(axes, point, scale) for point in points]
    taken = [Area(x - 3, y - 3, x + 3, y + 3) for x, y in spots]
    for words, across, up, side in names:
        spot = _spot(axes, (across, up), scale)
        found = next((one for one in _offers(spot, words, side) if one[0].is_free(taken, frame)), None)
        area, tries = found or next(_offers(spot, words, side))
        taken.append(area)
        _write_name(axes, words, (across, up), spot, area, has_line=tries >= _LEADER_FROM)


def _spot(axes: Axes, point: tuple[float, float], scale: float) -> tuple[float, float]:
    x, y = axes.transData.transform(point)
    return float(x) * scale, float(y) * scale


def _offers(spot: tuple[float, float], words: str, side: str) -> Iterator[tuple[Area, int]]:
    """Where the name might stand, nearest first, and how far off that is."""
    width, height = width_of(words, NAME_SIZE), height_of(words, NAME_SIZE)
    wished = _WAYS.get(side, (0, 1))
    for far, times in enumerate(_TRIES):
        for x, y in (wished, *(way for way in _WAYS.values() if way != wished)):
            middle = spot[0] + x * (_AWAY * times + width / 2), spot[1] + y * (_AWAY * times + height / 2)
            yield (
                Area(middle[0] - width / 2, middle[1] - height / 2, middle[0] + width / 2, middle[1] + height / 2),
                far,
            )


def _write_name(
    axes: Axes, words: str, point: tuple[float, float], spot: tuple[float, float], area: Area, *, has_line: bool
) -> None:
    middle = ((area.left + area.right) / 2 - spot[0], (area.bottom + area.top) / 2 - spot[1])
    line: Any = {"arrowstyle": "-", "color": GROUND.quiet_text, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 3}
    axes.annotate(
        words, point, xytext=middle, textcoords="offset points", ha="center", va="center", fontsize=NAME_SIZE,
        color=GROUND.text, zorder=5, annotation_clip=False,
        arrowprops=line if has_line else None,
        bbox={"facecolor": GROUND.background, "alpha": 0.75, "linewidth": 0, "pad": 0.3},
    )  # fmt: skip
