"""Dated events and provisional months are drawn on every chart over time, and told from "no record" and from 0."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.charts import (
    Chart,
    calls_by_month_bars,
    deaths_by_year_bars,
    requests_by_month_bars,
    town_by_month_bars,
    trend_lines,
    turnaround_lines,
)
from rorf_data.charts.marks import PROVISIONAL_NAME
from rorf_data.disclosure.release import DatedEvent, Provisional, Released, release
from rorf_data.exports.page import lay_out
from rorf_data.model import Feed, add_months
from tests.unit.picture_frames import FIRST_MONTH, by_month, released, trend

CALLS = by_month(
    total_calls=[3, 0, None, 4],
    fatal_calls=[1, 0, None, 0],
    nonfatal_calls=[2, 0, None, 3],
    unknown_outcome_calls=[0, 0, None, 1],
    total_kits=[6, 2, None, 1],
    kits_per_call=[2.0, None, None, 0.25],
)
REQUESTS = by_month(
    total_requests=[5, 0, None, 2],
    total_delivered=[4, 0, None, 2],
    requests_waiting=[1, 1, None, 1],
    median_days=[3.5, None, None, 4.0],
    p90_days=[9.0, None, None, 9.0],
)
QUARTERS = released(
    {
        "period_start": [date(2026, 1, 1), date(2026, 4, 1)],
        "period": ["2026 Q1", "2026 Q2"],
        "town": ["Kent", "Kent"],
        "total_kits": [3, 4],
    }
)
DEATHS = released({"year": ["2025", "2026"], "total_deaths": [3, 4], "opioid_deaths": [2, 4]})
BY_MONTH: list[tuple[Callable[[Released], Chart], Released]] = [
    (calls_by_month_bars, CALLS),
    (requests_by_month_bars, REQUESTS),
    (turnaround_lines, REQUESTS),
    (town_by_month_bars, by_month(total_kits=[2, 0, None, 3])),
    (lambda shown: trend_lines(shown, value="total_kits"), trend({"Kent": [2, 0, None, 3]})),
    (lambda shown: trend_lines(shown, value="total_kits"), trend({"Kent": [2, 0, None, 3], "Goshen": [0, 1, None, 1]})),
]
EVERY_CHART = [
    *BY_MONTH,
    (lambda shown: trend_lines(shown, value="total_kits"), QUARTERS),
    (deaths_by_year_bars, DEATHS),
]
MARCH = DatedEvent(date(2026, 3, 10), "kits reach all ambulances")
APRIL = DatedEvent(date(2026, 4, 28), "vending machine opens")
SIXTY = Provisional(date(2026, 4, 1), 0.6)


def marked(
    shown: Released, *, events: tuple[DatedEvent, ...] = (), provisional: tuple[Provisional, ...] = ()
) -> Released:
    """The same answer with these events and provisional months."""
    return release(shown.frame, replace(shown.about, events=events, provisional=provisional))


def named(figure: go.Figure, name: str) -> list[Any]:
    """The traces of this name."""
    return [trace for trace in figure.data if trace.name == name]


def texts(figure: go.Figure) -> str:
    """Everything that is written on the picture."""
    return " | ".join(annotation.text for annotation in figure.layout.annotations)


@pytest.mark.parametrize(("draw", "shown"), EVERY_CHART)
def test_events_are_lines_that_say_what_they_are(draw: Callable[[Released], Chart], shown: Released) -> None:
    """Each event is a line on every panel, stands in the key above, is said when pointed at, and in the words."""
    chart = draw(marked(shown, events=(APRIL, MARCH)))
    panels = len({shape.xref for shape in chart.figure.layout.shapes})
    (*_, hover) = named(chart.figure, "Dated events")

    assert len(chart.figure.layout.shapes) == 2 * panels
    assert "10 Mar 2026: kits reach all ambulances" in texts(chart.figure)
    assert "28 Apr 2026: vending machine opens" in texts(chart.figure)
    assert "10 March 2026: kits reach all ambulances" in "|".join(hover.customdata)
    assert "Dated events: 10 March 2026: kits reach all ambulances; 28 April 2026: vending machine opens." in chart.alt


def test_a_line_stands_on_the_day_of_its_event() -> None:
    """On months it stands on the day, and on quarters as far into the quarter as the day is."""
    (month,) = calls_by_month_bars(marked(CALLS, events=(MARCH,))).figure.layout.shapes
    (quarter,) = trend_lines(marked(QUARTERS, events=(MARCH,)), value="total_kits").figure.layout.shapes

    assert (month.x0, month.x1) == ("2026-03-10", "2026-03-10")
    assert quarter.x0 == pytest.approx(-0.5 + (31 + 28 + 9) / 90)


@pytest.mark.parametrize(("draw", "shown"), EVERY_CHART)
@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2027, 1, 1)])
def test_events_outside_the_picture_are_not_drawn(
    draw: Callable[[Released], Chart], shown: Released, day: date
) -> None:
    """Whatever the description holds, an event before the first or after the last place is neither drawn nor said."""
    plain = draw(shown)
    chart = draw(marked(shown, events=(DatedEvent(day, "something else"),)))

    assert chart.figure == plain.figure
    assert chart.alt == plain.alt


@pytest.mark.parametrize(("draw", "shown"), BY_MONTH)
def test_a_provisional_month_is_told_in_picture_legend_and_words(
    draw: Callable[[Released], Chart], shown: Released
) -> None:
    """It lies on a ground of its own, with one legend entry, and what is usually in stands in hover and words."""
    chart = draw(marked(shown, provisional=(SIXTY,)))
    grounds = named(chart.figure, PROVISIONAL_NAME)

    assert {tuple(ground.x) for ground in grounds} == {("2026-04-01",)}
    assert sum(ground.showlegend is not False for ground in grounds) == 1
    assert grounds[0].customdata[0].replace("<br>", " ") == (
        "April 2026, provisional: about 60 % of records are usually in by now"
    )
    assert "Provisional: April 2026 (about 60 % of records are usually in by now)." in chart.alt
    assert grounds[0].marker.pattern.shape != named(chart.figure, "No record")[0].marker.pattern.shape


def test_what_is_drawn_of_a_provisional_month_is_paler_or_hollow() -> None:
    """Bars lose half of their colour and points are rings, in that month alone; what is drawn stays the number."""
    calls = calls_by_month_bars(marked(CALLS, provisional=(SIXTY,))).figure
    line = trend_lines(marked(trend({"Kent": [2, 0, 1, 3]}), provisional=(SIXTY,)), value="total_kits").figure

    assert list(named(calls, "Nonfatal calls")[0].marker.opacity) == [1, 1, 1, 0.5]
    assert list(named(calls, "Nonfatal calls")[0].y) == [2, 0, None, 3]
    assert list(line.data[0].marker.symbol) == ["circle", "circle", "circle", "circle-open"]


def test_a_month_without_record_is_not_drawn_as_provisional() -> None:
    """No record stays no record: its hatch is drawn alone."""
    figure = calls_by_month_bars(marked(CALLS, provisional=(Provisional(date(2026, 3, 1), 0.2),))).figure

    assert not named(figure, PROVISIONAL_NAME)
    assert tuple(named(figure, "No record")[0].x) == ("2026-03-01",)


def test_a_chart_tells_of_its_own_records_alone() -> None:
    """Kits that are still expected don't make calls provisional, but do the kits beside them."""
    shown = marked(CALLS, provisional=(Provisional(date(2026, 4, 1), None, Feed.DISTRIBUTIONS),))
    calls, kits = calls_by_month_bars(shown), town_by_month_bars(shown)

    assert not named(calls.figure, PROVISIONAL_NAME)
    assert "Provisional" not in calls.alt
    assert "Provisional: kits left of April 2026 (more records are expected)." in kits.alt


