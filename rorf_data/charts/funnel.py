"""Each town's count against what it would have if all member towns were alike, with the limits of chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rorf_data import palette
from rorf_data.charts.canvas import (
    Chart,
    axis_top,
    canvas,
    count_axis,
    hidden_names,
    label,
    measure_axis,
    numbers,
    redrawable,
    say_if_all_is_hidden,
    say_what_is_not_drawn,
)
from rorf_data.charts.drawing import Drawing
from rorf_data.disclosure.release import Released
from rorf_data.measures.funnel import ACTION, WARNING, Standing, control_limits, outside_by_chance, standing
from rorf_data.wording import counted, number_in_words, opening, some_of

_HEIGHT = 440
_ROOM = 1.12
_POINTS_OF_A_LINE = 240
_MOST_NAMED = 3
_LINES = ((WARNING, "dash", "95 % by chance"), (ACTION, "dot", "99.8 % by chance"))

Place = tuple[str, int, float]
"""A town with its count and the count that is expected."""


@redrawable
def towns_funnel(released: Released, *, value: str) -> Chart:
    """A point for each town: across the count to be expected if all member towns were alike, upwards its own.

    ``value`` is the column of the counts; the expected ones are expected_count. Between a pair of lines lie so many of
    all towns by chance alone. Towns outside the inner pair are diamonds with their names, beside those of most people.
    """
    places = [
        (str(town), int(count), float(expected))
        for town, count, expected in zip(
            released.frame["town"], numbers(released, value), numbers(released, "expected_count"), strict=True
        )
        if count is not None and expected is not None
    ]
    figure = canvas(height=_HEIGHT, hovermode="closest")
    across = axis_top([expected for _, _, expected in places]) * _ROOM
    up = axis_top([*(count for _, count, _ in places), float(control_limits(across, WARNING)[1])]) * _ROOM
    if places:
        _add_limits(figure, across)
        _add_points(figure, places, value)
    hidden = hidden_names(released, value, "expected_count")
    say_what_is_not_drawn(figure, hidden, one="town", several="towns")
    say_if_all_is_hidden(figure, shown=len(places), hidden=len(hidden))
    figure.update_layout(
        xaxis=measure_axis(label(released, "expected_count"), [across]) | {"range": [0, across]},
        yaxis=count_axis(label(released, value), [up]) | {"range": [-0.04 * up, up]},
    )
    title = f"{label(released, value)}: each town against the region"
    first = opening(released.about, "a point for each town between the limits of chance", title=title)
    return Chart(title, figure, f"{first} {_in_words(places, value, hidden)}", released)


def _add_limits(figure: Drawing, across: float) -> None:
    expected = np.linspace(across / _POINTS_OF_A_LINE, across, _POINTS_OF_A_LINE)
    look = {"mode": "lines", "hoverinfo": "skip"}
    figure.add_scatter(
        x=[0, across], y=[0, across], name="As the region", line={"color": palette.UNKNOWN, "width": 1.5}, **look
    )
    for share, dash, name in _LINES:
        low, high = control_limits(expected, share)
        line = {"color": palette.UNKNOWN, "width": 1.5, "dash": dash}
        # Half way between the last count within and the first one outside, so that no point lies on a line.
        figure.add_scatter(x=expected.tolist(), y=(high + 0.5).tolist(), name=name, line=line, legendgroup=name, **look)
        lower = [count - 0.5 if count > 0 else None for count in low.tolist()]
        figure.add_scatter(
            x=expected.tolist(), y=lower, name=name, line=line, legendgroup=name, showlegend=False, **look
        )


def _add_points(figure: Drawing, places: Sequence[Place], value: str) -> None:
    is_outside = [standing(count, expected) is not Standing.WITHIN for _, count, expected in places]
    largest = sorted((expected for _, _, expected in places), reverse=True)[:_MOST_NAMED][-1]
    figure.add_scatter(
        x=[expected for _, _, expected in places],
        y=[count for _, count, _ in places],
        name="Towns",
        mode="markers+text",
        text=[
            town if outside or expected >= largest else ""
            for (town, _, expected), outside in zip(places, is_outside, strict=True)
        ],
        textposition="top center",
        cliponaxis=False,
        marker={
            "color": palette.MEASURES[value],
            "size": 10,
            "symbol": ["diamond" if outside else "circle" for outside in is_outside],
            "line": {"color": palette.LIGHT.background, "width": 1},
        },
        customdata=[_told(place, value) for place in places],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _told(place: Place, value: str) -> str:
    town, count, expected = place
    return f"{town}: {counted(count, value)}, {expected:,.1f} expected; {standing(count, expected)}"


def _in_words(places: Sequence[Place], value: str, hidden: Sequence[str]) -> str:
    left_out = f" Hidden, so not shown: {some_of(hidden)}." if hidden else ""
    if not places:
        return left_out.strip() or "There is no record to show."
    outside = [place for place in places if standing(place[1], place[2]) is not Standing.WITHIN]
    names = some_of([f"{town} ({number_in_words(count, value)})" for town, count, _ in outside])
    shown = " shown" if hidden else ""
    found = f"Outside the 95 % limits: {names}." if outside else f"No town{shown} lies outside the 95 % limits."
    by_chance = outside_by_chance([expected for _, _, expected in places], WARNING)
    return f"{found} By chance alone {by_chance:.1f} of {len(places)}{shown} would.{left_out}"
