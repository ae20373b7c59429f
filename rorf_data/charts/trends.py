"""How a count goes over time: for the region or one town as one line, for several towns as small multiples.

Several towns are never lines in one picture. With one to five calls a year in a town, eleven lines of whole numbers lie
upon each other and neither colour nor dash tells them apart. One panel for each town on one scale stays readable from
two towns to all of them, in print without colour too, and leaves colour free to mean the measure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rorf_data import palette
from rorf_data.charts.canvas import (
    FEW_BARS,
    HIDDEN_NAME,
    NO_RECORD_NAME,
    Chart,
    add_hidden,
    add_hidden_months,
    add_missing_months,
    add_no_record,
    all_missing,
    axis_top,
    bars_in_month,
    canvas,
    cells,
    count_axis,
    days,
    drawn_of,
    hidden_marker,
    in_month,
    label,
    month_axis,
    month_texts,
    no_record_marker,
    redrawable,
    say_nothing_is_there,
    whole_step,
)
from rorf_data.charts.drawing import Drawing
from rorf_data.charts.marks import Span, with_marks, with_month_marks
from rorf_data.disclosure.release import Released
from rorf_data.model import Feed, add_months
from rorf_data.wording import (
    HIDDEN,
    NO_RECORD,
    Cell,
    Series,
    counted,
    extremes,
    known_numbers,
    month_in_words,
    opening,
    some_of,
)

_PANEL_HEIGHTS = {1: 250, 2: 180}
_PANEL_HEIGHT = 132
_PANEL_COLUMNS = 3
_PANELS_ABOVE_AND_BELOW = 118
_GAP_BETWEEN_COLUMNS = 0.06
_MOST_MARKERS = 40
_GROUNDS = {None: (NO_RECORD_NAME, no_record_marker()), HIDDEN: (HIDDEN_NAME, hidden_marker())}
"""Name and look of the ground where a value is missing, and where it is hidden."""

_FEEDS = {
    "total_kits": [Feed.DISTRIBUTIONS],
    "kits_12_months": [Feed.DISTRIBUTIONS],
    "total_requests": [Feed.REQUESTS],
    "total_calls": [Feed.CALLS],
}
"""What a town's months rest on, where their frame tells of more."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One area's values in order of time."""

    area: str
    starts: Sequence[date]
    names: Sequence[str]
    values: Sequence[Cell]

    def where(self, kind: str | None) -> list[int]:
        """The places where the value is hidden (:data:`HIDDEN`), or missing (None)."""
        return [place for place, value in enumerate(self.values) if value == kind]


@redrawable
def trend_lines(released: Released, *, value: str, is_rolling: bool = True) -> Chart:
    """A measure by month, quarter or year: one line for one area, a panel for each area where there are several.

    ``value`` is the column drawn. ``is_rolling`` says that each point covers the 12 months up to its own, so that no
    total is given in words; it is the default, because a total of spans that overlap would be wrong. Spans without a
    record are gaps under a hatch; spans with none to report stand at 0.
    """
    lines = _lines_of(released, value)
    figure = _panels(released, value, lines) if len(lines) > 1 else _single(released, value, lines)
    alt = _trend_alt(released, value, lines, is_summed=not is_rolling)
    return _with_marks(Chart(released.about.title, figure, alt, released), lines)


@redrawable
def town_by_month_bars(released: Released, *, value: str = "total_kits") -> Chart:
    """One town's months as bars, numbered where they are few; ``value`` is the column drawn."""
    months, values = days(released, "month_start"), cells(released, value)
    figure = canvas()
    figure.add_bar(
        **bars_in_month(months),
        y=drawn_of(values),
        name=label(released, value),
        marker_color=palette.MEASURES[value],
        customdata=month_texts(months, [counted(number, value) for number in values]),
        hovertemplate="%{customdata}<extra></extra>",
        **_numbers_on(values, few=len(months) <= FEW_BARS),
    )
    add_missing_months(figure, months, all_missing(values))
    add_hidden_months(figure, months, {label(released, value): values})
    figure.update_layout(xaxis=month_axis(months), yaxis=count_axis(label(released, value), values))
    if not months:
        say_nothing_is_there(figure)
    series = Series(value, [month_in_words(month) for month in months], values)
    title = f"{label(released, value)} by month"
    alt = f"{opening(released.about, 'bars by month', title=title)} {extremes(series)}"
    return with_month_marks(Chart(title, figure, alt, released), months, feeds=_FEEDS.get(value, []))


