"""The steps of the share delivered hold the numbers of their frame, with the interval where there is one."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from rorf_data.charts import share_delivered_steps
from rorf_data.charts.waits import TOO_FEW
from tests.unit.picture_frames import released

CURVE: dict[str, list[Any]] = {
    "wait_days": [0, 3, 9, 40],
    "requests_at_risk": [20, 18, 9, 1],
    "total_delivered": [0, 9, 6, 0],
    "delivered_percent": [0.0, 50.0, 92.0, 92.0],
    "delivered_low": [None, 30.1, 71.0, 71.0],
    "delivered_high": [None, 74.4, 99.0, 99.0],
}


def trace(chart, name):
    """The trace of this name."""
    return next(drawn for drawn in chart.drawing.traces if drawn["name"] == name)


def test_the_curve_goes_up_in_steps_from_nothing():
    """On the day of receipt nothing is delivered yet; after each day it stays until the next delivery."""
    chart = share_delivered_steps(released(CURVE, title="Requests delivered by day"))
    curve = trace(chart, "Delivered by then, %")

    assert curve["x"] == [0, 0, 3, 9, 40]
    assert curve["y"] == [0, 0, 50, 92, 92]
    assert curve["line"]["shape"] == "hv"


def test_the_interval_is_drawn_where_it_can_be_given():
    """Before the first delivery there is none."""
    chart = share_delivered_steps(released(CURVE))

    assert trace(chart, "Interval")["y"] == [74.4, 99, 99]
    assert trace(chart, "Interval, lower end")["y"] == [30.1, 71, 71]


def test_the_words_say_when_half_and_nine_in_ten_are_delivered():
    """Whoever can't see the curve learns its turns and its end."""
    alt = share_delivered_steps(released(CURVE, title="Requests delivered by day")).alt

    assert "within 3 days: 50 % (30.1 to 74.4 %)." in alt
    assert "within 9 days: 92 % (71 to 99 %)." in alt
    assert "within 40 days: 92 %" in alt


def test_too_few_deliveries_say_so_in_place_of_a_curve():
    """No line that nobody could believe."""
    chart = share_delivered_steps(released({name: [] for name in CURVE}))

    assert chart.figure.layout.annotations[0].text == TOO_FEW
    assert TOO_FEW in chart.alt


def test_plotly_knows_everything_that_is_drawn():
    """A property that plotly doesn't know would be dropped without a word on screen."""
    figure = share_delivered_steps(released(CURVE)).figure.to_plotly_json()

    assert go.Figure(data=figure["data"], layout=figure["layout"])
