"""The pictures of need and fair share hold the numbers of their frames, and say them in words."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import pytest

from rorf_data.answers.labels import LABELS
from rorf_data.charts import fair_share_bars, kits_beside, naloxone_model_curve
from tests.unit.picture_frames import by_town, released

NEED: dict[str, list[Any]] = {
    "population": [3019, 8192, 1351, 3150],
    "total_kits": [18, 51, 6, None],
    "total_calls": [3, 9, 0, 3],
    "planning_kits": [38, 104, 17, 40],
}
SHARES: dict[str, list[Any]] = {"total_kits": [18, 51, 6], "new_kits": [2, 0, 3], "kits_with_new": [20, 51, 9]}
MODEL: dict[str, list[Any]] = {
    "point": ["Published point", "Published point", "The state's planning figure"],
    "kits_per_100000": [100.0, 500.0, 1270.0],
    "modelled_percent": [26.2, 78.1, None],
    "modelled_low": [13.8, 52.5, None],
    "modelled_high": [37.8, 90.7, None],
}


def trace(chart, name):
    """The trace of this name."""
    return next(drawn for drawn in chart.drawing.traces if drawn["name"] == name)


@pytest.mark.parametrize("against", ["population", "total_calls"])
def test_each_town_on_record_is_a_point(against):
    """Goshen has no record of kits, so it is no point and not at 0."""
    chart = kits_beside(by_town(**NEED), against=against)
    towns = trace(chart, "Towns")

    assert towns["x"] == NEED[against][:3]
    assert towns["y"] == [18, 51, 6]
    assert "Kent: 18 kits" in chart.alt
    assert "Goshen" not in chart.alt


def test_the_planning_figure_stands_beside_residents_only():
    """It is so many kits for so many residents; beside calls there is no such line."""
    assert trace(kits_beside(by_town(**NEED), against="population"), "The state's planning figure, all channels")
    assert "The state's planning figure, all channels" not in [
        drawn["name"] for drawn in kits_beside(by_town(**NEED), against="total_calls").drawing.traces
    ]


def test_the_line_of_all_towns_runs_through_their_sum():
    """75 kits on 12,562 residents, wherever the picture ends."""
    line = trace(kits_beside(by_town(**NEED), against="population"), "All towns together")

    assert line["y"][1] / line["x"][1] == pytest.approx((18 + 51 + 6) / (3019 + 8192 + 1351))


def test_names_never_cover_each_other():
    """Of four towns at one point each name that is written has a side of its own; all are in the hover."""
    same = by_town(population=[3000] * 4, total_kits=[9] * 4, total_calls=[2] * 4, planning_kits=[38] * 4)
    towns = trace(kits_beside(same, against="population"), "Towns")

    sides = [side for side, text in zip(towns["textposition"], towns["text"], strict=True) if text]
    assert sides
    assert len(set(sides)) == len(sides)
    assert len(towns["customdata"]) == 4


def test_a_fair_share_is_drawn_on_top_of_what_was_left():
    """Kits left and new kits are two parts of one bar, and the words name who gets how many."""
    chart = fair_share_bars(by_town(**SHARES))

    assert trace(chart, LABELS["new_kits"])["x"] == [0, 2, 3]
    assert "New kits: Kent 2, Warren 3." in chart.alt


def test_the_model_is_drawn_as_published():
    """The points with their intervals and nothing between that was not published; the planning figure as a line."""
    chart = naloxone_model_curve(released(MODEL, title="Naloxone at witnessed overdoses"))
    points, mark = trace(chart, "Published points"), trace(chart, "The state's planning figure")

    assert (points["x"], points["y"]) == ([100, 500], [26.2, 78.1])
    assert mark["x"] == [1270, 1270]
    assert "500 kits per 100,000: 78.1 % (52.5 to 90.7 %)." in chart.alt


def test_plotly_knows_everything_that_is_drawn():
    """A property that plotly doesn't know would be dropped without a word on screen."""
    drawn = [
        kits_beside(by_town(**NEED), against="population"),
        fair_share_bars(by_town(**SHARES)),
        naloxone_model_curve(released(MODEL)),
    ]
    for chart in drawn:
        figure = chart.figure.to_plotly_json()
        go.Figure(data=figure["data"], layout=figure["layout"])


def test_nothing_on_record_says_so():
    """No town with a record gives a picture with a sentence in it."""
    nothing = by_town(population=[3019], total_kits=[None], total_calls=[None], planning_kits=[38])
    chart = kits_beside(nothing, against="population")

    assert "There is no record to show." in chart.alt
    assert chart.figure.layout.annotations[0].text == "Nothing is on record for this choice."
