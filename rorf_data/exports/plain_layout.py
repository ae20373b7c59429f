"""What stands around the values in a chart drawn for plotly: axes, titles, level lines, events and the key to them."""

from __future__ import annotations

import calendar
import html
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rorf_data.exports.plain_values import Event, PlainAxis, Reference

Trace = Mapping[str, Any]

_FORMATS = {",d": "#,##0", ",~r": "General", ".0%": "0%"}
_LARGE = 100
"""From here on nobody reads decimals at the ticks of an axis."""

_MARKUP = re.compile(r"<[^>]*>")


def without_markup(text: object) -> str:
    """A text of the figure as plain words on one line."""
    return html.unescape(_MARKUP.sub("", str(text).replace("<br>", " "))).strip()


def panels_of(layout: Trace) -> list[str]:
    """The numbers of the axes of small multiples, which alone have a domain of their own; "" is the first."""
    names = [name for name in layout if name.startswith("yaxis") and "domain" in layout[name]]
    return [name.removeprefix("yaxis") for name in names]


def axis_of(axis: Trace, title: str = "") -> PlainAxis:
    """An axis of values; ``title`` is what it is called where it has none of its own."""
    low, high = axis.get("range", (0, None))
    step = axis.get("dtick")
    return PlainAxis(
        title=title_of(axis) or title,
        low=float(low),
        high=None if high is None else float(high),
        step=float(step) if isinstance(step, int | float) else None,
        number_format=_FORMATS.get(axis.get("tickformat", ""), "General") if (high or 0) < _LARGE else _FORMATS[",d"],
    )


def title_of(axis: Trace) -> str:
    """The title of an axis, "" where it has none."""
    return str(axis.get("title", {}).get("text", ""))


def written_beside(layout: Trace, *, textangle: int | None) -> str:
    """The title that the panels share: upright along the left, or level below."""
    for one in layout["annotations"]:
        is_outside = "xshift" in one if textangle else one.get("yshift", 0) < 0
        if one.get("textangle") == textangle and is_outside:
            return without_markup(one["text"])
    return ""


def panel_name(layout: Trace, number: str) -> str:
    """What stands over the panel of this number, "" where nothing does."""
    own = f"y{number} domain"
    return next((without_markup(one["text"]) for one in layout["annotations"] if one.get("yref") == own), "")


def nothing_of(layout: Trace) -> str:
    """The sentence that stands where there is nothing to draw."""
    if layout.get("xaxis", {}).get("visible") is not False:
        return ""
    middle = [one for one in layout["annotations"] if (one.get("x"), one.get("y")) == (0.5, 0.5)]
    return without_markup(middle[0]["text"]) if middle else ""


def references_of(layout: Trace) -> tuple[Reference, ...]:
    """Level lines over the whole width, with what is written on each."""
    said = {one["y"]: without_markup(one["text"]) for one in layout["annotations"] if "yref" not in one and "y" in one}
    return tuple(
        Reference(float(shape["y0"]), said.get(shape["y0"], ""), shape["line"]["color"])
        for shape in layout["shapes"]
        if shape.get("xref") == "paper" and shape.get("y0") == shape.get("y1")
    )


def events_of(layout: Trace, keys: Sequence[str], number: str) -> tuple[Event, ...]:
    """The upright lines of dated events, each with the letter that the key explains; panels have no letters."""
    lines = [shape for shape in layout["shapes"] if shape.get("xref") == f"x{number}" and shape["x0"] == shape["x1"]]
    is_lettered = bool(lines) and not panels_of(layout)
    return tuple(
        Event(_place(line["x0"], keys), _event_letter(index) if is_lettered else "") for index, line in enumerate(lines)
    )


def _event_letter(index: int) -> str:
    """The letter that the chart's key gives the event of this number, counted from 0."""
    rounds, place = divmod(index, 26)
    return f"{chr(ord('A') + place)}{rounds or ''}"


def _place(at: str | float, keys: Sequence[str]) -> float:
    """How many categories lie before a day or before a place that is counted from the first category's middle."""
    if not isinstance(at, str):
        return float(at) + 0.5
    earlier = [index for index, key in enumerate(keys) if key <= at]
    if not earlier:
        return 0.0
    start, day = date.fromisoformat(keys[earlier[-1]]), date.fromisoformat(at)
    length = calendar.monthrange(start.year, start.month)[1] if start.day == 1 else 1
    return earlier[-1] + min(1.0, (day - start).days / length)


def notes_of(layout: Trace) -> tuple[str, ...]:
    """The key of the events, which stands above the plot."""
    keys = [one for one in layout["annotations"] if one.get("yref") == "paper" and one.get("yanchor") == "bottom"]
    lines = [line for one in keys if one.get("xref") == "paper" for line in str(one["text"]).split("<br>")]
    joined: list[str] = []
    for line in lines:
        if line.startswith("   ") and joined:
            joined[-1] += f" {without_markup(line)}"
        else:
            joined.append(without_markup(line))
    return tuple(joined)