def _with_marks(chart: Chart, lines: Sequence[_Line]) -> Chart:
    if not lines or _is_monthly(lines[0]):
        return with_month_marks(chart, lines[0].starts if lines else [], panels=len(lines))
    length = 3 if " Q" in lines[0].names[0] else 12
    ends = [add_months(start, length) - timedelta(days=1) for start in lines[0].starts]
    spans = [Span(*span) for span in zip(lines[0].starts, ends, lines[0].names, strict=True)]
    return with_marks(chart, spans, panels=len(lines))


def _numbers_on(values: Sequence[Cell], *, few: bool) -> dict[str, object]:
    if not few:
        return {}
    texts = ["" if number is None else f"{number:,}" for number in drawn_of(values)]
    return {"text": texts, "textposition": "outside", "cliponaxis": False}


def _lines_of(released: Released, value: str) -> list[_Line]:
    frame = released.frame
    if frame.empty:
        return []
    areas = list(dict.fromkeys(frame["town"])) if "town" in frame else [released.about.towns]
    return [_line_of(released, value, area) for area in areas]


def _line_of(released: Released, value: str, area: str) -> _Line:
    chosen = [
        index for index, name in enumerate(released.frame.get("town", [area] * len(released.frame))) if name == area
    ]
    starts, values = days(released, "period_start"), cells(released, value)
    names = [_span_in_words(starts[i], str(released.frame["period"].iloc[i])) for i in chosen]
    return _Line(area, [starts[i] for i in chosen], names, [values[i] for i in chosen])


def _span_in_words(start: date, name: str) -> str:
    return month_in_words(start) if name == f"{start:%b %Y}" else name


def _is_monthly(line: _Line) -> bool:
    gaps = [(later - earlier).days for earlier, later in zip(line.starts, line.starts[1:], strict=False)]
    return all(gap <= 31 for gap in gaps) if gaps else line.names[0] == month_in_words(line.starts[0])


def _places(line: _Line, chosen: Sequence[int]) -> dict[str, object]:
    if _is_monthly(line):
        return in_month([line.starts[i] for i in chosen])
    return {"x": [line.names[i] for i in chosen]}


def _bar_places(line: _Line, chosen: Sequence[int]) -> dict[str, object]:
    if _is_monthly(line):
        return bars_in_month([line.starts[i] for i in chosen], share=1)
    return {"x": [line.names[i] for i in chosen], "width": [1] * len(chosen)}


def _single(released: Released, value: str, lines: Sequence[_Line]) -> Drawing:
    figure = canvas()
    title = label(released, value)
    if not lines:
        say_nothing_is_there(figure)
        return figure
    line = lines[0]
    figure.add_scatter(**_drawn(line, value), name=title, showlegend=True)
    gaps, hidden = line.where(None), line.where(HIDDEN)
    add_no_record(figure, places=_bar_places(line, gaps), texts=[f"{line.names[i]}: {NO_RECORD}" for i in gaps])
    add_hidden(figure, places=_bar_places(line, hidden), texts=[f"{line.names[i]}: {HIDDEN}" for i in hidden])
    figure.update_layout(xaxis=_time_axis(line), yaxis=count_axis(title, line.values))
    return figure


