"""What stands on every chart over time: dated events as thin lines, and months that more records are expected for.

Events carry letters in the picture, and what they mean stands above it, so that nothing overlaps at any width. A
provisional month lies on a dotted ground, its bars are paler and its points hollow; that is neither "no record", which
is hatched over the whole height, nor 0.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from rorf_data import palette
from rorf_data.charts.canvas import HIDDEN_NAME, NO_RECORD_NAME, Chart, bars_in_month, in_month
from rorf_data.charts.drawing import Drawing
from rorf_data.disclosure.over_time import DatedEvent, Provisional, events_in_words, provisional_in_words
from rorf_data.model import Feed, last_of_month
from rorf_data.wording import month_in_words

PROVISIONAL_NAME = "Provisional: more records are expected"
_GROUNDS = (NO_RECORD_NAME, HIDDEN_NAME)
_PALER = 0.5
_HIDDEN_AXIS = {"range": [0, 1], "visible": False, "fixedrange": True, "overlaying": "y"}
_KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_IN_KEY = 8
_KEY_WIDTH = 42
_KEY_LINE = 16
_ABOVE_THE_LETTERS = 22
_ROOM_FOR_A_LETTER = 0.06
"""The share of the width, in the narrowest picture, that the letter of an event needs."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days, both ends included, that one place of an axis of time stands for, and what the place is called."""

    first: date
    last: date
    name: str


def with_month_marks(chart: Chart, months: Sequence[date], *, feeds: Collection[Feed] = (), panels: int = 1) -> Chart:
    """The chart, whose axis is one of months, with events and provisional months; see :func:`with_marks`."""
    spans = [Span(month, last_of_month(month), month_in_words(month)) for month in months]
    return with_marks(chart, spans, is_monthly=True, feeds=feeds, panels=panels)


def with_marks(
    chart: Chart, spans: Sequence[Span], *, is_monthly: bool = False, feeds: Collection[Feed] = (), panels: int = 1
) -> Chart:
    """The chart with the dated events and the provisional months of its frame drawn on it and said in its words.

    ``spans`` are the places of its axis in order of time, months on an axis of dates with ``is_monthly``, else
    categories of their names. Without ``feeds`` whatever the frame tells of counts as drawn. ``panels`` is the number
    of small charts on it. What lies outside the spans is not drawn. Call it last: it looks at what is drawn already.
    """
    if not spans:
        return chart
    about = chart.released.about
    events = sorted((event for event in about.events if _holds(spans, event.day)), key=lambda event: event.day)
    provisional = [
        one for one in about.provisional if _holds(spans, one.month) and (not feeds or one.feed in (None, *feeds))
    ]
    for panel in range(panels):
        _Axes(chart.drawing, spans, is_monthly, panel if panels > 1 else None).draw(events, provisional)
    _add_key(chart.drawing, events, is_lettered=panels == 1)
    return replace(chart, alt=f"{chart.alt}{_in_words(events, provisional)}")


