"""The reporting ledger as a picture: a row of months for each agency or source, told apart by form."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rorf_data import palette
from rorf_data.charts.canvas import (
    HIDDEN_NAME,
    Chart,
    canvas,
    days,
    hidden_marker,
    no_record_marker,
    numbers,
    redrawable,
    say_nothing_is_there,
    words,
)
from rorf_data.disclosure.release import Released
from rorf_data.measures.reporting import Status, days_in_words
from rorf_data.wording import HIDDEN, Number, month_in_words, opening, some_of

_ROW_HEIGHT = 46
_ABOVE_AND_BELOW = 120
_MONTHS_WITH_EVERY_LABEL = 12
_LATE = "received late"
_NAMES = {
    Status.RECEIVED: "Received",
    _LATE: "Received late (days)",
    Status.NOTHING: "Nothing to report",
    Status.MISSING: "Missing (days late)",
    Status.NOT_YET_DUE: "Not yet due",
    Status.NOT_EXPECTED: "– Not expected",
    HIDDEN: HIDDEN_NAME,
}
"""The kinds of cell in the order of the legend."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """One month of one agency or source: its place, its kind, what is written in it and what is said of it."""

    row: int
    month: date
    kind: str
    late: Number
    said: str


@redrawable
def reports_by_agency(released: Released) -> Chart:
    """Months from left to right for each agency or source: full where received, hatched where missing, else open."""
    cells, names = _cells(released)
    months = sorted({cell.month for cell in cells})
    figure = canvas(height=_ROW_HEIGHT * max(len(names), 2) + _ABOVE_AND_BELOW, hovermode="closest", barmode="overlay")
    for kind in _NAMES:
        if chosen := [cell for cell in cells if cell.kind == kind]:
            figure.add_bar(**_drawn(kind, chosen, months))
    figure.add_scatter(**_written_in(cells, months))
    for row, name in enumerate(names):
        figure.add_annotation(
            text=f"<b>{html.escape(name)}</b>", x=-0.5, y=row - 0.4, xanchor="left", yanchor="middle", showarrow=False
        )
    figure.update_layout(
        margin={"l": 24, "r": 24, "t": 8, "b": 90},
        xaxis=_month_axis(months),
        yaxis={"range": [max(len(names), 2) - 0.4, -0.75], "visible": False, "fixedrange": True},
    )
    if not cells:
        say_nothing_is_there(figure)
    title = "Reports by agency and month"
    return Chart(
        title,
        figure,
        f"{opening(released.about, 'a row of months for each', title=title)} {_in_words(cells, names)}",
        released,
    )


def _cells(released: Released) -> tuple[list[_Cell], list[str]]:
    """Every cell, and the names of the rows from the top."""
    frame, late = released.frame, numbers(released, "days_late")
    who = [f"{agency} ({feed.lower()})" for agency, feed in zip(frame["agency"], frame["feed"], strict=True)]
    names = list(dict.fromkeys(who))
    cells = [
        _Cell(names.index(name), month, _kind(report, days_late), days_late, f"{name}, {month_in_words(month)}")
        for name, month, report, days_late in zip(
            who, days(released, "month_start"), words(released, "report"), late, strict=True
        )
    ]
    return cells, names


def _kind(report: str, late: Number) -> str:
    return _LATE if report == Status.RECEIVED and late else report


def _drawn(kind: str, cells: Sequence[_Cell], months: Sequence[date]) -> dict[str, Any]:
    """The cells of one kind: bars that begin a little after one month's place and end a little before the next."""
    return {
        "orientation": "h",
        "y": [cell.row for cell in cells],
        "x": [0.9] * len(cells),
        "base": [months.index(cell.month) - 0.45 for cell in cells],
        "width": 0.42,
        "name": next(name for own, name in _NAMES.items() if own == kind),
        "marker": _marker(kind),
        "customdata": [html.escape(f"{cell.said}: {_said(cell)}") for cell in cells],
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": True,
    }


def _written_in(cells: Sequence[_Cell], months: Sequence[date]) -> dict[str, Any]:
    """What stands in the cells: a text of its own, which has the page's colour where a cell is open."""
    written = [cell for cell in cells if _written(cell)]
    return {
        "x": [months.index(cell.month) for cell in written],
        "y": [cell.row for cell in written],
        "mode": "text",
        "text": [
            f"<span style='color:#FFFFFF'>{_written(c)}</span>" if c.kind == _LATE else _written(c) for c in written
        ],
        "textfont": {"size": 11},
        "hoverinfo": "skip",
        "showlegend": False,
        "name": "In the cells",
    }


def _marker(kind: str) -> dict[str, Any]:
    if kind == HIDDEN:
        return hidden_marker() | {"line": {"width": 1, "color": palette.HIDDEN}}
    open_cell = {"color": "rgba(0,0,0,0)"}
    if kind == Status.MISSING:
        return no_record_marker() | {"line": {"width": 1.5, "color": palette.NO_RECORD}}
    if kind == Status.NOTHING:
        return open_cell | {"line": {"width": 2.5, "color": palette.REPORTED}}
    if kind == Status.NOT_YET_DUE:
        return open_cell | {"line": {"width": 1, "color": palette.NO_RECORD}}
    if kind == Status.NOT_EXPECTED:
        return open_cell | {"line": {"width": 0}}
    return {"color": palette.REPORTED}


def _written(cell: _Cell) -> str:
    if cell.kind in (_LATE, Status.MISSING):
        return f"{cell.late:,}" if cell.late is not None else ""
    return {Status.NOTHING.value: "0", Status.NOT_YET_DUE.value: "…", Status.NOT_EXPECTED.value: "–"}.get(cell.kind, "")


def _said(cell: _Cell) -> str:
    word = Status.RECEIVED.value if cell.kind == _LATE else cell.kind
    return f"{word}, {days_in_words(int(cell.late))} late" if cell.late else word


def _month_axis(months: Sequence[date]) -> dict[str, Any]:
    step = 1 if len(months) <= _MONTHS_WITH_EVERY_LABEL else 3
    places = range(0, len(months), step)
    return {
        "range": [-0.5, max(len(months), 1) - 0.5],
        "tickvals": list(places),
        "ticktext": [_tick(months[place], is_first=place == 0, step=step) for place in places],
        "tickangle": 0,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _tick(month: date, *, is_first: bool, step: int) -> str:
    is_with_year = is_first or month.month <= step
    return f"{month:%b}<br>{month.year}" if is_with_year else f"{month:%b}"


def _in_words(cells: Sequence[_Cell], names: Sequence[str]) -> str:
    expected = [cell for cell in cells if cell.kind != Status.NOT_EXPECTED]
    waiting = [cell for cell in expected if cell.kind in (Status.MISSING, Status.NOT_YET_DUE)]
    missing = [cell for cell in waiting if cell.kind == Status.MISSING]
    sentences = [f"On record: {len(expected) - len(waiting)} of {len(expected)} months of {len(names)} senders."]
    for row, name in enumerate(names):
        if lacks := [month_in_words(cell.month) for cell in missing if cell.row == row]:
            sentences.append(f"Missing of {name}: {some_of(lacks)}.")
    return " ".join(sentences)
