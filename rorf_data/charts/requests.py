"""Requests for kits: how many came, how many were delivered, how many wait, and how long it took."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rorf_data import palette
from rorf_data.charts.canvas import (
    Chart,
    add_missing_months,
    all_missing,
    bars_in_month,
    canvas,
    count_axis,
    days,
    in_month,
    label,
    measure_axis,
    month_axis,
    month_texts,
    numbers,
    redrawable,
    say_nothing_is_there,
)
from rorf_data.charts.marks import with_month_marks
from rorf_data.disclosure.release import Released
from rorf_data.wording import Number, Series, counted, extremes, month_in_words, opening

AGE_LIMITS = (0, 7, 14, 30, 60)
"""A request counts as older than a limit from the day after it; 7 days is still in the first class."""

TOO_FEW = "In no month were enough delivered for a percentile."


@redrawable
def requests_by_month_bars(released: Released) -> Chart:
    """Requests received and delivered by month as bars, and those waiting at the month's end as a line."""
    months = days(released, "month_start")
    received, waiting = numbers(released, "total_requests"), numbers(released, "requests_waiting")
    figure = canvas()
    for index, column in enumerate(("total_requests", "total_delivered")):
        values = numbers(released, column)
        figure.add_bar(
            **bars_in_month(months, index=index, of=2),
            y=values,
            name=label(released, column),
            marker_color=palette.MEASURES[column],
            customdata=month_texts(months, [counted(number, column) for number in values]),
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.add_scatter(**_line(released, "requests_waiting", dash="solid", symbol="diamond"))
    delivered = numbers(released, "total_delivered")
    add_missing_months(figure, months, all_missing(received, delivered, waiting))
    figure.update_layout(
        xaxis=month_axis(months), yaxis=count_axis("Requests for kits", [*received, *delivered, *waiting])
    )
    series = Series("total_requests", [month_in_words(month) for month in months], received)
    if not months:
        say_nothing_is_there(figure)
    title = "Requests received, delivered and waiting by month"
    first = opening(released.about, "bars and a line", title=title)
    alt = f"{first} Received. {extremes(series)} {_rest_in_words(delivered, waiting)}"
    return with_month_marks(Chart(title, figure, alt, released), months)


@redrawable
def turnaround_lines(released: Released) -> Chart:
    """Median and 90th percentile of the days from request to delivery, by month, of delivered requests only.

    A month in which too few were delivered is a gap; a month without any record of requests is a gap under a hatch.
    """
    months, median, p90 = (
        days(released, "month_start"), numbers(released, "median_days"), numbers(released, "p90_days"),
    )  # fmt: skip
    figure = canvas()
    figure.add_scatter(**_line(released, "median_days", dash="solid", symbol="circle"))
    figure.add_scatter(**_line(released, "p90_days", dash="dash", symbol="square"))
    received = numbers(released, "total_requests")
    add_missing_months(figure, months, all_missing(received, median, p90))
    figure.update_layout(xaxis=month_axis(months), yaxis=measure_axis("Days from request to delivery", [*median, *p90]))
    if not months:
        say_nothing_is_there(figure)
    elif all_missing(median, p90).count(True) == len(months):
        say_nothing_is_there(figure, TOO_FEW)
    names = [month_in_words(month) for month in months]
    parts = [
        f"{label(released, column)}. {_known_extremes(column, names, values)}"
        for column, values in (("median_days", median), ("p90_days", p90))
    ]
    title = "Days from request to delivery by month"
    alt = f"{opening(released.about, 'two lines', title=title)} {' '.join(parts)}"
    return with_month_marks(Chart(title, figure, alt, released), months)


@redrawable
def waiting_ages_bars(released: Released) -> Chart:
    """How many requests have waited how long, in classes whose limits don't move."""
    ages, counts = numbers(released, "days_waiting"), numbers(released, "total_requests")
    names = _age_names()
    classes = [0] * len(names)
    for age, count in zip(ages, counts, strict=True):
        classes[_age_class(age)] += int(count or 0)
    figure = canvas(hovermode="closest")
    figure.add_bar(
        x=names,
        y=classes,
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
    figure.update_layout(
        xaxis={"title": {"text": label(released, "days_waiting")}, "type": "category", "showgrid": False},
        yaxis=count_axis("Requests waiting", classes),
        showlegend=False,
    )
    if not sum(classes):
        say_nothing_is_there(figure, "No request is waiting.")
    title = "How long the waiting requests have waited"
    alt = f"{opening(released.about, 'bars by age', title=title)} {_ages_in_words(names, classes, ages)}"
    return Chart(title, figure, alt, released)


def _line(released: Released, column: str, *, dash: str, symbol: str) -> dict[str, object]:
    months, values = days(released, "month_start"), numbers(released, column)
    return {
        **in_month(months),
        "y": values,
        "name": label(released, column),
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"color": palette.MEASURES[column], "width": 2.5, "dash": dash},
        "marker": {"size": 8, "symbol": symbol},
        "customdata": month_texts(months, [counted(number, column) for number in values]),
        "hovertemplate": f"{label(released, column)}, %{{customdata}}<extra></extra>",
    }


def _plain(values: Sequence[Number]) -> list[str]:
    return ["" if number is None else f"{number:,}" for number in values]


def _known_extremes(column: str, names: Sequence[str], values: Sequence[Number]) -> str:
    known = [(name, value) for name, value in zip(names, values, strict=True) if value is not None]
    if not known:
        return TOO_FEW
    return extremes(Series(column, [name for name, _ in known], [value for _, value in known], is_summed=False))


def _rest_in_words(delivered: Sequence[Number], waiting: Sequence[Number]) -> str:
    total = sum(number for number in delivered if number is not None)
    last = next((number for number in reversed(waiting) if number is not None), None)
    return f"Delivered: {counted(total, 'total_requests')}. Waiting at the end: {counted(last, 'total_requests')}."


def _age_names() -> list[str]:
    inner = [f"{low + 1} to {high} days" for low, high in pairwise(AGE_LIMITS)]
    return [f"0 to {AGE_LIMITS[1]} days", *inner[1:], f"over {AGE_LIMITS[-1]} days"]


def _age_class(age: Number) -> int:
    return sum((age or 0) > limit for limit in AGE_LIMITS[1:])


def _ages_in_words(names: Sequence[str], classes: Sequence[int], ages: Sequence[Number]) -> str:
    if not sum(classes):
        return "No request is waiting."
    filled = [f"{name}: {number}" for name, number in zip(names, classes, strict=True) if number]
    oldest = max(age or 0 for age in ages)
    waiting = counted(sum(classes), "requests_waiting")
    return f"{waiting}. {'; '.join(filled)}. The oldest has waited {counted(oldest, 'days_waiting')}."
