"""From a chart as it was drawn for plotly to plain charts: one for the whole, or one for each panel."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rorf_data import palette
from rorf_data.charts import Chart
from rorf_data.charts.canvas import HIDDEN_NAME, NO_RECORD_NAME, PARTS_HIDDEN_NAME
from rorf_data.charts.marks import PROVISIONAL_NAME
from rorf_data.exports.plain_grid import grid_of
from rorf_data.exports.plain_layout import (
    axis_of,
    events_of,
    notes_of,
    nothing_of,
    panel_name,
    panels_of,
    references_of,
    title_of,
    without_markup,
    written_beside,
)
from rorf_data.exports.plain_values import (
    Arrangement,
    Dash,
    Event,
    Form,
    Kind,
    KindLook,
    PlainAxis,
    PlainChart,
    PlainSeries,
    Reference,
)
from rorf_data.wording import HIDDEN, NO_RECORD, Number, plain_number

__all__ = ["Event", "KindLook", "PlainAxis", "PlainChart", "PlainSeries", "Reference", "plain_charts"]

Trace = Mapping[str, Any]

_ARRANGEMENTS: dict[str, Arrangement] = {"group": "grouped", "stack": "stacked", "overlay": "overlaid"}
_DASHES: dict[str, Dash] = {"solid": "solid", "dash": "dash", "dot": "dot"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_PROVISIONAL = "provisional"
_ALIKE = 20
_NO_DATA_NAMES = frozenset({"Dated events"})


def plain_charts(chart: Chart) -> tuple[PlainChart, ...]:
    """The chart in plain values: one for each panel of small multiples, else one.

    Grain and units are those of the chart's frame. What stands on no record and what is hidden is missing, never 0.
    """
    layout, traces = chart.drawing.layout, chart.drawing.traces
    if any("base" in trace for trace in traces):
        return (grid_of(chart, layout, traces),)
    axes = panels_of(layout)
    if not axes:
        return (_one(chart, layout, traces, number=""),)
    return tuple(
        _one(chart, layout, [trace for trace in traces if trace.get("xaxis", "x") == f"x{number}"], number=number)
        for number in axes
    )


def _one(chart: Chart, layout: Trace, traces: Sequence[Trace], *, number: str) -> PlainChart:
    left_out = _left_out(traces)
    traces = [trace for trace in traces if trace.get("x") != [None] and trace.get("name") not in _NO_DATA_NAMES]
    is_horizontal = any(trace.get("orientation") == "h" for trace in traces)
    nothing = nothing_of(layout)
    if _is_of_points(layout, traces):
        return replace(_points(chart, layout, traces, nothing), notes=(*notes_of(layout), *left_out))
    along, across = ("y", "x") if is_horizontal else ("x", "y")
    axis = layout.get(f"{along}axis{number}", {})
    keys = _keys(axis, traces, along)
    totals = tuple(text or "" for text in _totals(traces, keys, along, "text"))
    ground = {name: _flags(traces, keys, along, name, totals) for name in (NO_RECORD, HIDDEN, _PROVISIONAL)}
    drawn = [trace for trace in traces if not _ground_of(trace) and trace.get("mode") != "text"]
    away = {**ground, HIDDEN: _with_hidden_parts(ground[HIDDEN], drawn, keys, along)}
    series = _apart_in_grey(
        [_in_categories(trace, keys, along, away, drawn) for trace in drawn if not _is_interval(trace)]
    )
    series = _saying_no_record(series, ground[NO_RECORD], has_totals=any(totals))
    names = tuple(_category(key, axis) for key in keys)
    return PlainChart(
        kind=_kind(series),
        title=chart.title,
        alt=chart.alt,
        released=chart.released,
        series=series,
        categories=names,
        days=_days(keys, axis),
        category_title=title_of(axis) or written_beside(layout, textangle=None),
        panel=panel_name(layout, number) if panels_of(layout) else "",
        arrangement=_ARRANGEMENTS[layout.get("barmode", "group")],
        is_horizontal=is_horizontal,
        up=axis_of(
            layout.get(f"{'x' if is_horizontal else 'y'}axis{number}", {}), written_beside(layout, textangle=-90)
        ),
        no_record=ground[NO_RECORD],
        hidden=ground[HIDDEN],
        provisional=ground[_PROVISIONAL],
        totals=totals,
        total_values=_numbers_at(totals, _totals(traces, keys, along, across)),
        references=references_of(layout),
        events=events_of(layout, keys, number),
        notes=(*notes_of(layout), *_words_for_nothing(series, names), *left_out),
        nothing=nothing,
        shows_legend=bool(layout.get("showlegend", True)),
    )


def _is_of_points(layout: Trace, traces: Sequence[Trace]) -> bool:
    """Whether both axes have numbers."""
    is_named = layout.get("xaxis", {}).get("type") in ("date", "category")
    return not is_named and bool(traces) and all(trace["type"] == "scatter" for trace in traces)


def _points(chart: Chart, layout: Trace, traces: Sequence[Trace], nothing: str) -> PlainChart:
    series = [_at_places(trace) for trace in traces if not _is_interval(trace) and trace.get("mode") != "text"]
    for name, ends in _intervals(traces):
        at = next((i for i, one in enumerate(series) if set(ends) <= set(one.places)), None)
        if at is not None:
            pairs = [ends.get(place, (None, None)) for place in series[at].places]
            lows, highs = tuple(low for low, _ in pairs), tuple(high for _, high in pairs)
            series[at] = replace(series[at], lows=lows, highs=highs, interval_name=name)
    return PlainChart(
        kind="points",
        title=chart.title,
        alt=chart.alt,
        released=chart.released,
        series=tuple(one for one in series if one.has_values),
        across=axis_of(layout.get("xaxis", {})),
        up=axis_of(layout.get("yaxis", {})),
        nothing=nothing,
        shows_legend=bool(layout.get("showlegend", True)),
    )


def _at_places(trace: Trace) -> PlainSeries:
    pairs = [(plain_number(x), plain_number(y)) for x, y in zip(trace["x"], trace["y"], strict=True)]
    kept = [(place, value) for place, value in pairs if place is not None]
    return replace(
        _look(trace),
        values=tuple(value for _, value in kept),
        places=tuple(float(place) for place, _ in kept),
        hidden=(False,) * len(kept),
        labels=_texts(trace),
        sides=_sides(trace, len(kept)),
        markers=_symbols(trace, len(kept)),
    )


def _intervals(traces: Sequence[Trace]) -> list[tuple[str, dict[float, tuple[Number, Number]]]]:
    """The bands: around an area (``toself``) first the upper ends and then, backwards, the lower; else two lines."""
    found = []
    for before, trace in zip([None, *traces], traces, strict=False):
        if trace.get("fill") == "toself":
            half = len(trace["x"]) // 2
            lows = list(reversed(trace["y"][half:]))
            found.append((trace["name"], _ends(trace["x"][:half], lows, trace["y"][:half])))
        elif trace.get("fill") == "tonexty" and before:
            found.append((trace["name"], _ends(trace["x"], before["y"], trace["y"])))
    return found


def _ends(places: Sequence[float], lows: Sequence[Number], highs: Sequence[Number]) -> dict[float, Any]:
    return {float(x): (low, high) for x, low, high in zip(places, lows, highs, strict=True)}


def _is_interval(trace: Trace) -> bool:
    return trace.get("line", {}).get("width") == 0 or trace.get("fill") in ("toself", "tonexty")


def _in_categories(
    trace: Trace, keys: Sequence[str], along: str, ground: Mapping[str, tuple[bool, ...]], drawn: Sequence[Trace]
) -> PlainSeries:
    values = [plain_number(value) for value in _spread(trace, keys, along, trace["x" if along == "y" else "y"])]
    lows, highs, interval = _error_ends(values, keys, drawn)
    hidden = [value is None and away for value, away in zip(values, ground[HIDDEN], strict=True)]
    texts = _spread(trace, keys, along, _texts(trace)) if _texts(trace) else []
    return replace(
        _look(trace),
        values=tuple(values),
        hidden=tuple(hidden),
        labels=tuple(HIDDEN if away else text or "" for text, away in zip(texts, hidden, strict=False)),
        lows=lows,
        highs=highs,
        interval_name=interval,
        provisional=ground[_PROVISIONAL],
    )


def _apart_in_grey(series: Sequence[PlainSeries]) -> tuple[PlainSeries, ...]:
    """The series, with a hatch for bars that could not be told from others in a print without colour."""
    kept: list[PlainSeries] = []
    for one in series:
        full = [_grey(other.colour) for other in kept if other.form == "bar" and not other.hatch]
        is_alike = any(abs(_grey(one.colour) - grey) < _ALIKE for grey in full)
        kept.append(replace(one, hatch="\\") if one.form == "bar" and not one.hatch and is_alike else one)
    return tuple(kept)


def _saying_no_record(
    series: tuple[PlainSeries, ...], no_record: Sequence[bool], *, has_totals: bool
) -> tuple[PlainSeries, ...]:
    """A lone series of written bars, with the words at a place where there is neither bar nor ground nor word."""
    if len(series) != 1 or series[0].form != "bar" or has_totals or not series[0].has_values:
        return series
    one = series[0]
    told = zip(one.values, one.hidden, no_record, one.labels, strict=False)
    labels = tuple(
        NO_RECORD if value is None and not hidden and not ground and not words else words
        for value, hidden, ground, words in told
    )
    return (replace(one, labels=labels),)


def _grey(colour: str) -> float:
    """How light a colour is, from 0 to 255 (Rec. 601, as grey prints are made)."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _spread(trace: Trace, keys: Sequence[str], along: str, what: Sequence[Any]) -> list[Any]:
    """What a trace has for each category, None for those that it has nothing for."""
    own = dict(zip((str(key) for key in trace[along]), what, strict=True))
    return [own.get(key) for key in keys]