@pytest.mark.parametrize(
    ("draw", "shown", "place"),
    [
        (lambda shown: trend_lines(shown, value="total_kits"), QUARTERS, "2026 Q2"),
        (deaths_by_year_bars, DEATHS, "2026"),
    ],
)
def test_a_longer_span_names_its_provisional_months(
    draw: Callable[[Released], Chart], shown: Released, place: str
) -> None:
    """A quarter or year with a month that isn't complete is provisional, and says which month it is."""
    (ground,) = named(draw(marked(shown, provisional=(SIXTY,))).figure, PROVISIONAL_NAME)

    assert tuple(ground.x) == (place,)
    assert ground.customdata[0].replace("<br>", " ") == (
        f"{place}, provisional: April 2026 (about 60 % of records are usually in by now)"
    )


def test_letters_never_lie_upon_each_other() -> None:
    """Events that stand too close for letters of their own share one place."""
    days = [date(2026, 1, 5), date(2026, 1, 8), date(2026, 4, 1)]
    events = tuple(DatedEvent(day, f"event {place}") for place, day in enumerate(days))
    figure = calls_by_month_bars(marked(CALLS, events=events)).figure
    letters = [annotation.text for annotation in figure.layout.annotations if annotation.xref == "x"]

    assert letters == ["<b>A–B</b>", "<b>C</b>"]