@dataclass(frozen=True, slots=True)
class _Axes:
    """A pair of axes on which time runs across: those of the whole figure, or those of one panel."""

    figure: Drawing
    spans: Sequence[Span]
    is_monthly: bool
    panel: int | None

    @property
    def _number(self) -> str:
        return str(self.panel + 1) if self.panel else ""

    @property
    def _own(self) -> dict[str, str]:
        """The axes that marks with a height are drawn on: in the whole figure one from 0 to 1 of their own."""
        return {"xaxis": f"x{self._number}", "yaxis": "y2" if self.panel is None else f"y{self._number}"}

    @property
    def _top(self) -> float:
        return 1 if self.panel is None else float(self.figure.layout[f"yaxis{self._number}"]["range"][1])

    def draw(self, events: Sequence[DatedEvent], provisional: Sequence[Provisional]) -> None:
        """Events and provisional spans, the latter only where there is a record."""
        without = self._without_record()
        found = [(span, [one for one in provisional if span.first <= one.month <= span.last]) for span in self.spans]
        pale = [(span, theirs) for span, theirs in found if theirs and self._at(span) not in without]
        if (events or pale) and self.panel is None:
            self.figure.update_layout(yaxis2=_HIDDEN_AXIS)
        if pale:
            self._pale({self._at(span) for span, _ in pale})
            self._add_ground(pale)
        for event in events:
            self._add_line(event)
        if events:
            self._add_hover(events)
            if self.panel is None:
                self._add_letters(events)

    def _at(self, span: Span) -> str:
        return span.first.isoformat() if self.is_monthly else span.name

    def _drawn(self) -> list[tuple[int, Mapping[str, Any]]]:
        """What is drawn on these axes already, each with its number."""
        own = f"x{self._number}"
        return [(place, trace) for place, trace in enumerate(self.figure.traces) if trace.get("xaxis", "x") == own]

    def _without_record(self) -> set[str]:
        """Where no number is drawn, since there is no record or it is hidden."""
        return {at for _, trace in self._drawn() if trace.get("name") in _GROUNDS for at in trace["x"]}

    def _pale(self, places: Collection[str]) -> None:
        """Make bars paler and points hollow in these places."""
        for number, trace in self._drawn():
            if trace["type"] == "bar" and trace.get("name") not in _GROUNDS and not _is_written_on(trace):
                shades = [_PALER if at in places else 1 for at in trace["x"]]
                self.figure.update_trace(number, marker={"opacity": shades})
            elif "markers" in trace.get("mode", ""):
                symbol = trace.get("marker", {}).get("symbol", "circle")
                symbols = [f"{symbol}-open" if at in places else symbol for at in trace["x"]]
                self.figure.update_trace(number, marker={"symbol": symbols})

    def _add_ground(self, pale: Sequence[tuple[Span, Sequence[Provisional]]]) -> None:
        self.figure.add_bar(
            **self._own,
            **self._places([span for span, _ in pale]),
            y=[self._top] * len(pale),
            name=PROVISIONAL_NAME,
            showlegend=not self.panel,
            marker=provisional_marker(),
            customdata=[_wrapped(_span_in_words(span, theirs)) for span, theirs in pale],
            hovertemplate="%{customdata}<extra></extra>",
        )

    def _places(self, spans: Sequence[Span]) -> dict[str, Any]:
        if self.is_monthly:
            return bars_in_month([span.first for span in spans], share=1)
        return {"x": [span.name for span in spans], "width": [1] * len(spans)}

    def _add_line(self, event: DatedEvent) -> None:
        across = self._place_of(event.day)
        self.figure.add_shape(
            type="line", x0=across, x1=across, xref=f"x{self._number}", y0=0, y1=1, yref=f"y{self._number} domain",
            line={"color": palette.EVENT, "width": 1.5, "dash": "dot"},
        )  # fmt: skip

    def _add_hover(self, events: Sequence[DatedEvent]) -> None:
        """Nothing to see, at the place of every span that holds an event; it says the events when pointed at."""
        told = [(span, [event for event in events if span.first <= event.day <= span.last]) for span in self.spans]
        told = [(span, theirs) for span, theirs in told if theirs]
        spans = [span for span, _ in told]
        across = in_month([span.first for span in spans]) if self.is_monthly else {"x": [span.name for span in spans]}
        self.figure.add_scatter(
            **self._own,
            **across,
            y=[self._top] * len(told),
            mode="markers",
            marker={"color": palette.EVENT, "opacity": 0},
            name="Dated events",
            showlegend=False,
            customdata=["<br>".join(_wrapped(str(event)) for event in theirs) for _, theirs in told],
            hovertemplate="%{customdata}<extra></extra>",
        )

    def _add_letters(self, events: Sequence[DatedEvent]) -> None:
        """The letter of each event over its line; those of events that stand too close share one place."""
        for first, last in _groups([self._share_of_width(event.day) for event in events]):
            letters = _letter(first) if first == last else f"{_letter(first)}–{_letter(last)}"
            middle = events[first].day + (events[last].day - events[first].day) / 2
            self.figure.add_annotation(
                text=f"<b>{letters}</b>", x=self._place_of(middle), xref="x", y=1, yref="paper", yanchor="bottom",
                showarrow=False, font={"size": 12}, borderpad=0,
            )  # fmt: skip

    def _place_of(self, day: date) -> str | float:
        """Where a day lies across: a date, or how many categories come before it, counted from the first's middle."""
        if self.is_monthly:
            return day.isoformat()
        return next(place - 0.5 + _share(span, day) for place, span in enumerate(self.spans) if day <= span.last)

    def _share_of_width(self, day: date) -> float:
        place = next(place + _share(span, day) for place, span in enumerate(self.spans) if day <= span.last)
        return place / len(self.spans)


