"""What is compared between towns, years and ages is drawn with the frame's own numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest

from rorf_data import palette
from rorf_data.charts import (
    by_town_bars,
    calls_by_town_bars,
    deaths_by_year_bars,
    kits_by_town_bars,
    waiting_ages_bars,
)
from tests.unit.picture_frames import by_town, emptied, released


def trace(figure: go.Figure, name: str) -> Any:
    """The one trace of this name."""
    (found,) = [drawn for drawn in figure.data if drawn.name == name]
    return found


def test_towns_stand_from_most_to_least_and_a_missing_one_last() -> None:
    """Bars are in order of their number; a town without record is hatched and last, a town with 0 has a 0."""
    figure = kits_by_town_bars(by_town(total_kits=[3, 12, 0, None])).figure

    assert tuple(trace(figure, "Kits left").y) == ("Litchfield", "Kent", "Warren", "Goshen")
    assert tuple(trace(figure, "Kits left").x) == (12, 3, 0, None)
    assert tuple(trace(figure, "No record").y) == ("Goshen",)
    assert tuple(text.strip() for text in trace(figure, "Total").text) == ("12", "3", "0")
    assert figure.layout.yaxis.autorange == "reversed"


def test_places_that_are_no_town_come_last_and_are_said_apart() -> None:
    """Kits from outside are drawn below the towns and are in no town's highest, lowest or total."""
    shown = released(
        {
            "town_code": ["40290", "43370", "outside", "not-recorded"],
            "town": ["Kent", "Litchfield", "Outside the area", "Place not recorded"],
            "total_kits": [3, 5, 9, 0],
        }
    )
    chart = kits_by_town_bars(shown)

    assert tuple(chart.figure.data[0].y) == ("Litchfield", "Kent", "Outside the area", "Place not recorded")
    assert "Highest: 5 kits (Litchfield). Lowest: 3 kits (Kent). Total: 8 kits." in chart.alt
    assert chart.alt.endswith("Outside the area: 9 kits. Place not recorded: 0 kits.")


def test_calls_by_town_are_stacked_in_one_order() -> None:
    """Parts and total of a town stand in the same row, ordered by the total."""
    shown = by_town(
        total_calls=[2, 5, 0],
        fatal_calls=[1, 1, 0],
        nonfatal_calls=[1, 3, 0],
        unknown_outcome_calls=[0, 1, 0],
    )
    figure = calls_by_town_bars(shown).figure

    assert tuple(trace(figure, "Fatal calls").y) == ("Litchfield", "Kent", "Warren")
    assert tuple(trace(figure, "Fatal calls").x) == (1, 1, 0)
    assert tuple(trace(figure, "Nonfatal calls").x) == (3, 1, 0)
    assert trace(figure, "Calls with outcome not recorded").marker.pattern.shape == "x"
    assert figure.layout.barmode == "stack"
    assert figure.layout.showlegend is True


def test_a_rate_by_town_keeps_its_parts_of_one() -> None:
    """A rate is drawn as it stands, its axis may be divided, and no total is made of rates."""
    chart = by_town_bars(by_town(kits_per_1000=[0.5, 1.25, 0.0]), value="kits_per_1000")

    assert tuple(chart.figure.data[0].x) == (1.25, 0.5, 0)
    assert "Highest: 1.2 kits per 1,000 residents (Litchfield)." in chart.alt
    assert "Total" not in chart.alt
    assert chart.figure.layout.xaxis.dtick is None


def test_height_grows_with_the_towns_and_not_with_their_numbers() -> None:
    """The same towns give the same height whatever they count; more towns give more room."""
    few = kits_by_town_bars(by_town(total_kits=[1, 0, None])).figure.layout.height
    more = kits_by_town_bars(by_town(total_kits=[100, 2, 3, 4])).figure.layout.height

    assert few == kits_by_town_bars(by_town(total_kits=[100, 200, 300])).figure.layout.height
    assert more > few


def test_an_empty_list_of_towns_says_so() -> None:
    """No town at all: a sentence in place of axes."""
    chart = kits_by_town_bars(emptied(by_town(total_kits=[1])))

    assert chart.figure.layout.annotations[0].text == "Nothing is on record for this choice."
    assert chart.alt.endswith("There is no record to show.")


def test_opioid_deaths_stand_inside_all_deaths() -> None:
    """The slimmer bar lies on the wider one, both from zero, so a part is never added to its whole."""
    shown = released({"year": [2020, 2021, 2022], "total_deaths": [11, 10, None], "opioid_deaths": [10, 9, None]})
    chart = deaths_by_year_bars(shown)
    every, opioid = trace(chart.figure, "Published deaths"), trace(chart.figure, "Deaths with an opioid")

    assert chart.figure.layout.barmode == "overlay"
    assert (tuple(every.x), tuple(every.y)) == (("2020", "2021", "2022"), (11, 10, None))
    assert tuple(opioid.y) == (10, 9, None)
    assert opioid.width < every.width
    assert tuple(trace(chart.figure, "No record").x) == ("2022",)
    assert "Total: 21 deaths. No record: 2022. With any opioid: 19." in chart.alt


@pytest.mark.parametrize(
    ("age", "name"),
    [
        (0, "0 to 7 days"), (7, "0 to 7 days"), (8, "8 to 14 days"), (14, "8 to 14 days"), (15, "15 to 30 days"),
        (30, "15 to 30 days"), (31, "31 to 60 days"), (60, "31 to 60 days"), (61, "over 60 days"),
    ],
)  # fmt: skip
def test_a_wait_falls_into_the_class_that_names_it(age: int, name: str) -> None:
    """A class holds its upper limit and not its lower one."""
    shown = released(
        {"town": ["Kent"], "received_date": [date(2026, 1, 1)], "days_waiting": [age], "total_requests": [2]}
    )
    bars = waiting_ages_bars(shown).figure.data[0]

    assert {place: count for place, count in zip(bars.x, bars.y, strict=True) if count} == {name: 2}


def test_waiting_in_words_names_the_oldest() -> None:
    """The sum, the filled classes and the oldest wait are those of the frame."""
    shown = released(
        {
            "town": ["Kent", "Warren"],
            "received_date": [date(2026, 1, 1), date(2025, 10, 1)],
            "days_waiting": [3, 95],
            "total_requests": [2, 1],
        }
    )
    alt = waiting_ages_bars(shown).alt

    assert "3 requests waiting. 0 to 7 days: 2; over 60 days: 1. The oldest has waited 95 days." in alt


def test_nobody_waiting_is_said() -> None:
    """An empty list of waiting requests is good news and is written as such."""
    shown = released(
        {"town": ["Kent"], "received_date": [date(2026, 1, 1)], "days_waiting": [1], "total_requests": [1]}
    )
    chart = waiting_ages_bars(emptied(shown))

    assert chart.figure.layout.annotations[0].text == "No request is waiting."
    assert chart.alt.endswith("No request is waiting.")


def test_no_chart_sets_colours_of_text_or_ground() -> None:
    """Text, grid and ground belong to the page's theme; a figure colours only what carries meaning."""
    layout = kits_by_town_bars(by_town(total_kits=[1, 2, 3])).figure.to_dict()["layout"]

    assert "paper_bgcolor" not in layout
    assert "font" not in layout
    assert "gridcolor" not in layout["xaxis"]
    assert kits_by_town_bars(by_town(total_kits=[1, 2, 3])).figure.data[0].marker.color == palette.KITS