def _error_ends(
    values: Sequence[Number], keys: Sequence[str], drawn: Sequence[Trace]
) -> tuple[tuple[Number, ...], tuple[Number, ...], str]:
    """The interval that is drawn as bars around these very values, if one is."""
    for trace in drawn:
        if "error_y" not in trace or _spread(trace, keys, "x", trace["y"]) != list(values):
            continue
        up, down = (_spread(trace, keys, "x", trace["error_y"][name]) for name in ("array", "arrayminus"))
        return _apart(values, down, -1), _apart(values, up, 1), str(trace["name"])
    return (), (), ""


def _apart(values: Sequence[Number], distances: Sequence[Number], way: int) -> tuple[Number, ...]:
    return tuple(
        None if value is None or distance is None else round(value + way * distance, 10)
        for value, distance in zip(values, distances, strict=True)
    )


def _look(trace: Trace) -> PlainSeries:
    """A series without values that looks like the trace."""
    marker, line, mode = trace.get("marker", {}), trace.get("line", {}), trace.get("mode", "lines")
    form: Form = "step" if line.get("shape") == "hv" else "line"
    if trace["type"] == "bar":
        form = "bar"
    elif "lines" not in mode:
        form = "points"
    symbol = marker.get("symbol", "circle")
    return PlainSeries(
        name=str(trace["name"]),
        values=(),
        form=form,
        colour=_colour((marker if form in ("bar", "points") else line).get("color"), marker.get("pattern", {})),
        dash=_DASHES[line.get("dash", "solid")] if form in ("line", "step") else "none",
        width=float(line.get("width", 2)),
        marker=_symbol(symbol if isinstance(symbol, str) else symbol[0]) if "markers" in mode else "",
        hatch=marker.get("pattern", {}).get("shape", ""),
        is_in_legend=trace.get("showlegend") is not False,
    )


