"""The leave-behind cascade as steps, what is on record of each call by place or time, and one rate at a time."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rorf_data import palette
from rorf_data.charts.canvas import (
    Chart,
    add_across,
    add_hidden_months,
    add_missing_months,
    all_missing,
    axis_top,
    bars_in_month,
    canvas,
    cells,
    count_axis,
    days,
    drawn_of,
    hidden_bar,
    in_month,
    label,
    left_margin,
    month_axis,
    month_texts,
    no_record_marker,
    numbers,
    part_marker,
    redrawable,
    say_nothing_is_there,
    there,
)
from rorf_data.charts.drawing import Drawing
from rorf_data.charts.marks import with_month_marks
from rorf_data.charts.stacks import parts_left, stack_of
from rorf_data.disclosure.release import Released
from rorf_data.measures.published import Published, published_beside
from rorf_data.wording import (
    HIDDEN,
    NO_RECORD,
    Cell,
    Number,
    Series,
    counted,
    extremes,
    month_in_words,
    number_in_words,
    opening,
    total_in_words,
)

PARTS: Final = ("kit_left_calls", "kit_refused_calls", "no_kit_recorded_calls", "unknown_kit_calls")
"""What becomes of calls, in the order it is stacked; the last are those of rows without a link to kits."""

NOT_LINKED: Final = "not linked"
_LIMITS_OF: Final = {"kits_per_call": "visits_per_call"}
"""The column that has limits, where it isn't the rate's own: kits come several to a visit."""

AXIS_TITLES: Final = {
    "kits_per_call": "Kits, and visits, for each overdose call",
    "kit_left_share": "Calls with a kit left",
    "eligible_kit_left_share": "Eligible calls with a kit left",
}
"""Each axis is that of one rate, and of no other."""

_WIDEST_TEXT = 46
_STEP_HEIGHT = 62
_ROW_HEIGHT = 30
_BARS_OF_A_STEP = 0.75
_BELOW = 150
_LEGEND_AND_AXIS = 110


@redrawable
def cascade_steps_bars(released: Released) -> Chart:
    """The steps from top to bottom, each with a bar for all overdose calls and one for the eligible among them, and the
    number of calls beside it.
    """
    steps = [str(step) for step in released.frame["step"]]
    columns = ["total_calls", *there(released, ["eligible_calls"])]
    told = {column: cells(released, column) for column in columns}
    height = _STEP_HEIGHT * len(steps) + _LEGEND_AND_AXIS
    figure = canvas(height=height, left=left_margin(steps), hovermode="y", barmode="group")
    for column, values in told.items():
        figure.add_bar(
            y=steps,
            x=drawn_of(values),
            orientation="h",
            name=label(released, column),
            marker_color=palette.MEASURES[column],
            text=[NOT_LINKED if value is None else f"{value:,}" for value in drawn_of(values)],
            textposition="outside",
            cliponaxis=False,
            customdata=[f"{step}: {counted(value, column)}" for step, value in zip(steps, values, strict=True)],
            hovertemplate="%{customdata}<extra></extra>",
        )
    calls = told["total_calls"]
    for place, (column, values) in enumerate(told.items()):
        hidden = [step for step, value in zip(steps, values, strict=True) if isinstance(value, str)]
        bar = hidden_bar([f"{step}, {label(released, column)}: {HIDDEN}" for step in hidden])
        add_across(figure, hidden, bar | _beside(place, len(told), len(hidden)))
    axis = count_axis("Overdose calls", calls)
    figure.update_layout(xaxis=axis | {"range": [0, axis_top(calls) * 1.12]}, yaxis=_names_axis(""))
    if all(all_missing(calls)):
        say_nothing_is_there(figure)
    title = "Overdose calls and kits, step by step"
    alt = f"{opening(released.about, 'two bars for each step', title=title)} {_steps_in_words(steps, told)}"
    return Chart(title, figure, alt, released)


@redrawable
def kits_at_calls_bars(released: Released, *, by: str) -> Chart:
    """Overdose calls of each town or agency (the column ``by``), stacked by what is on record of kits, most first."""
    totals = cells(released, "total_calls")
    order = _most_first(totals)
    everyone = [str(name) for name in released.frame[by]]
    names = [everyone[place] for place in order]
    figure = canvas(
        height=_ROW_HEIGHT * max(len(names), 3) + _BELOW, left=left_margin(names), hovermode="y", barmode="stack"
    )
    stack = stack_of(released, _parts(released), "total_calls", names=everyone).in_order(order)
    for part, values in stack.parts.items():
        figure.add_bar(y=names, x=list(values), orientation="h", **_part(released, part, names, values))
    stack.add_rest(figure, {"y": names}, is_across=True)
    totals = [totals[place] for place in order]
    figure.add_scatter(y=names, **_total_texts(totals, "middle right"))
    hidden = [name for name, total in zip(names, totals, strict=True) if isinstance(total, str)]
    add_across(figure, hidden, hidden_bar([f"{name}: {HIDDEN}" for name in hidden]))
    axis = count_axis(label(released, "total_calls"), totals)
    figure.update_layout(xaxis=axis | {"range": [0, axis_top(totals) * 1.12]}, yaxis=_names_axis(label(released, by)))
    if not names or all(all_missing(totals)):
        say_nothing_is_there(figure)
    return _stacked(released, figure, Series("total_calls", names, totals), by=by)


@redrawable
def kits_at_calls_by_month_bars(released: Released) -> Chart:
    """Overdose calls by month, stacked by what is on record of kits."""
    months, totals = days(released, "month_start"), cells(released, "total_calls")
    names = [month_in_words(month) for month in months]
    figure = canvas(barmode="stack")
    stack = stack_of(released, _parts(released), "total_calls", names=names)
    for part, values in stack.parts.items():
        figure.add_bar(**bars_in_month(months), y=list(values), **_part(released, part, names, values))
    stack.add_rest(figure, bars_in_month(months))
    add_missing_months(figure, months, all_missing(totals))
    add_hidden_months(figure, months, {label(released, "total_calls"): totals})
    figure.update_layout(xaxis=month_axis(months), yaxis=count_axis(label(released, "total_calls"), totals))
    if not months:
        say_nothing_is_there(figure)
    return with_month_marks(_stacked(released, figure, Series("total_calls", names, totals), by="month"), months)


@redrawable
def leave_behind_lines(released: Released, *, rate: str) -> Chart:
    """One rate by month, each point that of twelve months, with its exact interval and what others have published under
    the same definition as a dashed line.

    The axis belongs to this one rate. For kits per overdose call a second line has the visits for each call, whose
    interval is the one that is known. A month is a gap where the rate can't be said.
    """
    months, values = days(released, "month_start"), cells(released, rate)
    limits = _LIMITS_OF.get(rate, rate)
    ends = there(released, [limits, f"{limits}_low", f"{limits}_high"])
    figure = canvas()
    if len(ends) == len(("itself", "low", "high")):
        _add_band(figure, released, limits)
    _add_line(figure, released, rate, dash="solid")
    if limits != rate and limits in ends:
        _add_line(figure, released, limits, dash="dot")
    add_hidden_months(figure, months, {label(released, rate): values})
    published = published_beside(rate)
    for place, one in enumerate(published):
        _add_published(figure, one, place)
    highs = numbers(released, f"{limits}_high") if f"{limits}_high" in ends else []
    tops = [*values, *highs, *(one.value for one in published)]
    figure.update_layout(xaxis=month_axis(months), yaxis=_rate_axis(AXIS_TITLES[rate], rate, tops))
    if all(all_missing(values)):
        say_nothing_is_there(figure, "In none of these months is there enough on record for this rate.")
    chart = Chart(released.about.title, figure, _rate_alt(released, rate, published), released)
    return with_month_marks(chart, months)


def rate_in_words(value: Cell, rate: str) -> str:
    """``48 %`` of a share, ``1.94`` of a ratio; or that there is none, or that it is hidden."""
    if value is None or isinstance(value, str):
        return value or "no rate"
    return f"{100 * value:.0f} %" if rate.endswith("_share") else number_in_words(value, "kits_per_call")


def _parts(released: Released) -> list[str]:
    """The parts that the frame has; calls that can't be linked are one only where there are any."""
    return [part for part in parts_left(released, PARTS) if part != PARTS[-1] or any(cells(released, part))]


