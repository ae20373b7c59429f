"""Requests for kits: how many came, how many were delivered, how many wait, and how long it took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from rorf_data import palette
from rorf_data.charts.canvas import (
    Chart,
    add_hidden,
    add_hidden_beside,
    add_hidden_months,
    add_missing_months,
    all_missing,
    bars_in_month,
    canvas,
    cells,
    count_axis,
    days,
    drawn_of,
    in_month,
    label,
    measure_axis,
    month_axis,
    month_texts,
    redrawable,
    say_nothing_is_there,
    there,
)
from rorf_data.charts.marks import with_month_marks
from rorf_data.disclosure.release import Released
from rorf_data.wording import (
    HIDDEN,
    Cell,
    Series,
    counted,
    extremes,
    known_numbers,
    month_in_words,
    opening,
    total_in_words,
)

AGE_LIMITS = (0, 7, 14, 30, 60)
"""A request counts as older than a limit from the day after it; 7 days is still in the first class."""

TOO_FEW = "In no month were enough delivered for a percentile."


@redrawable
def requests_by_month_bars(released: Released) -> Chart:
    """Requests received and delivered by month as bars, and those waiting at the month's end as a line."""
    months = days(released, "month_start")
    columns = there(released, ("total_requests", "total_delivered", "requests_waiting"))
    told = {column: cells(released, column) for column in columns}
    bars = [column for column in columns if column != "requests_waiting"]
    figure = canvas()
    for index, column in enumerate(bars):
        values = told[column]
        figure.add_bar(
            **bars_in_month(months, index=index, of=len(bars)),
            y=drawn_of(values),
            name=label(released, column),
            marker_color=palette.MEASURES[column],
            customdata=month_texts(months, [counted(number, column) for number in values]),
            hovertemplate="%{customdata}<extra></extra>",
        )
    if "requests_waiting" in told:
        figure.add_scatter(**_line(released, "requests_waiting", dash="solid", symbol="diamond"))
    add_missing_months(figure, months, all_missing(*told.values()))
    for index, column in enumerate(bars):
        add_hidden_beside(figure, months, label(released, column), told[column], index=index, of=len(bars))
    lines = {label(released, column): told[column] for column in columns if column not in bars}
    add_hidden_months(figure, months, lines)
    every = [value for values in told.values() for value in values]
    figure.update_layout(xaxis=month_axis(months), yaxis=count_axis("Requests for kits", every))
    series = Series("total_requests", [month_in_words(month) for month in months], told["total_requests"])
    if not months:
        say_nothing_is_there(figure)
    title = _title(columns)
    first = opening(released.about, "bars and a line" if "requests_waiting" in told else "bars", title=title)
    alt = f"{first} Received. {extremes(series)}{_rest_in_words(told)}"
    return with_month_marks(Chart(title, figure, alt, released), months)


@redrawable
def turnaround_lines(released: Released) -> Chart:
    """Median and 90th percentile of the days from request to delivery, by month, of delivered requests only.

    A month in which too few were delivered is a gap; a month without any record of requests is a gap under a hatch.
    """
    months = days(released, "month_start")
    columns = ["median_days", *there(released, ["p90_days"])]
    told = {column: cells(released, column) for column in columns}
    figure = canvas()
    for column, (dash, symbol) in zip(columns, (("solid", "circle"), ("dash", "square")), strict=False):
        figure.add_scatter(**_line(released, column, dash=dash, symbol=symbol))
    received = [cells(released, column) for column in there(released, ["total_requests"])]
    add_missing_months(figure, months, all_missing(*received, *told.values()))
    add_hidden_months(figure, months, {label(released, column): values for column, values in told.items()})
    every = [value for values in told.values() for value in values]
    figure.update_layout(xaxis=month_axis(months), yaxis=measure_axis("Days from request to delivery", every))
    if not months:
        say_nothing_is_there(figure)
    elif all(all_missing(*told.values())):
        say_nothing_is_there(figure, TOO_FEW)
    names = [month_in_words(month) for month in months]
    parts = [f"{label(released, column)}. {_known_extremes(column, names, told[column])}" for column in columns]
    title = "Days from request to delivery by month"
    alt = f"{opening(released.about, 'two lines', title=title)} {' '.join(parts)}"
    return with_month_marks(Chart(title, figure, alt, released), months)