def _colour(written: Any, pattern: Trace) -> str:
    """A colour of six digits; of what is clear, that of its hatch."""
    if isinstance(written, str) and written.startswith("#"):
        return written
    return str(pattern.get("fgcolor", palette.NO_RECORD))


def _symbol(name: str) -> str:
    """``circle``, ``square``, ``diamond`` or ``ring``; that a point is hollow since provisional is told elsewhere."""
    return "ring" if name == "circle-open" else name.removesuffix("-open")


def _symbols(trace: Trace, count: int) -> tuple[str, ...]:
    symbol = trace.get("marker", {}).get("symbol", "circle")
    return () if isinstance(symbol, str) else tuple(_symbol(one) for one in symbol[:count])


def _texts(trace: Trace) -> tuple[str, ...]:
    texts = trace.get("text")
    return () if texts is None or isinstance(texts, str) else tuple(without_markup(text) for text in texts)


def _sides(trace: Trace, count: int) -> tuple[str, ...]:
    """Where the words at the points stand: ``above``, ``below``, ``left`` or ``right``."""
    written = trace.get("textposition", "top center")
    each = [written] * count if isinstance(written, str) else list(written)
    upright = {"top": "above", "bottom": "below"}
    return tuple(upright.get(one.split()[0], one.split()[1]) for one in each)


