"""What all charts share: the empty canvas, the axes, and how a month without any record is drawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import pandas as pd
import plotly.graph_objects as go

from rorf_data import palette
from rorf_data.charts.drawing import Drawing
from rorf_data.disclosure.release import Released
from rorf_data.errors import DisclosureRefused
from rorf_data.model import Audience
from rorf_data.wording import HIDDEN, NO_RECORD, Cell, Number, known_numbers, month_in_words, plain_number

FEW_BARS = 13
NO_RECORD_NAME = "No record"
HIDDEN_NAME = "Hidden (too small to show, or protecting one)"
PARTS_HIDDEN_NAME = "Parts that are hidden"
_WHOLE_STEPS = (1, 2, 5)
_MOST_TICKS = 6
_CHART_HEIGHT = 380
_MONTHS_WITH_EVERY_LABEL = 6
_FULL_SHARE = 0.76
_SHARE_FOR_EACH_OF_FEW = 0.2
_MILLISECONDS_A_DAY = 86_400_000
_HIDDEN_AXIS = {"range": [0, 1], "visible": False, "fixedrange": True}


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure, its title, its words for those who can't see it, and the released frame that all were made from.

    The title names what is drawn, where the frame's own may name more than that. ``redraw`` draws the same of another
    frame; :func:`redrawable` sets it.
    """

    title: str
    drawing: Drawing
    alt: str
    released: Released
    redraw: Callable[[Released], Chart] | None = field(default=None, repr=False, compare=False)

    @property
    def figure(self) -> go.Figure:
        """The drawing as plotly's figure, made anew each time."""
        return self.drawing.figure()

    def redrawn(self, released: Released) -> Chart:
        """The same chart of another frame, such as the one that may be shared in place of the exact one.

        Series whose columns that frame lacks are left out; raises :class:`DisclosureRefused` where what the chart is
        about is among them.
        """
        if self.redraw is None:
            raise ValueError(f"“{self.title}” was not drawn by one of the chart functions")
        return self.redraw(released)


_P = ParamSpec("_P")


def redrawable(draw: Callable[Concatenate[Released, _P], Chart]) -> Callable[Concatenate[Released, _P], Chart]:
    """Make a chart function keep how it was called with what it draws, so that :meth:`Chart.redrawn` can call it.

    The function raises :class:`DisclosureRefused` where a column that it can't do without stayed inside.
    """

    @wraps(draw)
    def drawn(released: Released, /, *args: _P.args, **kwargs: _P.kwargs) -> Chart:
        try:
            chart = draw(released, *args, **kwargs)
        except KeyError as lacking:
            if not stayed_inside(released, column := str(lacking.args[0])):
                raise
            raise DisclosureRefused(inside_in_words(released, column)) from None
        return replace(chart, redraw=lambda other: drawn(other, *args, **kwargs))

    return drawn


def canvas(*, height: int = _CHART_HEIGHT, left: int = 64, hovermode: str = "x", barmode: str = "group") -> Drawing:
    """An empty figure with a steady height, the legend below, and no colour of text or grid of its own."""
    return Drawing(
        {
            "height": height,
            "margin": {"l": left, "r": 24, "t": 24, "b": 96},
            "hovermode": hovermode,
            "barmode": barmode,
            "bargap": 0.25,
            "dragmode": False,
            "showlegend": True,
            "legend": {
                "orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "xanchor": "left",
                "itemclick": False, "itemdoubleclick": False, "traceorder": "normal",
            },
        }
    )  # fmt: skip


def numbers(released: Released, column: str) -> list[Number]:
    """A column of the frame as plain numbers, None where there is no record or the number is hidden."""
    return drawn_of(cells(released, column))


def cells(released: Released, column: str) -> list[Cell]:
    """A column of the frame as words use it: plain numbers, "hidden" and, where there is no record, None."""
    hidden = released.is_hidden(column)
    return [
        HIDDEN if is_hidden else plain_number(cell)
        for cell, is_hidden in zip(released.frame[column], hidden, strict=True)
    ]


