"""The region's calls in a window that moves on day by day, and from where on they would be unusual."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from rorf_data import palette
from rorf_data.charts.canvas import Chart, canvas, count_axis, days, label, numbers, redrawable, say_nothing_is_there
from rorf_data.charts.drawing import Drawing
from rorf_data.charts.marks import with_month_marks
from rorf_data.disclosure.release import Released
from rorf_data.model import Period, in_words
from rorf_data.wording import Number, Series, counted, extremes, opening, plain_number, some_of

UNUSUAL = "unusual"
MARKER_SIZE = 9


@redrawable
def rolling_calls_lines(released: Released) -> Chart:
    """Calls in the days up to each day as steps, the usual number and the limit of the unusual as thin lines.

    A ring marks the day from which on it was unusual, by what was on record in time. Where it was too few to say, the
    limit is a gap.
    """
    ends, totals = days(released, "day"), numbers(released, "rolling_calls")
    figure = canvas()
    _add_calls(figure, released, ends, totals)
    if any(numbers(released, "late_calls")):
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


def _add_calls(figure: Drawing, released: Released, ends: Sequence[date], totals: Sequence[Number]) -> None:
    rows = zip(ends, totals, numbers(released, "usual_calls"), numbers(released, "unusual_from"), strict=True)
    figure.add_scatter(
        x=_days(ends),
        y=list(totals),
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
    answers = [answer == UNUSUAL for answer in released.frame["signal_answer"]]
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


def _in_words(day: date, calls: Number, usual: Number, limit: Number) -> str:
    compared = "too few to say what is usual" if usual is None else f"usual {usual:.1f}, unusual from {limit}"
    return f"To {in_words(day)}: {counted(calls, 'total_calls')}; {compared}"


def _alt(released: Released, ends: Sequence[date], totals: Sequence[Number], begun: Sequence[int]) -> str:
    title = released.about.title
    series = Series("total_calls", [in_words(day) for day in ends], totals, is_summed=False)
    first = f"{opening(released.about, 'line by day', title=title)} {extremes(series)}"
    if not ends:
        return first
    limit = plain_number(released.frame["unusual_from"].iloc[-1])
    now = "" if limit is None else f" On the last day it took {limit} for unusual."
    return f"{first}{now} {_begun_in_words([ends[place] for place in begun])}"


def _begun_in_words(starts: Sequence[date]) -> str:
    """``Unusual 2 times, from 27 October 2025 and 27 January 2026 on.``"""
    if not starts:
        return "On no day was it unusual."
    named = some_of([in_words(day) for day in starts])
    return f"Unusual from {named} on." if len(starts) == 1 else f"Unusual {len(starts)} times, from {named} on."
