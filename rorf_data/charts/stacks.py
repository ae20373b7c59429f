"""Parts of a whole that are drawn on each other, where some of the parts may be hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rorf_data import palette
from rorf_data.charts.canvas import PARTS_HIDDEN_NAME, cells, hidden_marker, label, there
from rorf_data.charts.drawing import Drawing
from rorf_data.disclosure.release import Released
from rorf_data.wording import HIDDEN, Cell, Number, counted, known_numbers

_PALE = "rgba(138, 127, 142, 0.28)"


@dataclass(frozen=True, slots=True)
class Stack:
    """What is drawn of each part (by its column), and on top of them what hidden parts come to together, in words too.

    Where a single part is hidden, the whole is drawn as one, so that the rest of the bar doesn't tell it; where the
    whole is hidden, none of its parts is drawn.
    """

    parts: Mapping[str, Sequence[Number]]
    rest: Sequence[Number]
    told: Sequence[str]

    def in_order(self, order: Sequence[int]) -> Stack:
        """The same, its bars in this order of their places."""
        parts = {part: [values[place] for place in order] for part, values in self.parts.items()}
        return Stack(parts, [self.rest[place] for place in order], [self.told[place] for place in order])

    def add_rest(self, figure: Drawing, places: Mapping[str, Any], *, is_across: bool = False) -> None:
        """Draw the hidden parts together, on bars that stand or lie in these places; nothing where there are none."""
        if not any(value is not None for value in self.rest):
            return
        along = {"x": list(self.rest), "orientation": "h"} if is_across else {"y": list(self.rest)}
        figure.add_bar(
            **places,
            **along,
            name=PARTS_HIDDEN_NAME,
            marker=_rest_marker(),
            customdata=list(self.told),
            hovertemplate="%{customdata}<extra></extra>",
        )


def _rest_marker() -> dict[str, Any]:
    """The hatch of what is hidden on a pale ground in a frame, because here the height means something."""
    hatch = hidden_marker()
    return hatch | {
        "pattern": hatch["pattern"] | {"bgcolor": _PALE},
        "line": {"width": 1, "color": palette.HIDDEN},
    }


def stack_of(released: Released, parts: Sequence[str], total: str, *, names: Sequence[str]) -> Stack:
    """The parts of the column ``total``; ``names`` are those of the rows, for the words.

    Where the column of a part stayed inside, the total is the only part.
    """
    left = parts_left(released, parts) or [total]
    totals, of_each = cells(released, total), {part: cells(released, part) for part in left}
    rows = [_row({part: of_each[part][place] for part in of_each}, one) for place, one in enumerate(totals)]
    return Stack(
        {part: [drawn[part] for drawn, _ in rows] for part in left},
        [rest for _, rest in rows],
        [_told(released, name, of_each, place, total) for place, name in enumerate(names)],
    )


def parts_left(released: Released, parts: Sequence[str]) -> list[str]:
    """The parts that a bar can be made of: all of them, or none where the column of one stayed inside."""
    left = there(released, parts)
    return left if len(left) == len(parts) else []


def _row(parts: Mapping[str, Cell], total: Cell) -> tuple[dict[str, Number], Number]:
    """What is drawn of each part of one bar, and the rest."""
    hidden = [part for part, value in parts.items() if isinstance(value, str)]
    drawn = {part: None if isinstance(value, str) else value for part, value in parts.items()}
    if isinstance(total, str):
        return dict.fromkeys(parts), None
    if not hidden or total is None:
        return drawn, None
    if len(hidden) == 1:
        return dict.fromkeys(parts), total
    return drawn, total - sum(known_numbers(list(parts.values())))


def _told(released: Released, name: str, parts: Mapping[str, Sequence[Cell]], place: int, total: str) -> str:
    hidden = [label(released, part) for part, values in parts.items() if isinstance(values[place], str)]
    return f"{name}: {counted(cells(released, total)[place], total)}; {HIDDEN}: {', '.join(hidden)}"
