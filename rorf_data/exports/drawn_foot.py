"""What stands below a drawn chart: the key to its looks, and in whole lines what its events and level lines are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rorf_data import palette
from rorf_data.charts.canvas import HIDDEN_NAME, NO_RECORD_NAME
from rorf_data.charts.marks import PROVISIONAL_NAME
from rorf_data.exports.drawn_ground import GROUND, HIDDEN_HATCH, NO_RECORD_HATCH, PROVISIONAL_HATCH
from rorf_data.exports.drawn_words import broken, width_of
from rorf_data.exports.plain_values import PlainChart

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.legend import Legend

SIZE = 7.5
_HANDLE = 22.0
_BETWEEN = 10.0
_EDGE = 4.0
_LETTERED = re.compile(r"([A-Z]\d*) (\d.*)")


def draw_foot(figure: Figure, plains: Sequence[PlainChart]) -> float:
    """Draw it along the lower edge; the share of the height that it takes. A chart of nothing has none."""
    if all(plain.says_nothing for plain in plains):
        return 0.0
    notes = _notes(plains)
    below = 0.0
    if notes:
        lines = _broken(figure, list(notes))
        below = _height(_legend(figure, list(notes.values()), lines, columns=1, bottom=0.0))
    entries = _entries(figure, plains)
    if not entries or not (plains[0].shows_legend or len(entries) > 1):
        return below
    names = _broken(figure, list(entries))
    legend = _legend(figure, list(entries.values()), names, columns=_columns(figure, names), bottom=below)
    return below + _height(legend)


def _notes(plains: Sequence[PlainChart]) -> dict[str, Any]:
    """Each line of words with what it explains: a level line, an event, or nothing drawn."""
    from matplotlib.lines import Line2D

    notes: dict[str, Any] = {}
    for line in dict.fromkeys(line for plain in plains if not plain.says_nothing for line in plain.references):
        notes[line.words] = Line2D([], [], color=line.colour, linestyle="--", linewidth=1)
    event = Line2D([], [], color=GROUND.quiet_text, linestyle=":", linewidth=1.2)
    unseen = Line2D([], [], linestyle="none")
    in_place = {said for plain in plains if plain.is_horizontal for said in _written_in_place(plain)}
    for note in dict.fromkeys(note for plain in plains for note in plain.notes):
        lettered = _LETTERED.fullmatch(note)
        if note in in_place:
            continue
        words = f"{lettered[1]}: {lettered[2]}" if lettered else note.removeprefix("┊ ")
        notes[words] = event if lettered or note.startswith("┊") else unseen
    return {words: handle for words, handle in notes.items() if words}


def _written_in_place(plain: PlainChart) -> Iterator[str]:
    """The notes that are words in place of a bar, which the picture itself has room for."""
    for series in plain.series:
        for name, words in zip(plain.categories, series.labels, strict=False):
            yield f"{name}, {series.name.lower()}: {words}"


def _entries(figure: Figure, plains: Sequence[PlainChart]) -> dict[str, Any]:
    """The look of each series, and of each kind of ground that any panel has."""
    handles: dict[str, Any] = {}
    for axes in figure.axes:
        for handle, name in zip(*axes.get_legend_handles_labels(), strict=True):
            handles.setdefault(name, handle)
    grounds: Mapping[str, tuple[bool, Any]] = {
        HIDDEN_NAME: (any(any(plain.hidden) for plain in plains), (palette.HIDDEN, HIDDEN_HATCH)),
        NO_RECORD_NAME: (any(any(plain.no_record) for plain in plains), (palette.NO_RECORD, NO_RECORD_HATCH)),
        PROVISIONAL_NAME: (any(any(plain.provisional) for plain in plains), (palette.PROVISIONAL, PROVISIONAL_HATCH)),
    }
    return handles | {name: _ground_patch(*look) for name, (is_there, look) in grounds.items() if is_there}


def _ground_patch(colour: str, hatch: str) -> Any:
    from matplotlib.patches import Patch

    return Patch(facecolor="none", edgecolor=colour, hatch=hatch, linewidth=0.4)


def _broken(figure: Figure, words: Sequence[str]) -> list[str]:
    room = figure.get_figwidth() * 72 - _HANDLE - 2 * _EDGE
    return [broken(one, room, SIZE) for one in words]


def _columns(figure: Figure, names: Sequence[str]) -> int:
    """As many columns as fit; they are filled downwards, one after the other."""
    room = figure.get_figwidth() * 72 - 2 * _EDGE
    for columns in range(len(names), 1, -1):
        if sum(_widths(names, columns)) <= room:
            return columns
    return 1


def _widths(names: Sequence[str], columns: int) -> list[float]:
    short, longer = divmod(len(names), columns)
    ends, start = [], 0
    for column in range(columns):
        ends.append((start, start + short + (column < longer)))
        start = ends[-1][1]
    return [_HANDLE + _BETWEEN + max(width_of(name, SIZE) for name in names[first:last]) for first, last in ends]


def _legend(figure: Figure, handles: Sequence[Any], names: Sequence[str], *, columns: int, bottom: float) -> Legend:
    legend = figure.legend(
        handles, names, loc="lower left", bbox_to_anchor=(0.0, bottom), ncols=columns, frameon=False, fontsize=SIZE,
        borderaxespad=0.0, borderpad=_EDGE / 2 / SIZE, handlelength=(_HANDLE - 6) / SIZE, handletextpad=6 / SIZE,
        columnspacing=_BETWEEN / SIZE, labelspacing=0.35, alignment="left",
    )  # fmt: skip
    legend.set_in_layout(False)
    return legend


def _height(legend: Legend) -> float:
    figure = legend.get_figure(root=True)
    assert figure is not None
    return float(legend.get_window_extent().height / figure.bbox.height)