def test_the_key_has_room_of_its_own_and_ends_after_eight() -> None:
    """The picture grows by the lines of the key; what doesn't fit is counted, and is in the notes."""
    plain = calls_by_month_bars(CALLS).figure.layout
    events = tuple(DatedEvent(FIRST_MONTH + timedelta(days=9 * step), f"event {step}") for step in range(10))
    layout = calls_by_month_bars(marked(CALLS, events=events)).figure.layout

    assert layout.height - plain.height == layout.margin.t - plain.margin.t == 9 * 16
    assert "and 2 more, in the notes" in layout.annotations[-1].text
    assert len(layout.shapes) == 10


def test_words_of_an_event_are_text_and_nothing_else() -> None:
    """Whatever somebody wrote is shown as written."""
    figure = calls_by_month_bars(marked(CALLS, events=(DatedEvent(date(2026, 4, 1), "<b>a & b</b>"),))).figure

    assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in texts(figure)
    assert "<b>a" not in texts(figure)


@pytest.mark.parametrize(("draw", "shown"), EVERY_CHART)
def test_a_marked_chart_can_be_laid_out_for_print(draw: Callable[[Released], Chart], shown: Released) -> None:
    """Every property is one that plotly knows, and the page says what the marks are."""
    page = lay_out(draw(marked(shown, events=(MARCH,), provisional=(SIXTY,))))

    assert "Provisional: April 2026" in texts(page)
    assert "kits reach all ambulances" in texts(page)


@given(
    st.integers(1, 30),
    st.lists(st.dates(date(2025, 1, 1), date(2029, 1, 1)), max_size=6),
    st.lists(st.integers(-6, 40), max_size=6, unique=True),
)
def test_marks_lie_in_the_picture_and_leave_the_numbers_alone(count: int, days: list[date], steps: list[int]) -> None:
    """Whatever is marked: lines and grounds lie on the months drawn, and bars are as high as before."""
    shown = by_month(total_kits=[1] * count)
    last = add_months(FIRST_MONTH, count) - timedelta(days=1)
    events = tuple(DatedEvent(day, "something") for day in days)
    provisional = tuple(Provisional(add_months(FIRST_MONTH, step), None) for step in steps)
    figure = town_by_month_bars(marked(shown, events=events, provisional=provisional)).figure
    lines = [date.fromisoformat(shape.x0) for shape in figure.layout.shapes]
    grounds = [month for ground in named(figure, PROVISIONAL_NAME) for month in ground.x]

    assert sorted(lines) == sorted(day for day in days if FIRST_MONTH <= day <= last)
    assert grounds == [add_months(FIRST_MONTH, step).isoformat() for step in sorted(steps) if 0 <= step < count]
    assert list(figure.data[0].y) == [1] * count
