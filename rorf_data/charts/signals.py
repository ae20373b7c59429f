"""The region's calls in a window that moves on day by day, and from where on they would be unusual."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from rorf_data import palette
from rorf_data.charts.canvas import (
    Chart,
    add_hidden,
    canvas,
    cells,
    count_axis,
    days,
    drawn_of,
    label,
    numbers,
    redrawable,
    say_nothing_is_there,
    there,
    words,
)
from rorf_data.charts.drawing import Drawing
from rorf_data.charts.marks import with_month_marks
from rorf_data.disclosure.release import Released
from rorf_data.model import Period, in_words
from rorf_data.wording import HIDDEN, Cell, Number, Series, counted, extremes, opening, some_of

UNUSUAL = "unusual"
MARKER_SIZE = 9
_MILLISECONDS_A_DAY = 86_400_000


@redrawable
def rolling_calls_lines(released: Released) -> Chart:
    """Calls in the days up to each day as steps, the usual number and the limit of the unusual as thin lines.

    A ring marks the day from which on it was unusual, by what was on record in time. Where it was too few to say, the
    limit is a gap.
    """
    ends, totals = days(released, "day"), cells(released, "rolling_calls")
    figure = canvas()
    _add_calls(figure, released, ends, totals)
    _add_hidden_days(figure, ends, totals)
    if any(any(numbers(released, column)) for column in there(released, ["late_calls"])):
        _add_line(figure, released, ends, "signal_calls", color=palette.CALLS, dash="dot", width=1.5)
    _add_line(figure, released, ends, "unusual_from", color=palette.UNKNOWN, dash="dash", width=1.5)
    _add_line(figure, released, ends, "usual_calls", color=palette.UNKNOWN, dash="dot", width=1)
    begun = _begun(released)
    _add_rings(figure, ends, numbers(released, "signal_calls"), begun)
    limits = [number for number in numbers(released, "unusual_from") if number is not None]
    figure.update_layout(xaxis=_day_axis(ends), yaxis=count_axis(label(released, "rolling_calls"), [*totals, *limits]))
    if not ends:
        say_nothing_is_there(figure)
    chart = Chart(released.about.title, figure, _alt(released, ends, totals, begun), released)
    return with_month_marks(chart, list(Period(ends[0], ends[-1]).months()) if ends else [])


def _add_hidden_days(figure: Drawing, ends: Sequence[date], totals: Sequence[Cell]) -> None:
    hidden = [day for day, total in zip(ends, totals, strict=True) if isinstance(total, str)]
    places = {"x": _days(hidden), "width": [_MILLISECONDS_A_DAY] * len(hidden), "offset": [0] * len(hidden)}
    add_hidden(figure, places=places, texts=[f"To {in_words(day)}: {HIDDEN}" for day in hidden])


def _add_calls(figure: Drawing, released: Released, ends: Sequence[date], totals: Sequence[Cell]) -> None:
    rows = zip(ends, totals, cells(released, "usual_calls"), cells(released, "unusual_from"), strict=True)
    figure.add_scatter(
        x=_days(ends),
        y=drawn_of(totals),
        name=label(released, "rolling_calls"),
        mode="lines",
        line={"color": palette.CALLS, "width": 2.5, "shape": "hv"},
        customdata=[_in_words(*row) for row in rows],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _add_line(
    figure: Drawing, released: Released, ends: Sequence[date], column: str, *, color: str, dash: str, width: float
) -> None:
    figure.add_scatter(
        x=_days(ends),
        y=numbers(released, column),
        name=label(released, column),
        mode="lines",
        connectgaps=False,
        line={"color": color, "width": width, "dash": dash, "shape": "hv"},
        hoverinfo="skip",
    )


def _begun(released: Released) -> list[int]:
    """The places of the days that were unusual where the day before was not."""
    answers = [answer == UNUSUAL for answer in words(released, "signal_answer")]
    return [place for place, now in enumerate(answers) if now and not (place and answers[place - 1])]


def _add_rings(figure: Drawing, ends: Sequence[date], on_time: Sequence[Number], begun: Sequence[int]) -> None:
    if not begun:
        return
    figure.add_scatter(
        x=_days([ends[place] for place in begun]),
        y=[on_time[place] for place in begun],
        name="Unusual from this day on",
        mode="markers",
        marker={"symbol": "circle-open", "size": MARKER_SIZE, "color": palette.CALLS, "line": {"width": 2}},
        hoverinfo="skip",
    )


def _day_axis(ends: Sequence[date]) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "title": {"text": "Last day of the window"}, "type": "date", "tickformat": "%b\n%Y", "showgrid": False,
        "hoverformat": "%-d %B %Y", "tickangle": 0,
    }  # fmt: skip
    if ends:
        axis["range"] = [ends[0].isoformat(), (ends[-1] + timedelta(1)).isoformat()]
    return axis


def _days(ends: Sequence[date]) -> list[str]:
    return [day.isoformat() for day in ends]


def _in_words(day: date, calls: Cell, usual: Cell, limit: Cell) -> str:
    compared = "too few to say what is usual" if usual is None else f"usual {_usual(usual)}, unusual from {limit}"
    return f"To {in_words(day)}: {counted(calls, 'total_calls')}; {compared}"


def _usual(usual: int | float | str) -> str:
    return usual if isinstance(usual, str) else f"{usual:.1f}"


def _alt(released: Released, ends: Sequence[date], totals: Sequence[Cell], begun: Sequence[int]) -> str:
    title = released.about.title
    series = Series("total_calls", [in_words(day) for day in ends], totals, is_summed=False)
    first = f"{opening(released.about, 'line by day', title=title)} {extremes(series)}"
    if not ends:
        return first
    limit = numbers(released, "unusual_from")[-1]
    now = "" if limit is None else f" On the last day it took {limit} for unusual."
    if HIDDEN in words(released, "signal_answer"):
        return f"{first}{now} On which days it was unusual is {HIDDEN}."
    return f"{first}{now} {_begun_in_words([ends[place] for place in begun])}"


def _begun_in_words(starts: Sequence[date]) -> str:
    """``Unusual 2 times, from 27 October 2025 and 27 January 2026 on.``"""
    if not starts:
        return "On no day was it unusual."
    named = some_of([in_words(day) for day in starts])
    return f"Unusual from {named} on." if len(starts) == 1 else f"Unusual {len(starts)} times, from {named} on."