@redrawable
def waiting_ages_bars(released: Released) -> Chart:
    """How many requests have waited how long, in classes whose limits don't move."""
    ages, names = cells(released, "days_waiting"), _age_names()
    classes = _in_classes(ages, cells(released, "total_requests"))
    figure = canvas(hovermode="closest")
    figure.add_bar(
        x=names,
        y=drawn_of(classes),
        name=label(released, "total_requests"),
        marker_color=palette.WAITING,
        text=_plain(classes),
        textposition="outside",
        cliponaxis=False,
        customdata=[
            f"{name}: {counted(number, 'requests_waiting')}" for name, number in zip(names, classes, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    hidden = [name for name, count in zip(names, classes, strict=True) if isinstance(count, str)]
    add_hidden(figure, places={"x": hidden, "width": [1] * len(hidden)}, texts=[f"{name}: {HIDDEN}" for name in hidden])
    figure.update_layout(
        xaxis={"title": {"text": label(released, "days_waiting")}, "type": "category", "showgrid": False},
        yaxis=count_axis("Requests waiting", classes),
        showlegend=bool(hidden),
    )
    if not any(classes):
        say_nothing_is_there(figure, "No request is waiting.")
    title = "How long the waiting requests have waited"
    alt = f"{opening(released.about, 'bars by age', title=title)} {_ages_in_words(names, classes, ages)}"
    return Chart(title, figure, alt, released)


def _line(released: Released, column: str, *, dash: str, symbol: str) -> dict[str, object]:
    months, values = days(released, "month_start"), cells(released, column)
    return {
        **in_month(months),
        "y": drawn_of(values),
        "name": label(released, column),
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"color": palette.MEASURES[column], "width": 2.5, "dash": dash},
        "marker": {"size": 8, "symbol": symbol},
        "customdata": month_texts(months, [counted(number, column) for number in values]),
        "hovertemplate": f"{label(released, column)}, %{{customdata}}<extra></extra>",
    }


def _plain(values: Sequence[Cell]) -> list[str]:
    return ["" if number is None else f"{number:,}" for number in drawn_of(values)]


def _title(columns: Sequence[str]) -> str:
    words = {"total_requests": "received", "total_delivered": "delivered", "requests_waiting": "waiting"}
    *first, last = [words[column] for column in columns]
    said = f"{', '.join(first)} and {last}" if first else last
    return f"Requests {said} by month"


def _in_classes(ages: Sequence[Cell], counts: Sequence[Cell]) -> list[Cell]:
    """How many there are of each class of age; where an age is hidden, any class may hold its requests."""
    if any(isinstance(age, str) for age in ages):
        return [HIDDEN] * len(AGE_LIMITS)
    classes: list[list[Cell]] = [[] for _ in AGE_LIMITS]
    for age, count in zip(drawn_of(ages), counts, strict=True):
        classes[sum((age or 0) > limit for limit in AGE_LIMITS[1:])].append(count)
    return [HIDDEN if any(isinstance(count, str) for count in own) else int(sum(known_numbers(own))) for own in classes]


def _known_extremes(column: str, names: Sequence[str], values: Sequence[Cell]) -> str:
    known = [(name, value) for name, value in zip(names, values, strict=True) if value is not None]
    if not known:
        return TOO_FEW
    return extremes(Series(column, [name for name, _ in known], [value for _, value in known], is_summed=False))


def _rest_in_words(told: Mapping[str, Sequence[Cell]]) -> str:
    said = ""
    if "total_delivered" in told:
        said += f" Delivered: {total_in_words(told['total_delivered'], 'total_requests')}."
    if "requests_waiting" in told:
        last = next((value for value in reversed(told["requests_waiting"]) if value is not None), None)
        said += f" Waiting at the end: {counted(last, 'total_requests')}."
    return said


def _age_names() -> list[str]:
    inner = [f"{low + 1} to {high} days" for low, high in pairwise(AGE_LIMITS)]
    return [f"0 to {AGE_LIMITS[1]} days", *inner[1:], f"over {AGE_LIMITS[-1]} days"]


def _ages_in_words(names: Sequence[str], classes: Sequence[Cell], ages: Sequence[Cell]) -> str:
    if not any(classes):
        return "No request is waiting."
    filled = [f"{name}: {number}" for name, number in zip(names, classes, strict=True) if number]
    if any(isinstance(number, str) for number in classes):
        return f"{'; '.join(filled)}."
    oldest = max(known_numbers(ages), default=0)
    waiting = total_in_words(classes, "requests_waiting")
    return f"{waiting}. {'; '.join(filled)}. The oldest has waited {counted(oldest, 'days_waiting')}."