def provisional_marker() -> dict[str, Any]:
    """The ground under what is provisional."""
    return {
        "color": "rgba(0,0,0,0)",
        "line": {"width": 0},
        "pattern": {"shape": ".", "fgcolor": palette.PROVISIONAL, "fgopacity": 0.7, "size": 8, "solidity": 0.12},
    }


def _is_written_on(trace: Mapping[str, Any]) -> bool:
    """Whether numbers stand inside the bars, which could not be read on paler ones."""
    return bool(trace.get("textposition") == "inside")


def _wrapped(text: str) -> str:
    return "<br>".join(html.escape(line) for line in textwrap.wrap(text, _KEY_WIDTH))


def _holds(spans: Sequence[Span], day: date) -> bool:
    return any(span.first <= day <= span.last for span in spans)


def _share(span: Span, day: date) -> float:
    """How much of the span lies before the day; 0 for a day before it."""
    return max(0, (day - span.first).days) / ((span.last - span.first) + timedelta(days=1)).days


def _groups(places: Sequence[float]) -> list[tuple[int, int]]:
    """The first and the last of each group of places that lie closer together than letters have room."""
    groups: list[tuple[int, int]] = []
    for index, place in enumerate(places):
        if groups and place - places[groups[-1][1]] < _ROOM_FOR_A_LETTER:
            groups[-1] = (groups[-1][0], index)
        else:
            groups.append((index, index))
    return groups


def _letter(index: int) -> str:
    rounds, place = divmod(index, len(_KEY_LETTERS))
    return f"{_KEY_LETTERS[place]}{rounds or ''}"


def _span_in_words(span: Span, provisional: Sequence[Provisional]) -> str:
    if span.last > last_of_month(span.first):
        return f"{span.name}, provisional: {provisional_in_words(provisional)}"
    words = "; ".join(dict.fromkeys(map(str, provisional)))
    return f"{span.name}, provisional: {words}"


def _add_key(figure: Drawing, events: Sequence[DatedEvent], *, is_lettered: bool) -> None:
    """What the events are, above the plot, which gets the room that this takes."""
    lines = _key(events, is_lettered=is_lettered)
    if not lines:
        return
    height, top = len(lines) * _KEY_LINE, figure.layout["margin"]["t"]
    lift = _ABOVE_THE_LETTERS if is_lettered else top
    figure.add_annotation(
        text="<br>".join(lines), x=0, xref="paper", xanchor="left", y=1, yref="paper", yanchor="bottom", yshift=lift,
        align="left", showarrow=False, font={"size": 12}, borderpad=0,
    )  # fmt: skip
    figure.update_layout(margin={"t": top + height}, height=figure.layout["height"] + height)


def _key(events: Sequence[DatedEvent], *, is_lettered: bool) -> list[str]:
    lines = []
    for index, event in enumerate(events[:_MOST_IN_KEY]):
        first, *rest = textwrap.wrap(f"{event.day.day} {event.day:%b %Y}: {event.words}", _KEY_WIDTH)
        mark = f"<b>{_letter(index)}</b>" if is_lettered else "┊"
        lines += [f"{mark} {html.escape(first)}", *(f"   {html.escape(line)}" for line in rest)]
    left = len(events) - _MOST_IN_KEY
    return [*lines, f"and {left} more, in the notes"] if left > 0 else lines


def _in_words(events: Sequence[DatedEvent], provisional: Sequence[Provisional]) -> str:
    said = {"Dated events": events_in_words(events), "Provisional": provisional_in_words(provisional)}
    return "".join(f" {name}: {line}." for name, line in said.items() if line)