def _drawn(line: _Line, value: str) -> dict[str, object]:
    return {
        **_places(line, range(len(line.starts))),
        "y": drawn_of(line.values),
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"color": palette.MEASURES[value], "width": 2.5},
        "marker": {"size": 7 if len(line.starts) <= _MOST_MARKERS else 4},
        "customdata": [f"{name}: {counted(n, value)}" for name, n in zip(line.names, line.values, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _time_axis(line: _Line) -> dict[str, object]:
    if _is_monthly(line):
        return month_axis(line.starts)
    return {"title": {"text": "Period"}, "type": "category", "showgrid": False, "categoryarray": list(line.names)}


def _panels(released: Released, value: str, lines: Sequence[_Line]) -> Drawing:
    columns = min(_PANEL_COLUMNS, len(lines))
    rows = math.ceil(len(lines) / columns)
    figure = canvas(height=rows * _PANEL_HEIGHTS.get(rows, _PANEL_HEIGHT) + _PANELS_ABOVE_AND_BELOW)
    top = axis_top([number for line in lines for number in line.values])
    for index, line in enumerate(lines):
        _add_panel(figure, line, value, index=index, top=top, showlegend=index == 0, name=label(released, value))
        is_lowest = index + columns >= len(lines)
        figure.update_layout(_panel_axes(line, index, columns=columns, rows=rows, top=top, is_lowest=is_lowest))
    _name_shared_axes(figure, title=label(released, value), is_monthly=_is_monthly(lines[0]))
    for kind, (name, marker) in _GROUNDS.items():
        if any(line.where(kind) for line in lines):
            figure.add_bar(x=[None], y=[None], name=name, marker=marker)
    return figure


def _add_panel(
    figure: Drawing, line: _Line, value: str, *, index: int, top: float, showlegend: bool, name: str
) -> None:
    number = str(index + 1) if index else ""
    axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    for kind, (ground, marker) in _GROUNDS.items():
        if chosen := line.where(kind):
            texts = [f"{line.area}, {line.names[i]}: {kind or NO_RECORD}" for i in chosen]
            figure.add_bar(
                **axes, **_bar_places(line, chosen), y=[top * 1.15] * len(chosen), name=ground, showlegend=False,
                marker=marker, customdata=texts, hovertemplate="%{customdata}<extra></extra>",
            )  # fmt: skip
    drawn = _drawn(line, value) | {"marker": {"size": 4}}
    drawn["customdata"] = [
        f"{line.area}, {name}: {counted(n, value)}" for name, n in zip(line.names, line.values, strict=True)
    ]
    figure.add_scatter(**axes, **drawn, name=name, showlegend=showlegend)
    figure.add_annotation(
        text=f"<b>{line.area}</b>", x=0, y=1, xref=f"x{number} domain", yref=f"y{number} domain", xanchor="left",
        yanchor="bottom", showarrow=False,
    )  # fmt: skip


def _panel_axes(line: _Line, index: int, *, columns: int, rows: int, top: float, is_lowest: bool) -> dict[str, object]:
    row, column = divmod(index, columns)
    width = (1 - _GAP_BETWEEN_COLUMNS * (columns - 1)) / columns
    left = column * (width + _GAP_BETWEEN_COLUMNS)
    height = 1 / rows
    upper = 1 - row * height
    number = str(index + 1) if index else ""
    across = _time_axis(line) | {"title": {"text": ""}, "domain": [left, left + width], "anchor": f"y{number}"}
    across |= {"nticks": 4, "showticklabels": is_lowest, "matches": None if index == 0 else "x"}
    up = {
        "domain": [upper - height, upper - height * 0.28], "anchor": f"x{number}", "range": [0, top * 1.15],
        "dtick": max(1, whole_step(top * 2)), "tickformat": ",d", "showticklabels": column == 0,
    }  # fmt: skip
    return {f"xaxis{number}": across, f"yaxis{number}": up}


def _name_shared_axes(figure: Drawing, *, title: str, is_monthly: bool) -> None:
    figure.update_layout(margin={"l": 64, "t": 8, "b": 110})
    figure.add_annotation(
        text=title, textangle=-90, x=0, xshift=-46, y=0.5, xref="paper", yref="paper", showarrow=False
    )
    figure.add_annotation(
        text="Month" if is_monthly else "Period", x=0.5, y=0, yshift=-62, xref="paper", yref="paper", showarrow=False
    )


def _trend_alt(released: Released, value: str, lines: Sequence[_Line], *, is_summed: bool) -> str:
    title = released.about.title
    if not lines:
        return f"{opening(released.about, 'line over time', title=title)} There is no record to show."
    if len(lines) == 1:
        series = Series(value, lines[0].names, lines[0].values, is_summed=is_summed)
        return f"{opening(released.about, 'line over time', title=title)} {extremes(series)}"
    form = f"one small line chart for each of {len(lines)} places"
    return f"{opening(released.about, form, title=title)} {_towns_in_words(value, lines, is_summed)}"


def _towns_in_words(value: str, lines: Sequence[_Line], is_summed: bool) -> str:
    figures = [_total_or_last(line, is_summed=is_summed) for line in lines]
    words = extremes(Series(value, [line.area for line in lines], figures, is_summed=is_summed))
    start = "Over the whole period." if is_summed else f"At the end ({lines[0].names[-1]})."
    gaps = [line.area for line in lines if line.where(None)]
    partly = f" Some of the time has no record in {some_of(gaps)}." if gaps else ""
    hidden = [line.area for line in lines if line.where(HIDDEN)]
    partly += f" Some of the time is hidden in {some_of(hidden)}." if hidden else ""
    return f"{start} {words}{partly}"


def _total_or_last(line: _Line, *, is_summed: bool) -> Cell:
    if is_summed and line.where(HIDDEN):
        return HIDDEN
    known = known_numbers(line.values)
    return sum(known) if is_summed and known else line.values[-1]
