"""Overdose calls by month and town, and the published deaths that are never added to calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rorf_data import palette
from rorf_data.charts.canvas import (
    FEW_BARS,
    Chart,
    add_hidden,
    add_hidden_months,
    add_missing_months,
    add_no_record,
    all_missing,
    bars_in_month,
    canvas,
    cells,
    count_axis,
    days,
    drawn_of,
    hidden_places,
    in_month,
    label,
    month_axis,
    month_texts,
    part_marker,
    redrawable,
    say_nothing_is_there,
    there,
)
from rorf_data.charts.drawing import Drawing
from rorf_data.charts.marks import Span, with_marks, with_month_marks
from rorf_data.charts.stacks import parts_left, stack_of
from rorf_data.charts.towns import stacked_town_bars, towns_in_words
from rorf_data.disclosure.release import Released
from rorf_data.model import Feed
from rorf_data.wording import (
    NO_RECORD,
    Cell,
    Number,
    Series,
    counted,
    extremes,
    month_in_words,
    opening,
    total_in_words,
)

OUTCOMES = ("fatal_calls", "nonfatal_calls", "unknown_outcome_calls")
"""The outcomes in the order they are stacked; what is unknown is hatched, so that it shows without colour too."""


@redrawable
def calls_by_month_bars(released: Released) -> Chart:
    """Overdose calls by month, stacked by outcome, with the month's total above the bar where bars are few."""
    months, totals = days(released, "month_start"), cells(released, "total_calls")
    names = [month_in_words(month) for month in months]
    figure = canvas(barmode="stack")
    stack = stack_of(released, OUTCOMES, "total_calls", names=names)
    for outcome, values in stack.parts.items():
        _add_outcome(figure, released, outcome, values)
    stack.add_rest(figure, bars_in_month(months))
    if len(months) <= FEW_BARS:
        figure.add_scatter(**in_month(months), **_totals_above(drawn_of(totals)))
    add_missing_months(figure, months, all_missing(totals))
    add_hidden_months(figure, months, {label(released, "total_calls"): totals})
    figure.update_layout(xaxis=month_axis(months), yaxis=count_axis(label(released, "total_calls"), totals))
    series = Series("total_calls", names, totals)
    if not months:
        say_nothing_is_there(figure)
    chart = _stacked(released, figure, extremes(series), by="month")
    return with_month_marks(chart, months, feeds=[Feed.CALLS])


@redrawable
def calls_by_town_bars(released: Released) -> Chart:
    """Overdose calls by town, stacked by outcome, most first, with the total beside each bar."""
    figure = stacked_town_bars(released, OUTCOMES, total="total_calls")
    return _stacked(released, figure, towns_in_words(released, "total_calls"), by="town")


@redrawable
def deaths_by_year_bars(released: Released) -> Chart:
    """Published accidental drug deaths by year, and within each bar those with any opioid."""
    years = [str(year) for year in released.frame["year"]]
    columns = ["total_deaths", *there(released, ["opioid_deaths"])]
    told = {column: cells(released, column) for column in columns}
    totals = told["total_deaths"]
    figure = canvas(barmode="overlay")
    for column in columns:
        _add_deaths(figure, released, column, years, told[column])
    gaps = [year for year, is_gap in zip(years, all_missing(totals), strict=True) if is_gap]
    add_no_record(
        figure, places={"x": gaps, "width": [0.86] * len(gaps)}, texts=[f"{year}: {NO_RECORD}" for year in gaps]
    )
    hidden = hidden_places({label(released, column): values for column, values in told.items()})
    add_hidden(
        figure,
        places={"x": [years[place] for place in hidden], "width": [0.86] * len(hidden)},
        texts=[f"{years[place]}: {said}" for place, said in hidden.items()],
    )
    figure.update_layout(
        xaxis={
            "title": {"text": label(released, "year")},
            "type": "category",
            "categoryarray": years,
            "showgrid": False,
        },
        yaxis=count_axis(label(released, "total_deaths"), totals),
        uniformtext={"minsize": 10, "mode": "hide"},
    )
    words = extremes(Series("total_deaths", years, totals))
    if not years:
        say_nothing_is_there(figure)
    title = f"{label(released, 'total_deaths')} by year"
    alt = f"{opening(released.about, 'bars by year', title=title)} {words}{_opioids_in_words(told)}"
    spans = [Span(date(int(year), 1, 1), date(int(year), 12, 31), year) for year in years]
    return with_marks(Chart(title, figure, alt, released), spans)


def _add_deaths(figure: Drawing, released: Released, column: str, years: Sequence[str], values: Sequence[Cell]) -> None:
    """All deaths as wide bars with their number above, those with any opioid as slim ones within."""
    is_whole = column == "total_deaths"
    figure.add_bar(
        x=list(years),
        y=drawn_of(values),
        width=0.72 if is_whole else 0.4,
        name=label(released, column),
        marker_color=palette.MEASURES[column],
        text=["" if number is None else f"{number:,}" for number in drawn_of(values)],
        textposition="outside" if is_whole else "inside",
        cliponaxis=False,
        customdata=[f"{year}: {counted(n, column)}" for year, n in zip(years, values, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _opioids_in_words(told: Mapping[str, Sequence[Cell]]) -> str:
    if "opioid_deaths" not in told:
        return ""
    return f" With any opioid: {total_in_words(told['opioid_deaths'], '')}."


def _stacked(released: Released, figure: Drawing, words: str, *, by: str) -> Chart:
    title = f"{label(released, 'total_calls')} by {by}"
    form = f"bars by {by}{', stacked by outcome' if parts_left(released, OUTCOMES) else ''}"
    first = opening(released.about, form, title=title)
    return Chart(title, figure, f"{first} {words}{_outcomes_in_words(released)}", released)


def _add_outcome(figure: Drawing, released: Released, outcome: str, values: Sequence[Number]) -> None:
    months = days(released, "month_start")
    figure.add_bar(
        **bars_in_month(months),
        y=list(values),
        name=label(released, outcome),
        marker=part_marker(outcome),
        customdata=month_texts(months, [counted(number, outcome) for number in values]),
        hovertemplate="%{customdata}<extra></extra>",
    )


def _totals_above(totals: Sequence[Number]) -> dict[str, object]:
    return {
        "y": list(totals),
        "mode": "text",
        "text": ["" if total is None else f"{total:,}" for total in totals],
        "textposition": "top center",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
        "name": "Total",
    }


def _outcomes_in_words(released: Released) -> str:
    words = [total_in_words(cells(released, outcome), outcome) for outcome in parts_left(released, OUTCOMES)]
    return f" Of these: {', '.join(words)}." if words else ""