def _beside(place: int, of: int, count: int) -> dict[str, Any]:
    """What puts a hatch in the place of one of the bars of a step."""
    width = _BARS_OF_A_STEP / of
    offset = width * place - _BARS_OF_A_STEP / 2
    return {"width": [width] * count, "offset": [offset] * count}


def _most_first(totals: Sequence[Cell]) -> list[int]:
    """The places of the most first, those whose number is hidden after them in their own order, then no record."""

    def rank(place: int) -> tuple[bool, bool, float]:
        total = totals[place]
        return total is None, isinstance(total, str), 0 if total is None or isinstance(total, str) else -total

    return sorted(range(len(totals)), key=rank)


def _part(released: Released, part: str, names: Sequence[str], values: Sequence[Number]) -> dict[str, Any]:
    return {
        "name": label(released, part),
        "marker": _marker(part),
        "customdata": [f"{name}: {counted(value, part)}" for name, value in zip(names, values, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": True,
    }


def _marker(part: str) -> dict[str, Any]:
    """What is not known is hatched, so that it shows without colour too."""
    if part == "unknown_kit_calls":
        return no_record_marker()
    hatch = {"shape": "x", "fillmode": "overlay", "fgcolor": "#FFFFFF", "size": 7, "solidity": 0.12}
    return part_marker(part) | ({"pattern": hatch} if part == "no_kit_recorded_calls" else {})


def _total_texts(totals: Sequence[Cell], where: str) -> dict[str, Any]:
    """What stands at the ends of bars; "hidden" stands where one would begin."""
    texts = [f" {total or NO_RECORD}" if total is None or isinstance(total, str) else f" {total:,}" for total in totals]
    return {
        "x": [0 if isinstance(total, str) else total for total in totals],
        "mode": "text",
        "text": texts,
        "textposition": where,
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
        "name": "Total",
    }


def _names_axis(title: str) -> dict[str, Any]:
    return {
        "title": {"text": title, "standoff": 10},
        "autorange": "reversed",
        "type": "category",
        "automargin": True,
        "ticklabelstandoff": 6,
        "showgrid": False,
    }


def _stacked(released: Released, figure: Drawing, series: Series, *, by: str) -> Chart:
    title = f"Overdose calls and kits by {by}"
    parts = [total_in_words(cells(released, part), part) for part in _parts(released)]
    of_these = f" Of these: {', '.join(parts)}." if parts else ""
    form = f"bars by {by}{', stacked by what is on record of kits' if parts else ''}"
    first = opening(released.about, form, title=title)
    return Chart(title, figure, f"{first} {extremes(series)}{of_these}", released)


def _steps_in_words(steps: Sequence[str], told: Mapping[str, Sequence[Cell]]) -> str:
    said = [
        f"{step}: {', '.join(_told(values[place], column) for column, values in told.items())}"
        for place, step in enumerate(steps)
    ]
    return f"{'; '.join(said)}."


def _told(value: Cell, column: str) -> str:
    return NOT_LINKED if value is None else counted(value, column)


def _add_band(figure: Drawing, released: Released, limits: str) -> None:
    """The exact interval as a band; where there is none it is broken, so each edge is drawn in stretches."""
    months = days(released, "month_start")
    lows, highs = numbers(released, f"{limits}_low"), numbers(released, f"{limits}_high")
    middles = numbers(released, limits)
    figure.add_scatter(
        **in_month(months),
        y=middles,
        mode="lines",
        line={"width": 0},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": _apart(highs, middles),
            "arrayminus": _apart(middles, lows),
            "color": palette.MEASURES[limits],
            "thickness": 1.2,
            "width": 3,
        },
        name=f"Exact interval of {label(released, limits).lower()}"
        if limits == "visits_per_call"
        else "Exact interval",
        hoverinfo="skip",
        showlegend=False,
    )


def _apart(uppers: Sequence[Number], lowers: Sequence[Number]) -> list[Number]:
    return [
        None if upper is None or lower is None else upper - lower for upper, lower in zip(uppers, lowers, strict=True)
    ]


def _add_line(figure: Drawing, released: Released, column: str, *, dash: str) -> None:
    months, values = days(released, "month_start"), cells(released, column)
    figure.add_scatter(
        **in_month(months),
        y=drawn_of(values),
        name=label(released, column),
        mode="lines+markers",
        connectgaps=False,
        line={"color": palette.MEASURES[column], "width": 2.5, "dash": dash},
        marker={"size": 7, "symbol": "circle" if dash == "solid" else "square"},
        customdata=month_texts(months, [rate_in_words(value, column) for value in values]),
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=True,
    )


def _add_published(figure: Drawing, one: Published, place: int) -> None:
    """A dashed line over the whole width with its own counts and citation written on it."""
    figure.add_shape(
        type="line",
        xref="paper",
        x0=0,
        x1=1,
        y0=one.value,
        y1=one.value,
        line={"color": palette.REFERENCE, "width": 1.5, "dash": "dash"},
    )
    figure.add_annotation(
        text="<br>".join(textwrap.wrap(_published_in_words(one), _WIDEST_TEXT)),
        xref="paper",
        x=0,
        y=one.value,
        xanchor="left",
        yanchor="bottom" if place % 2 == 0 else "top",
        align="left",
        showarrow=False,
        font={"size": 11},
    )


def _published_in_words(one: Published) -> str:
    return f"{one.name}: {one.value_in_words}; {one.counts_in_words} ({one.citation})"


def _rate_axis(title: str, rate: str, tops: Sequence[Cell]) -> dict[str, Any]:
    if rate.endswith("_share"):
        return {"title": {"text": title}, "range": [0, 1.04], "tickformat": ".0%", "dtick": 0.2}
    return {"title": {"text": title}, "range": [0, axis_top(tops, least=1) * 1.08], "tickformat": ",~r"}


def _rate_alt(released: Released, rate: str, published: Sequence[Published]) -> str:
    months = [month_in_words(month) for month in days(released, "month_start")]
    values = cells(released, rate)
    known = [(m, v) for m, v in zip(months, drawn_of(values), strict=True) if v is not None]
    hidden = sum(isinstance(value, str) for value in values)
    beyond = f" Hidden in {hidden} of {len(months)} months." if hidden else ""
    first = opening(released.about, "line by month", title=released.about.title)
    beside = "".join(f" Published: {_published_in_words(one)}." for one in published)
    if not known and not hidden:
        return f"{first} In none of these months is there enough on record for this rate.{beside}"
    if not known:
        return f"{first}{beyond}{beside}"
    low, high, last = min(known, key=_value), max(known, key=_value), known[-1]
    said = [f"{name} {rate_in_words(value, rate)} ({month})" for name, (month, value) in
            (("Highest:", high), ("Lowest:", low), ("Newest:", last))]  # fmt: skip
    without = len(months) - len(known) - hidden
    gaps = f" Months without a rate: {without}." if without else ""
    return f"{first}{beyond} {'. '.join(said)}.{gaps}{beside}"


def _value(known: tuple[str, int | float]) -> float:
    return known[1]