def drawn_of(values: Sequence[Cell]) -> list[Number]:
    """What is drawn of these values: nothing where one is hidden or missing."""
    return [None if isinstance(value, str) else value for value in values]


def words(released: Released, column: str) -> list[str]:
    """A column of words as text, "hidden" where they are hidden."""
    hidden = released.is_hidden(column)
    return [HIDDEN if is_hidden else str(cell) for cell, is_hidden in zip(released.frame[column], hidden, strict=True)]


def stayed_inside(released: Released, column: str) -> bool:
    """Whether a shared frame lacks a column that the exact one has."""
    lacks = column in released.about.labels and column not in released.frame
    return lacks and released.audience is Audience.SHARED


def inside_in_words(released: Released, column: str) -> str:
    """Why a picture can't be drawn of a shared frame."""
    about = released.about
    return f"“{about.title}” can't be drawn for sharing: “{about.labels[column]}” stays inside the programme."


def there(released: Released, columns: Sequence[str]) -> list[str]:
    """Those of these columns that the frame has; in an exact one that is all of them."""
    return [column for column in columns if not stayed_inside(released, column)]


def days(released: Released, column: str) -> list[date]:
    """A column of dates as plain dates."""
    return [pd.Timestamp(cell).date() for cell in released.frame[column]]


def label(released: Released, column: str) -> str:
    """The heading of a column, which has its unit in it."""
    return released.about.labels[column]


def month_texts(months: Sequence[date], values: Sequence[str]) -> list[str]:
    """``March 2026: 3 kits`` for each month."""
    return [f"{month_in_words(month)}: {value}" for month, value in zip(months, values, strict=True)]


def count_axis(title: str, values: Sequence[Cell]) -> dict[str, Any]:
    """A fixed axis from zero to a little over the highest value, whose ticks are whole numbers."""
    top = axis_top(values)
    return {"title": {"text": title}, "range": [0, top * 1.08], "dtick": whole_step(top), "tickformat": ",d"}


def measure_axis(title: str, values: Sequence[Cell]) -> dict[str, Any]:
    """A fixed axis from zero for a measure that may lie between whole numbers, such as days or a ratio."""
    top = axis_top(values, least=1)
    return {"title": {"text": title}, "range": [0, top * 1.08], "nticks": _MOST_TICKS, "tickformat": ",~r"}


def axis_top(values: Sequence[Cell], *, least: float = 4) -> float:
    """The highest value, or ``least`` where that is more, so that a single kit doesn't fill the picture."""
    return max([least, *known_numbers(values)])