def _keys(axis: Trace, traces: Sequence[Trace], along: str) -> list[str]:
    """What the traces know their categories by, in order."""
    found = list(dict.fromkeys(str(key) for trace in traces for key in trace[along]))
    if axis.get("categoryarray"):
        ordered = [str(key) for key in axis["categoryarray"]]
        return [*ordered, *(key for key in found if key not in ordered)]
    return sorted(found) if axis.get("type") == "date" else found


def _category(key: str, axis: Trace) -> str:
    if axis.get("type") == "date" and _DAY.match(key):
        day = date.fromisoformat(key)
        return f"{day.day} {day:%b %Y}" if axis.get("hoverformat") == "%-d %B %Y" else f"{day:%b %Y}"
    named = dict(zip(axis.get("tickvals", ()), axis.get("ticktext", ()), strict=True))
    return without_markup(named.get(key, key))


def _days(keys: Sequence[str], axis: Trace) -> tuple[date, ...]:
    is_time = axis.get("type") == "date" and all(_DAY.match(key) for key in keys)
    return tuple(date.fromisoformat(key) for key in keys) if is_time else ()


def _ground_of(trace: Trace) -> str:
    """What a trace of ground says of its places; "" where it is none but holds values."""
    name = str(trace.get("name", ""))
    if name == NO_RECORD_NAME:
        return NO_RECORD
    if name == PROVISIONAL_NAME:
        return _PROVISIONAL
    return HIDDEN if name == HIDDEN_NAME else ""


def _flags(
    traces: Sequence[Trace], keys: Sequence[str], along: str, ground: str, totals: Sequence[str]
) -> tuple[bool, ...]:
    """Which categories lie on this ground, or have its word where their total would stand."""
    places = {str(key) for trace in traces if _ground_of(trace) == ground for key in trace[along]}
    said = {key for key, word in zip(keys, totals, strict=False) if word == ground}
    return tuple(key in places | said for key in keys)


def _left_out(traces: Sequence[Trace]) -> tuple[str, ...]:
    """Entries of the legend that say in words what is not drawn."""
    empty = [str(trace["name"]) for trace in traces if trace.get("x") == [None]]
    return tuple(name for name in empty if ": " in name)


def _with_hidden_parts(
    hidden: Sequence[bool], drawn: Sequence[Trace], keys: Sequence[str], along: str
) -> tuple[bool, ...]:
    """Where anything is hidden, those places too where hidden parts are drawn together."""
    across = "x" if along == "y" else "y"
    parts = [_spread(trace, keys, along, trace[across]) for trace in drawn if trace.get("name") == PARTS_HIDDEN_NAME]
    return tuple(away or any(one[place] is not None for one in parts) for place, away in enumerate(hidden))


def _words_for_nothing(series: Sequence[PlainSeries], names: Sequence[str]) -> tuple[str, ...]:
    """What is written where a bar is missing, such as "not linked", with the name of its place."""
    return tuple(
        f"{name}, {one.name.lower()}: {words}"
        for one in series
        for name, value, words in zip(names, one.values, one.labels, strict=False)
        if value is None and words not in ("", HIDDEN)
    )


def _totals(traces: Sequence[Trace], keys: Sequence[str], along: str, what: str) -> list[Any]:
    """Words or numbers at the ends of bars, which are drawn as a text and nothing else."""
    for trace in traces:
        if trace.get("mode") == "text":
            return _spread(trace, keys, along, _texts(trace) if what == "text" else trace[what])
    return []


def _numbers_at(totals: Sequence[str], values: Sequence[Any]) -> tuple[Number, ...]:
    """The numbers of those totals that are written as one: a word stands at 0, which is no number of its own."""
    return tuple(
        plain_number(value) if any(sign.isdigit() for sign in word) else None
        for word, value in zip(totals, values, strict=True)
    )


def _kind(series: Sequence[PlainSeries]) -> Kind:
    return "bars" if any(one.form == "bar" for one in series) else "lines"