def whole_step(top: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … that gives at most six ticks up to ``top``."""
    power = 0
    while True:
        for step in _WHOLE_STEPS:
            if top / (step * 10**power) <= _MOST_TICKS:
                return int(step * 10**power)
        power += 1


def month_axis(months: Sequence[date]) -> dict[str, Any]:
    """A date axis that labels months in their middle, each of them where there are few."""
    axis: dict[str, Any] = {
        "title": {"text": "Month"}, "type": "date", "tickformat": "%b\n%Y", "ticklabelmode": "period", "tickangle": 0,
        "hoverformat": "%B %Y", "showgrid": False,
    }  # fmt: skip
    if months:
        axis["range"] = [min(months).isoformat(), _month_after(max(months)).isoformat()]
    if len(set(months)) <= _MONTHS_WITH_EVERY_LABEL:
        axis["dtick"] = "M1"
    return axis


def in_month(months: Sequence[date]) -> dict[str, Any]:
    """What places a point in the middle of its month."""
    return {"x": [month.isoformat() for month in months], "xperiod": "M1", "xperiodalignment": "middle"}


def bars_in_month(months: Sequence[date], *, index: int = 0, of: int = 1, share: float | None = None) -> dict[str, Any]:
    """What places bar ``index`` of ``of`` beside each other in the middle ``share`` of its month.

    One to three months get slim bars, so that a lone month is no wall. Widths are given in milliseconds,
    because a month's own length moves them and a lone bar would get none.
    """
    share = share or min(_FULL_SHARE, _SHARE_FOR_EACH_OF_FEW * len(months))
    lengths = [(_month_after(month) - month).days * _MILLISECONDS_A_DAY for month in months]
    return {
        "x": [month.isoformat() for month in months],
        "width": [length * share / of for length in lengths],
        "offset": [length * ((1 - share) / 2 + share * index / of) for length in lengths],
    }


def add_no_record(figure: Drawing, *, places: dict[str, Any], texts: Sequence[str]) -> None:
    """Hatched grey bars over the whole height where there is no record, with a legend entry of their own.

    They stand on an axis of their own from 0 to 1, so that they neither stack on counts nor count for anything.
    """
    _add_grounds(figure, places, no_record_bar(texts))


def add_hidden(figure: Drawing, *, places: dict[str, Any], texts: Sequence[str]) -> None:
    """The same where a number is hidden, in a hatch of its own: the whole height, so that nothing tells the number."""
    is_named = any(trace.get("name") == HIDDEN_NAME for trace in figure.traces)
    _add_grounds(figure, places, hidden_bar(texts) | {"showlegend": not is_named})


def _add_grounds(figure: Drawing, places: dict[str, Any], bar: dict[str, Any]) -> None:
    if count := len(bar["customdata"]):
        figure.add_bar(**places, y=[1] * count, yaxis="y2", **bar)
        figure.update_layout(yaxis2=_HIDDEN_AXIS | {"overlaying": "y"})


def add_across(figure: Drawing, names: Sequence[str], bar: dict[str, Any]) -> None:
    """The same (:func:`no_record_bar`, :func:`hidden_bar`) over the whole width, where bars lie and have names."""
    if names:
        is_named = any(trace.get("name") == bar["name"] for trace in figure.traces)
        figure.add_bar(y=list(names), x=[1] * len(names), orientation="h", xaxis="x2", showlegend=not is_named, **bar)
        figure.update_layout(xaxis2=_HIDDEN_AXIS | {"overlaying": "x"})


def add_missing_months(figure: Drawing, months: Sequence[date], is_missing: Sequence[bool]) -> None:
    """The no-record bars of those months that have none."""
    missing = [month for month, is_gap in zip(months, is_missing, strict=True) if is_gap]
    add_no_record(
        figure, places=bars_in_month(missing, share=1), texts=month_texts(missing, [NO_RECORD] * len(missing))
    )


def add_hidden_months(figure: Drawing, months: Sequence[date], columns: Mapping[str, Sequence[Cell]]) -> None:
    """The bars of those months in which a number of these columns, by their names, is hidden."""
    places = hidden_places(columns)
    hidden = [months[place] for place in places]
    add_hidden(figure, places=bars_in_month(hidden, share=1), texts=month_texts(hidden, list(places.values())))


def add_hidden_beside(
    figure: Drawing, months: Sequence[date], name: str, values: Sequence[Cell], *, index: int, of: int
) -> None:
    """The same where bars stand beside each other: the hatch stands in the place of the bar that is hidden."""
    share = bars_in_month(months, index=index, of=of)
    chosen = [place for place, value in enumerate(values) if isinstance(value, str)]
    places = {part: [along[place] for place in chosen] for part, along in share.items()}
    add_hidden(figure, places=places, texts=[f"{month_in_words(months[place])}, {name}: {HIDDEN}" for place in chosen])


def hidden_places(columns: Mapping[str, Sequence[Cell]]) -> dict[int, str]:
    """The places in which anything is hidden, with what it is: ``hidden``, or of several columns ``Fatal: hidden``."""
    found: dict[int, list[str]] = {}
    for name, values in columns.items():
        for place, value in enumerate(values):
            if isinstance(value, str):
                found.setdefault(place, []).append(name)
    return {
        place: HIDDEN if len(columns) == 1 else f"{', '.join(names)}: {HIDDEN}"
        for place, names in sorted(found.items())
    }


def say_what_is_not_drawn(figure: Drawing, names: Sequence[str], *, one: str, several: str) -> None:
    """An entry of the legend that says how many are left out because something of them is hidden."""
    if names:
        said = f"1 {one}" if len(names) == 1 else f"{len(names)} {several}"
        figure.add_bar(x=[None], y=[None], name=f"Hidden: {said} not shown", marker=hidden_marker(), showlegend=True)


def say_if_all_is_hidden(figure: Drawing, *, shown: int, hidden: int) -> None:
    """A sentence in place of axes on which nothing stands: that nothing is on record, or that all of it is hidden."""
    if not shown:
        say_nothing_is_there(figure, *(["Every number of this picture is hidden."] if hidden else []))


def hidden_names(released: Released, *columns: str, name: str = "town") -> list[str]:
    """The names of the rows in which one of these columns is hidden."""
    hidden = [released.is_hidden(column) for column in columns]
    return [str(one) for one, *are_hidden in zip(released.frame[name], *hidden, strict=True) if any(are_hidden)]


def hidden_bar(texts: Sequence[str]) -> dict[str, Any]:
    """The name, the look and the hover texts of the bars that stand where a number is hidden."""
    return {
        "name": HIDDEN_NAME,
        "marker": hidden_marker(),
        "customdata": list(texts),
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def hidden_marker() -> dict[str, Any]:
    """The hatch of what is hidden: crossed lines, where what has no record has slanted ones."""
    return {
        "color": "rgba(0,0,0,0)",
        "line": {"width": 0},
        "pattern": {"shape": "x", "fgcolor": palette.HIDDEN, "fgopacity": 0.85, "size": 9, "solidity": 0.17},
    }


def no_record_bar(texts: Sequence[str]) -> dict[str, Any]:
    """The name, the look and the hover texts of no-record bars."""
    return {
        "name": NO_RECORD_NAME,
        "marker": no_record_marker(),
        "customdata": list(texts),
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def no_record_marker() -> dict[str, Any]:
    """The hatch of what has no record."""
    return {
        "color": "rgba(0,0,0,0)",
        "line": {"width": 0},
        "pattern": {"shape": "/", "fgcolor": palette.NO_RECORD, "fgopacity": 0.55, "size": 7, "solidity": 0.2},
    }


def part_marker(column: str) -> dict[str, Any]:
    """The look of a bar, or of one part of it; what is unknown or yet to come is hatched, so that it shows without
    colour.
    """
    marker: dict[str, Any] = {"color": palette.MEASURES[column]}
    if column.startswith("new_"):
        marker["pattern"] = {"shape": "/", "fillmode": "overlay", "fgcolor": "#FFFFFF", "size": 7, "solidity": 0.3}
    if column.startswith("unknown_"):
        marker["pattern"] = {"shape": "x", "fillmode": "overlay", "fgcolor": "#FFFFFF", "size": 7, "solidity": 0.12}
    return marker


def all_missing(*columns: Sequence[Cell]) -> list[bool]:
    """For each place, whether none of the columns has a record there; what is hidden is on record."""
    return [all(value is None for value in row) for row in zip(*columns, strict=True)]


def say_nothing_is_there(figure: Drawing, text: str = "Nothing is on record for this choice.") -> None:
    """A sentence in place of axes in a picture that has nothing to draw."""
    figure.update_layout(xaxis={"visible": False}, yaxis={"visible": False}, showlegend=False)
    figure.add_annotation(text=text, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False, font={"size": 15})


def left_margin(names: Sequence[str]) -> int:
    """Room for the longest of these names beside an axis, in pixels at a text size of 12."""
    return 48 + math.ceil(7.2 * max((len(name) for name in names), default=4))


def _month_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
